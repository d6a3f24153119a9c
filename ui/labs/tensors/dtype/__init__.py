"""Dtype and device: which numbers go together, the bits behind them, where they break, where they live."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from ui.labs.tensors.dtype import bits, breaks, device, memory, pairs
from ui.state import linked

PARTS: Final[Mapping[str, Callable[[Mapping[str, str]], None]]] = {
    "pairs": pairs.show,
    "bits": bits.show,
    "breaks": breaks.show,
    "device": device.show,
    "memory": memory.show,
}


def show(text: Mapping[str, str]) -> None:
    """Offer the parts; only the chosen one computes."""
    ties = linked("about", label="About", offered=PARTS)
    chosen = st.segmented_control(
        "About", list(PARTS), default="pairs", required=True, label_visibility="collapsed", **ties
    )
    PARTS[chosen or "pairs"](text)
