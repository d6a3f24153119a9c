"""The places and controls that several labs of this page share."""

from typing import Any, Final

import streamlit as st

from core.descent.config import MOMENTUM
from core.optimizers import OPTIMIZERS
from ui.state import linked

_LRS: Final = (
    *("0.0001", "0.0002", "0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.03", "0.05", "0.07", "0.1"),
    *("0.15", "0.2", "0.25", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "0.95", "1", "1.02", "1.05", "1.1"),
    *("1.2", "1.5", "2", "3", "5", "10"),
)
"""Learning rates to slide through, as the link writes them: even by eye over five powers of ten, finer around 1."""


def places() -> tuple[Any, Any, Any]:
    """Open the places of a lab: the main controls, the picture under them, the rest beside it (below it if narrow)."""
    main = st.container(horizontal=True, gap="medium")
    picture, rest = st.columns([5, 2], gap="large")
    return main, picture, rest


def lr_control(default: float, note: str | None = None, key: str = "lr") -> float:
    """Slide through the learning rates."""
    label = "Learning rate" if key == "lr" else "Learning rate of the others"
    return float(st.select_slider(label, _LRS, f"{default:g}", help=note, **linked(key, label=label, offered=_LRS)))


def momentum_control(*optimizers: str) -> float:
    """Offer the momentum if one of the optimizers takes it."""
    if not any("momentum" in OPTIMIZERS[name].takes for name in optimizers):
        return 0.9
    note = "The share of its speed that the optimizer keeps from step to step."
    ties = linked("momentum", offered=MOMENTUM)
    return st.slider("Momentum", float(MOMENTUM.low), float(MOMENTUM.high), 0.9, 0.01, help=note, **ties)
