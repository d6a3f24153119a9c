"""What lies behind the picture of a run: one module a view, each `show(run, data, text)`."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from core.datasets import Data
from core.training import TrainState
from ui.labs.training.views import (
    change,
    code,
    compare,
    data,
    epochs,
    forgetting,
    health,
    hints,
    landscape,
    many,
    mistakes,
    network,
    points,
    step,
)
from ui.links import said_of_link
from ui.page import Text
from ui.state import linked

VIEWS: Final[Mapping[str, Callable[[TrainState, Data, Text], None]]] = {
    "Code": code.show,
    "Network": network.show,
    "One step": step.show,
    "What if I forget": forgetting.show,
    "Loss landscape": landscape.show,
    "Every epoch": epochs.show,
    "Health": health.show,
    "Mistakes": mistakes.show,
    "Compare": compare.show,
    "Change": change.show,
    "Data": data.show,
    "Your points": points.show,
    "Many at once": many.show,
    "Try this": hints.show,
}


def show_views(run: TrainState, shown: Data, text: Text) -> None:
    """Offer the views, none open at first; only the open one is computed."""
    ties = linked("behind", label="Look behind it", offered=VIEWS)
    chosen = st.segmented_control("Look behind it", list(VIEWS), **ties)
    with said_of_link("view", "behind"):
        if chosen is not None:
            VIEWS[chosen](run, shown, text)
