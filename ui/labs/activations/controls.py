"""The controls that several labs of this page share."""

from typing import Final, Literal

import streamlit as st

from core.activations import ACTIVATIONS
from ui.state import linked

OPENING: Final = "Sigmoid"
MOST: Final = 6  # curves over each other, beyond which colours and labels are told apart no longer
OPENING_SET: Final = ["ReLU", "GELU", "Tanh", "Sigmoid"]


def activation_control(*, label: Literal["visible", "collapsed"] = "visible") -> str:
    """Let the visitor choose one activation; without a label where nothing else is to be chosen."""
    names = list(ACTIVATIONS)
    ties = linked("activation", offered=names)
    chosen: str | None = st.pills(
        "Activation", names, default=OPENING, required=True, label_visibility=label, wrap=True, **ties
    )
    return chosen or OPENING  # an empty value in the link chooses none


def activations_control() -> tuple[str, ...]:
    """Let the visitor choose several activations; returned in the registry's order."""
    names = list(ACTIVATIONS)
    ties = linked("activations", offered=names)
    chosen = st.pills("Activations", names, selection_mode="multi", default=OPENING_SET, wrap=True, **ties)
    inside = [name for name in names if name in chosen]
    if len(inside) > MOST:
        left_out = ", ".join(inside[MOST:])
        st.caption(f"{MOST} at once can be told apart; left out here: {left_out}.")
    return tuple(inside[:MOST])
