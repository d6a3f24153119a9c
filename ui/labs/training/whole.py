"""The page below its menu: settings, the run they make, and what lies behind it."""

import time
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.config import TrainConfig
from core.datasets import load
from ui.labs.training.live import show_film
from ui.labs.training.outcome import show_outcome, show_prediction
from ui.labs.training.settings import chosen_config, foreseen
from ui.labs.training.views import show_views
from ui.page import Text, explained
from ui.runs import at_hand, settled

_A_MOMENT: Final = 0.002  # seconds in which the picture leaves, before the widgets take the interpreter


@st.fragment  # a change runs this alone: its picture is painted sooner than after a run of the whole page
def show(text: Text) -> None:
    """Lay the page out; for settings that were on the screen before, what they gave is sent ahead of the widgets."""
    above, below = st.container(), st.container()
    early = foreseen()
    if early is not None and not at_hand(early):
        early = None  # growing, it would keep the widgets waiting
    if early is not None:
        _show_run(early, below, text)
        time.sleep(_A_MOMENT)
    with above:
        config = chosen_config(text)
    if early is None:
        _show_run(config, below, text)
    elif early != config:
        st.rerun()


def _show_run(config: TrainConfig, place: DeltaGenerator, text: Text) -> None:
    with place, explained():
        run = settled(config)
        if run is not None:
            show_outcome(run, text)
        show_film(config, run)
        if run is not None:
            show_prediction(run, text)
            show_views(run, load(config), text)
