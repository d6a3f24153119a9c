"""A stopped run taken on by one batch: it stays at its last whole epoch, and the batches done since are remembered."""

from typing import Final

from core.config import TrainConfig
from core.jobs import reach
from core.jobs.turns import TURNS
from core.training import TrainState, Within, within
from ui.state import recall, remember

_LAST: Final = "last_batches"
_AT_MOST: Final = 8  # runs


def epochs_on(run: TrainState, epochs: int) -> TrainState:
    """Train for so many epochs more; one that was begun by batches counts as the first."""
    *_, reached = reach(run, run.epoch + epochs)
    return reached


def batch_on(run: TrainState) -> TrainState:
    """Do one batch more; with the last one of an epoch the run is where it is after that epoch, bit for bit."""
    last = last_batch(run)
    with TURNS.turn():
        now = within(run, last.batch + 1 if last is not None and last.epoch > run.epoch else 1)
    forget_batches(run.config)
    kept: dict[TrainConfig, Within] = recall(_LAST, {})
    remember(_LAST, dict([*kept.items()][1 - _AT_MOST :]) | {run.config: now})
    return run if now.batch < now.n_batches else epochs_on(run, 1)


def last_batch(run: TrainState) -> Within | None:
    """Return the batch that a stopped run was taken on by last: in the epoch under way, or the end of its last one."""
    last: Within | None = recall(_LAST, {}).get(run.config)
    if last is None or run.finished:
        return None
    epoch = run.epoch + 1 if last.batch < last.n_batches else run.epoch
    return last if last.epoch == epoch else None


def epoch_under_way(run: TrainState) -> int | None:
    """Return the epoch that a stopped run stands in, if it has done some of its batches but not all."""
    last = last_batch(run)
    return last.epoch if last is not None and last.epoch > run.epoch else None


def forget_batches(config: TrainConfig) -> None:
    """Let a run stand at its last whole epoch."""
    kept: dict[TrainConfig, Within] = recall(_LAST, {})
    remember(_LAST, {other: last for other, last in kept.items() if other != config})


def told_stopped(config: TrainConfig, run: TrainState) -> str:
    """Say where a stopped run stands."""
    last = last_batch(run)
    if last is None or epoch_under_way(run) is None:
        return f"Stopped after epoch {run.epoch} of {config.epochs}."
    return f"Stopped in epoch {last.epoch} of {config.epochs}, after batch {last.batch} of {last.n_batches}."
