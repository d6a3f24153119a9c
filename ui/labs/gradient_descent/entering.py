"""What changes when a visitor goes from one lab of this page to another."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from ui.labs.gradient_descent import basins, chain, race, steps
from ui.state import assign

_LRS: Final[Mapping[str, Callable[[], float]]] = {
    "steps": steps.suited_lr,
    "race": race.suited_lr,
    "basins": basins.suited_lr,
    "chain": chain.suited_lr,
}


def suit_lr() -> None:
    """Bring the learning rate that suits the lab just chosen: all have one of that name, each on its own ground."""
    assign({"lr": f"{_LRS[st.session_state['lab']]():g}"})
