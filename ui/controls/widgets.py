"""Single widgets that read their limits and names from the core."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.ranges import Range
from ui.state import linked
from ui.wording import span


def choice(label: str, names: Any, default: str, key: str, *, varying: bool = False, **more: Any) -> str:
    """Offer the names of a registry; the name is also what the link holds.

    Args:
        label: what the screen calls it.
        names: what may be chosen.
        default: one of them.
        key: the setting's name.
        varying: whether the names depend on another widget, so that the one chosen may go.
        more: further arguments of the widget.
    """
    options = list(names)
    told: dict[str, Any] = {"label": label, "offered": options}
    ties = linked(key, options.__contains__, default, **told) if varying else linked(key, **told)
    chosen: str = st.selectbox(label, options, options.index(default), **more, **ties)
    return chosen


def several(
    label: str, names: Sequence[str], default: Sequence[str], key: str, *, placeholder: str, **more: Any
) -> tuple[str, ...]:
    """Offer to choose any number of names; the placeholder says what none stands for."""
    ties = linked(key, set(names).issuperset, list(default), label=label, offered=names)
    return tuple(st.multiselect(label, names, default, placeholder=placeholder, **more, **ties))


def typed(label: str, options: Sequence[str], default: str, key: str, **more: Any) -> str:
    """Offer texts to choose from; one that is typed or linked stands among them; who reads it may refuse it."""
    ties = linked(key, text=True, label=label)
    own = st.session_state.get(key) or (st.query_params.get_all(key) or [default])[-1]
    offered = options if own in options else (*options, own)
    chosen: str = st.selectbox(label, offered, options.index(default), accept_new_options=True, **more, **ties)
    return chosen


def count(label: str, limits: Range, default: int | None, key: str, **more: Any) -> Any:
    """Ask for a whole number within limits."""
    ties = linked(key, label=label, offered=limits)
    return st.number_input(label, int(limits.low), int(limits.high), default, **_with_limits(limits, more), **ties)


def number(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number within limits, of any size."""
    ties = linked(key, label=label, offered=limits)
    chosen: float = st.number_input(
        label, limits.low * 1.0, limits.high * 1.0, default, format="%g", **_with_limits(limits, more), **ties
    )
    return chosen


def slide(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number by dragging."""
    ties = linked(key, label=label, offered=limits)
    chosen: float = st.slider(label, limits.low * 1.0, limits.high * 1.0, default, **more, **ties)
    return chosen


def switch(label: str, default: bool, key: str) -> bool:
    """Ask yes or no."""
    chosen: bool = st.toggle(label, default, **linked(key, label=label))
    return chosen


def _with_limits(limits: Range, more: dict[str, Any]) -> dict[str, Any]:
    said = f"From {span(limits)}."
    return more | {"help": f"{more['help'].rstrip('.')}. {said}" if "help" in more else said}


def only(useful: bool, why: str) -> dict[str, Any]:
    """Return what makes a widget dead, and says why, where its setting is of no use."""
    return {} if useful else {"disabled": True, "help": why}
