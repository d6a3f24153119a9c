"""A run stepped through: from any of its moments, and what its last batch did."""

from typing import Final

import streamlit as st

from core.config import TrainConfig
from core.datasets import load
from core.replay import MAX_POINTS, kind_of
from core.training import TrainState, Within
from ui.cached.training import cached_film
from ui.charts.spelled import number
from ui.components import replay
from ui.labs.training.reaching import bringing, brought
from ui.page import Text
from ui.runs import GLIMPSE, RUN
from ui.state import recall, remember
from ui.stepping import forget_batches, last_batch

_FROM: Final = "step_from"
_NAMED: Final = 8  # points of a batch that are named where they are not drawn


def step_from(run: TrainState, epoch: int) -> None:
    """Ask for a run to be stopped after one of its epochs."""
    if 0 <= epoch <= run.epoch:
        remember(_FROM, (run, epoch))


def film_of(run: TrainState) -> bytes:
    """Return the film of a run as far as it went, batches of a begun epoch included."""
    last = last_batch(run)
    return cached_film(run.config, run.epoch, run, last.batch if last is not None else 0, last)


def bring_back(config: TrainConfig) -> bool:
    """Stop a run after the epoch asked for, trained again up to there.

    Returns:
        False where that takes longer than an instant: how far it is, is shown above the picture until it is there.
    """
    wanted: tuple[TrainState, int] | None = recall(_FROM)
    if wanted is None:
        return True
    run, epoch = wanted
    if run.config == config:
        state = brought(run, epoch)
        if state is None:
            st.fragment(_bring, run_every=GLIMPSE)(run, epoch)
            return False
        forget_batches(config)
        RUN.stop_at(config, state)
    remember(_FROM, None)
    return True


def _bring(run: TrainState, epoch: int) -> None:
    with st.container():  # as where a run grows, so that the time machine stays the same one
        bringing(run, epoch)
    replay.show(film_of(run))


def say_batch(run: TrainState, text: Text) -> None:
    """Say what the batch did that a stopped run was taken on by last."""
    last = last_batch(run)
    if last is None:
        return
    losses = [*last.own, last.before.train_loss, last.after.train_loss]
    before, after, all_before, all_after = map(_digits, losses)
    st.caption(
        text["Last batch"].format(
            batch=last.batch, n_batches=last.n_batches, epoch=last.epoch, points=_points(run.config, last),
            before=before, after=after, all_before=all_before, all_after=all_after,
        )
    )  # fmt: skip


def _digits(loss: float) -> str:
    """Write a loss as the time machine does."""
    return f"{loss:.4f}" if 1e-3 <= abs(loss) < 1e5 else number(loss)


def _points(config: TrainConfig, last: Within) -> str:
    """Say which points were in a batch."""
    data = load(config)
    n, all_of = len(last.rows), len(data.train.x)
    if last.n_batches == 1:
        return f"all {all_of:,} training points"
    told = f"{n:,} of {all_of:,} training points"
    if kind_of(data) != "confusion":
        return (
            f"{told}, ringed at the last moment of the picture"
            if all_of <= MAX_POINTS
            else f"{told}, ringed at the last moment of the picture where they are drawn"
        )
    named = ", ".join(str(row + 1) for row in last.rows[:_NAMED])
    more = f" and {n - _NAMED:,} more" if n > _NAMED else ""
    return f"{told}, numbers {named}{more}"
