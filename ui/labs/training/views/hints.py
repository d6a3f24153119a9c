"""Things to try."""

import streamlit as st

from core.datasets import Data
from core.training import TrainState
from ui.page import Text


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
    """Show them."""
    st.markdown(text["What to try"])
