"""The controls and words that several labs of this page share."""

from collections.abc import Mapping
from typing import Final

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


def lr_control(label: str, key: str, default: float, note: str | None = None) -> float:
    """Slide through the learning rates."""
    return float(st.select_slider(label, _LRS, f"{default:g}", help=note, **linked(key)))


def momentum_control(*optimizers: str) -> float:
    """Offer the momentum if one of the optimizers takes it."""
    if not any("momentum" in OPTIMIZERS[name].takes for name in optimizers):
        return 0.9
    note = "The share of its speed that the optimizer keeps from step to step."
    return st.slider("Momentum", float(MOMENTUM.low), float(MOMENTUM.high), 0.9, 0.01, help=note, **linked("momentum"))


def code(script: str) -> None:
    """Show the program behind a picture, folded."""
    with st.expander("The PyTorch behind this"):
        st.code(script, language="python")


def questions(text: Mapping[str, str], lab: str, **values: object) -> None:
    """Show a lab's thing to try, and its question with the answer folded away."""
    st.markdown(text[f"{lab}: try"])
    with st.expander(text[f"{lab}: predict"]):
        st.markdown(text[f"{lab}: answer"].format(**values))
