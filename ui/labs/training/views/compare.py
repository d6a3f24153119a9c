"""The run on the page beside another: what differs in their settings, where they part, and what comes of it."""

import pandas as pd
import streamlit as st

from core.comparing import Parting, Same, Unlike, first_unequal, other_points
from core.config import TrainConfig
from core.datasets import Data
from core.source import source_of
from core.training import TrainState
from ui.cached.comparing import cached_difference
from ui.charts.comparing import RUNS, losses_chart, losses_frames
from ui.components import replay
from ui.controls.differences import differing, shown
from ui.draw import draw
from ui.labs.training.kept import chosen_other
from ui.labs.training.stepping import film_of
from ui.page import Text, explained
from ui.runs import alongside, grow
from ui.state import linked
from ui.wording import label
from ui.words import verbatim

Found = Parting | Unlike | Same


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
    """Show the run and the one that it is compared with."""
    st.caption(text["Compare"])
    other, changes = chosen_other(run.config, text)
    with explained():
        there = alongside(other)
        if there is None:
            grow(other, lambda reached: _draw_losses(run, reached, log=False))
        else:
            _show_pair(run, there, changes, text)


def _show_pair(here: TrainState, there: TrainState, changes: str, text: Text) -> None:
    found = cached_difference((here.config, here.epoch), (there.config, there.epoch), here, there)
    _show_difference(here, there, found, text)
    _show_machines(here, there, changes)
    _show_question(here, found, text)


def _show_difference(here: TrainState, there: TrainState, found: Found, text: Text) -> None:
    numbers, curves = st.columns([5, 7], gap="medium")
    with numbers:
        st.dataframe(
            _settings(here.config, there.config), hide_index=True, alt="The settings in which the runs differ"
        )
        st.markdown(_where(found, here.config, text))
        if parts := other_points(here.config, there.config):
            st.markdown(text["Other points"].format(parts=" and ".join(parts)))
        if here.config.loss != there.config.loss:
            st.markdown(text["Other loss"])
    with curves:
        log = st.toggle("Log axis", **linked("log_loss", label="Log axis"))
        _draw_losses(here, there, log=log)


def _draw_losses(here: TrainState, there: TrainState, *, log: bool) -> None:
    draw(losses_chart(log), losses_frames(here, there), alt="Train and test loss of the two runs over the epochs")


def _settings(here: TrainConfig, there: TrainConfig) -> pd.DataFrame:
    rows = [(label(name), shown(here, name), shown(there, name)) for name in differing(here, there)]
    return pd.DataFrame(rows, columns=["Setting", *(run.capitalize() for run in RUNS)])


def _where(found: Found, config: TrainConfig, text: Text) -> str:
    """Say in a sentence where two runs part."""
    if isinstance(found, Unlike):
        return text["Unlike"].format(name=found.name, here=found.here, there=found.there)
    if isinstance(found, Same):
        return text["Same"].format(last=found.last, compared=found.n_compared)
    digits = ".17g" if config.dtype == "float64" else ".9g"
    told = {
        "epoch": found.epoch, "after": found.after, "place": f"{found.name}[{', '.join(map(str, found.index))}]",
        "here": format(found.here, digits), "there": format(found.there, digits), "total": f"{config.n_parameters:,}",
    }  # fmt: skip
    if found.epoch == 0:
        return text["Part at once"].format(**told)
    if found.after < found.epoch - 1:
        return text["Part between"].format(**told)
    return text["Part after the first" if found.epoch == 1 else "Part"].format(**told)


def _show_machines(here: TrainState, there: TrainState, changes: str) -> None:
    """Show both runs beside each other; they go through time together."""
    for place, run, name in zip(
        st.columns(2, gap="medium"), (here, there), ("This run", f"The other run: {changes}"), strict=True
    ):
        with place:
            st.markdown(f"**{verbatim(name)}**")
            replay.show(film_of(run), key=f"replay {name[:5]}", compact=True, together=True)


def _show_question(run: TrainState, found: Found, text: Text) -> None:
    if isinstance(found, Parting):
        with st.expander(text["How many"].format(epoch=found.epoch), key="how_many", on_change="rerun") as question:
            if question.open:
                st.markdown(text["So many"].format(different=found.n_different, total=run.config.n_parameters))
    with st.expander("The PyTorch behind this", key="bits", on_change="rerun") as code:
        if code.open:
            st.markdown(text["Bit for bit"])
            st.code(source_of(first_unequal), language="python")
