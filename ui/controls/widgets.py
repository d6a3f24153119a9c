"""Single widgets that read their limits and names from the core, and say what a link asked for in vain."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.ranges import Range
from ui.state import linked, recall, remember
from ui.wording import grouped, span

_UNUSABLE, _LONGEST = "unusable_links", 40  # characters of a link's value that are quoted
_MANY, _NAMED = 6, 12  # sentences, names


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
    options, asked = list(names), asked_for(key)
    ties = linked(key, options.__contains__, default) if varying else linked(key)
    chosen: str = st.selectbox(label, options, options.index(default), **more, **ties)
    tell(label, asked, options.__contains__, f"one of {_listed(options)}", chosen)
    return chosen


def several(
    label: str, names: Sequence[str], default: Sequence[str], key: str, *, placeholder: str, **more: Any
) -> tuple[str, ...]:
    """Offer to choose any number of names; the placeholder says what none stands for."""
    asked, ties = asked_for(key), linked(key, set(names).issuperset, list(default))
    chosen = st.multiselect(label, names, default, placeholder=placeholder, **more, **ties)
    tell(label, asked, names.__contains__, f"among {_listed(names)}", ", ".join(chosen) or placeholder)
    return tuple(chosen)


def typed(label: str, options: Sequence[str], default: str, key: str, **more: Any) -> str:
    """Offer texts to choose from; one that is typed or linked stands among them; who reads it may refuse it."""
    own = st.session_state.get(key) or (asked_for(key) or [default])[-1]
    offered = options if own in options else (*options, own)
    chosen: str = st.selectbox(
        label, offered, options.index(default), accept_new_options=True, **more, **linked(key, text=True)
    )
    return chosen


def count(label: str, limits: Range, default: int | None, key: str, **more: Any) -> Any:
    """Ask for a whole number within limits."""
    asked = asked_for(key)
    chosen = st.number_input(
        label, int(limits.low), int(limits.high), default, **_with_limits(limits, more), **linked(key)
    )
    tell(
        label, asked, lambda text: _is_number(text, limits, whole=True), f"a whole number from {span(limits)}", chosen
    )
    return chosen


def number(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number within limits, of any size."""
    asked = asked_for(key)
    chosen: float = st.number_input(
        label, limits.low * 1.0, limits.high * 1.0, default, format="%g", **_with_limits(limits, more), **linked(key)
    )
    tell(label, asked, lambda text: _is_number(text, limits), f"a number from {span(limits)}", chosen)
    return chosen


def slide(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number by dragging."""
    asked = asked_for(key)
    chosen: float = st.slider(label, limits.low * 1.0, limits.high * 1.0, default, **more, **linked(key))
    tell(label, asked, lambda text: _is_number(text, limits), f"a number from {span(limits)}", chosen)
    return chosen


def switch(label: str, default: bool, key: str) -> bool:
    """Ask yes or no."""
    asked = asked_for(key)
    chosen: bool = st.toggle(label, default, **linked(key))
    tell(label, asked, lambda text: text.lower() in {"true", "false"}, "true or false", str(chosen).lower())
    return chosen


def unusable_links() -> list[str]:
    """Return, once, what the link asked for and the widgets could not take: a sentence each, without its full stop."""
    heard: list[str] = recall(_UNUSABLE, [])
    remember(_UNUSABLE, [])
    return heard


def asked_for(key: str) -> list[str]:
    """Return what the link holds for a widget that is made next, for the first time."""
    return [] if key in st.session_state else st.query_params.get_all(key)


def tell(label: str, asked: list[str], usable: Callable[[str], bool], wanted: str, used: Any) -> None:
    """Note what was asked for as it stood, where the widget has fallen back from it without a word."""
    bad = next((text for text in asked if text and not usable(text)), None)
    if bad is None:
        return
    quoted = bad if len(bad) <= _LONGEST else f"{bad[: _LONGEST - 1]}…"
    stands = used if isinstance(used, str) else grouped(used)
    sentence = f"{label} must be {wanted}, not '{quoted}'; {stands} is used"
    remember(_UNUSABLE, [*recall(_UNUSABLE, []), sentence][-_MANY:])


def _is_number(text: str, limits: Range, *, whole: bool = False) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return value in limits and (value.is_integer() or not whole)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _with_limits(limits: Range, more: dict[str, Any]) -> dict[str, Any]:
    said = f"From {span(limits)}."
    return more | {"help": f"{more['help'].rstrip('.')}. {said}" if "help" in more else said}
