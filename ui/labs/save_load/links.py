"""Widgets of this page that choose one of some names, or a whole number by dragging."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.ranges import Range
from ui.state import linked

Widget = Callable[..., Any]


def one_of(widget: Widget, label: str, names: Sequence[str], usual: str, key: str, **more: Any) -> str:
    """Offer names in any widget that chooses one of them; the name is also what the link holds."""
    chosen: str | None = widget(label, names, **more, **linked(key, label=label, offered=names))
    return chosen or usual  # a link may name none of them


def whole_slide(label: str, limits: Range, default: int, key: str, **more: Any) -> int:
    """Ask for a whole number by dragging.

    Args:
        label: what the screen calls it.
        limits: of the number; where they depend on another setting, one that has come to lie outside gives way.
        default: where it stands at first.
        key: the setting's name.
        more: further arguments of the widget.
    """
    ties = linked(key, limits.__contains__, label=label, offered=limits)
    chosen: int = st.slider(label, int(limits.low), int(limits.high), default, **more, **ties)
    return chosen
