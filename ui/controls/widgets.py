"""Single widgets that read their limits and names from the core."""

from typing import Any

import streamlit as st

from core.ranges import Range
from ui.state import linked


def choice(label: str, names: Any, default: str, key: str, **more: Any) -> str:
    """Offer the names of a registry; the name is also what the link holds."""
    options = list(names)
    chosen: str = st.selectbox(label, options, options.index(default), **more, **linked(key))
    return chosen


def count(label: str, limits: Range, default: int | None, key: str, **more: Any) -> Any:
    """Ask for a whole number within limits."""
    return st.number_input(label, int(limits.low), int(limits.high), default, **more, **linked(key))


def number(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number within limits, of any size."""
    chosen: float = st.number_input(
        label, limits.low * 1.0, limits.high * 1.0, default, format="%g", **more, **linked(key)
    )
    return chosen


def slide(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number by dragging."""
    chosen: float = st.slider(label, limits.low * 1.0, limits.high * 1.0, default, **more, **linked(key))
    return chosen
