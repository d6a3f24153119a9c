"""The page below its menu: settings, the run they make, and what lies behind it."""

import time
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.config import TrainConfig
from core.training import data_in
from ui.labs.training.live import show_film
from ui.labs.training.outcome import show_outcome, show_prediction
from ui.labs.training.settings import chosen_config, foreseen
from ui.labs.training.stepping import bring_back, say_batch
from ui.labs.training.views import show_views
from ui.page import Text, explained
from ui.runs import settled

_A_MOMENT: Final = 0.002  # seconds in which the picture leaves, before the widgets take the interpreter


@st.fragment  # a change runs this alone: its picture is painted sooner than after a run of the whole page
def show(text: Text) -> None:
    """Lay the page out; where the settings can be told ahead of the widgets, the picture is sent ahead of them."""
    above, below = st.container(), st.container()
    early = foreseen()
    shown = early is not None and _show_at_once(early, below, text)
    if shown:
        time.sleep(_A_MOMENT)
    with above:
        config = chosen_config(text)
    if shown and early != config:
        st.rerun()
    if not shown and not _show_at_once(config, below, text):
        with below, explained():
            show_film(config, None)


def _show_at_once(config: TrainConfig, place: DeltaGenerator, text: Text) -> bool:
    """Show a run, or the sentence why there is none; False if it takes longer than an instant."""
    with place, explained():
        if not bring_back(config):
            return True
        run = settled(config)
        if run is None:
            return False
        say_batch(run, text)
        show_outcome(run, text)
        show_film(config, run)
        show_prediction(run, text)
        show_views(run, data_in(config, run.epoch), text)
    return True
