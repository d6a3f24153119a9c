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
from ui.stepping import epoch_under_way

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


_OF_WHOLE_EPOCHS: Final = {"Code", "One step", "Loss landscape", "Every epoch", "Health", "Mistakes", "Compare"}


def show_views(run: TrainState, shown: Data, text: Text) -> None:
    """Offer the views, none open at first; only the open one is computed."""
    ties = linked("behind", label="Look behind it", offered=VIEWS)
    chosen = st.segmented_control("Look behind it", list(VIEWS), **ties)
    if chosen in _OF_WHOLE_EPOCHS and (begun := epoch_under_way(run)):
        st.caption(text["Whole epochs"].format(epoch=run.epoch, begun=begun))
    with said_of_link("view", "behind"):
        if chosen is not None:
            VIEWS[chosen](run, shown, text)
