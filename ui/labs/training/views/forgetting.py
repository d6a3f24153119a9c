"""What if I forget: this very run with one thing forgotten, over the right one, once the visitor has guessed."""

from dataclasses import fields

import pandas as pd
import streamlit as st

from core.config import TrainConfig
from core.datasets import Data
from core.forgetting import EVAL, FORGOTTEN, OPTIMIZER, VERDICTS, in_vain, mean_end, sides
from core.training import TrainState
from ui.cached.training import cached_differing_lines
from ui.charts.forgotten import forgotten_chart, forgotten_frame
from ui.draw import draw
from ui.labs.training.quality import names, quality
from ui.labs.training.views.forgetting_eval import show_eval
from ui.labs.training.views.forgetting_words import SAME, guess_control, outcome
from ui.page import Text, explained
from ui.runs import alongside, grow
from ui.state import assign, linked
from ui.wording import label, written
from ui.words import verbatim


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    """Ask what is forgotten and what will come of it; then show it."""
    st.markdown(text["What if I forget"])
    ties = linked("forgotten", label="Forget", offered=FORGOTTEN)
    chosen = st.segmented_control(
        "Forget", FORGOTTEN, default=FORGOTTEN[0], required=True, on_change=_ask_anew, **ties
    )
    forgotten = chosen or FORGOTTEN[0]
    with explained():
        if vain := in_vain(run.config, forgotten):
            st.markdown(text[f"Nothing to forget: {vain}"])
        if vain == "dropout":
            st.button("Try dropout 0.2", on_click=assign, args=({"dropout": 0.2},))
        if vain == "hidden":
            return
        if forgotten == EVAL:
            show_eval(run, text)
        else:
            _show_runs(run, forgotten, text)


def _ask_anew() -> None:
    assign({"guess": None})


def _show_runs(run: TrainState, forgotten: str, text: Text) -> None:
    """Show the right run; after a guess, the others over it, and what came of them."""
    configs = sides(run.config, forgotten)
    _say_changed(run.config, next(iter(configs.values())), text)
    guess = guess_control(text[f"Guess: {forgotten}"], SAME if forgotten == OPTIMIZER else VERDICTS)
    shown = configs if guess is not None else dict([*configs.items()][:1])
    runs: dict[str, TrainState] = {}
    for name, config in shown.items():
        state = run if config == run.config else alongside(config)
        if state is None:
            _grow(runs, name, config, tuple(configs))
            return
        runs[name] = state
    picture, words = st.columns([3, 2], gap="medium")
    with picture:
        _draw(runs, tuple(configs))
    with words:
        if guess is None:
            st.markdown(text["Guess first"])
            return
        st.markdown(outcome(runs, forgotten, guess, text))
        st.table(_table(runs), hide_index=True)
        _show_code(configs, text)


def _grow(runs: dict[str, TrainState], name: str, config: TrainConfig, names: tuple[str, ...]) -> None:
    """Show a run under way, over those that are done."""
    grow(config, lambda reached: _draw(runs | {name: reached}, names))


def _draw(runs: dict[str, TrainState], names: tuple[str, ...]) -> None:
    draw(
        forgotten_chart(names),
        {"losses": forgotten_frame(runs)},
        alt="Train loss by epoch of the right run and of those in which something is forgotten, on a log axis",
    )


def _show_code(configs: dict[str, TrainConfig], text: Text) -> None:
    (first, right), (second, wrong) = [*configs.items()][:2]
    st.caption(text["Lines that differ"].format(first=first, second=second))
    st.code(cached_differing_lines(right, wrong), language=None, wrap_lines=True)


def _say_changed(config: TrainConfig, right: TrainConfig, text: Text) -> None:
    """Say in which settings the right run is another than the one above."""
    names = (field.name for field in fields(TrainConfig))
    changed = [name for name in names if getattr(config, name) != getattr(right, name)]
    if changed:
        listed = ", ".join(f"{label(name)} {_written(getattr(right, name))}" for name in changed)
        st.caption(text["Not the run above"].format(listed=verbatim(listed)))


def _written(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else written(value)


def _table(runs: dict[str, TrainState]) -> pd.DataFrame:
    measure = names(next(iter(runs.values())).config)["measure"]
    return pd.DataFrame(
        {
            "Run": list(runs),
            "Train loss (mean of the last tenth)": [f"{mean_end(run):.4g}" for run in runs.values()],
            "Test loss": [f"{run.history[-1].test_loss:.4g}" for run in runs.values()],
            measure.capitalize(): [quality(run) for run in runs.values()],
        }
    )
