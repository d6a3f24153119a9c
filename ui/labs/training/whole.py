"""The page below its menu: settings, the run they make, and what lies behind it."""

import streamlit as st

from core.datasets import load
from ui.labs.training import behind
from ui.labs.training.live import show_film
from ui.labs.training.outcome import show_outcome, show_prediction
from ui.labs.training.settings import chosen_config
from ui.page import Text, explained
from ui.runs import settled


@st.fragment  # a change runs this alone: its picture is painted sooner than after a run of the whole page
def show(text: Text) -> None:
    """Lay the page out."""
    config = chosen_config(text)
    with explained():
        run = settled(config)
        if run is not None:
            show_outcome(run, text)
        show_film(config, run)
        if run is not None:
            show_prediction(run, text)
            behind.show(run, load(config), text)
