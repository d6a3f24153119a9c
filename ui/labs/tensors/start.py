"""Why start random: what becomes of neurons that begin the same."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.config import SEED
from core.script import training_script
from core.tensors.symmetry import EPOCHS, NEURONS, STARTS
from ui.cached.tensors import cached_parting, cached_parting_frames
from ui.charts.tensors.symmetry import parting_chart
from ui.controls import count
from ui.draw import draw
from ui.lesson import code, questions, table
from ui.state import linked

_SEED: Final = 42


def show_start(text: Mapping[str, str]) -> None:
    """Lay this half of the lab out."""
    st.markdown(text["Start"])
    left, right = st.columns([2, 5], gap="large")
    with left:
        ties = linked("start_from", label="Weights start", offered=STARTS)
        start = (
            st.pills("Weights start", list(STARTS), default="all alike", required=True, wrap=True, **ties)
            or "all alike"
        )
        st.caption(STARTS[start][1])
        seed = count("Seed", SEED, _SEED, "seed", help=text["Start: seed"])
        _numbers(seed)
    with right:
        draw(
            parting_chart(NEURONS, EPOCHS),
            cached_parting_frames(start, seed),
            alt="The weight of the first input in each of four hidden neurons, epoch by epoch",
        )
        code(lambda: training_script(cached_parting(start, seed).config))
    questions(text, "Start", lambda: _answer(seed))


def _numbers(seed: int) -> None:
    found = {start: cached_parting(start, seed) for start in STARTS}
    columns = {
        "Start": [*found],
        "Different neurons": [f"{one.different} of {NEURONS}" for one in found.values()],
        "Right": [f"{one.last.test_accuracy:.0%}" for one in found.values()],
    }
    st.markdown(table(columns))


def _answer(seed: int) -> dict[str, object]:
    alike, apart = cached_parting("all alike", seed), cached_parting("random", seed)
    return {
        "different": alike.different, "alike": f"{alike.last.train_loss:.3f}", "apart": f"{apart.last.train_loss:.3f}",
    }  # fmt: skip
