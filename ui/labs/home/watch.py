"""The live thing: a network that learns while you look."""

import streamlit as st

from ui.components import replay
from ui.labs.home.shipped import film, shipped, told
from ui.page import Text


def show(text: Text) -> None:
    """Play the run once; it can be scrubbed, and opened to be changed."""
    replay.show(film(), key="film", compact=True, autoplay=True)
    st.page_link(
        "pages/training.py",
        label=told(text["Film: link"]),
        icon=":material/tune:",
        query_params=shipped()["links"]["film"],
    )
