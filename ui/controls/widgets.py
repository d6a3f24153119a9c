"""Single widgets that read their limits and names from the core."""

import math
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from core.errors import ConfigError
from core.ranges import Range, check_name
from ui.state import linked, recall, remember

_UNUSABLE, _LONGEST = "unusable_links", 40  # characters of a link's value that are quoted
_MANY: Final = 4


def choice(label: str, names: Any, default: str, key: str, **more: Any) -> str:
    """Offer the names of a registry; the name is also what the link holds."""
    options = list(names)
    _hear(key, lambda asked: check_name(key, asked, options))
    chosen: str = st.selectbox(label, options, options.index(default), **more, **linked(key))
    return chosen


def count(label: str, limits: Range, default: int | None, key: str, **more: Any) -> Any:
    """Ask for a whole number within limits."""
    _hear(key, lambda asked: limits.check_count(key, _whole(asked)))
    return st.number_input(
        label, int(limits.low), int(limits.high), default, **_with_limits(limits, more), **linked(key)
    )


def number(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number within limits, of any size."""
    _hear(key, lambda asked: limits.check(key, _number(asked)))
    chosen: float = st.number_input(
        label, limits.low * 1.0, limits.high * 1.0, default, format="%g", **_with_limits(limits, more), **linked(key)
    )
    return chosen


def slide(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number by dragging."""
    _hear(key, lambda asked: limits.check(key, _number(asked)))
    chosen: float = st.slider(label, limits.low * 1.0, limits.high * 1.0, default, **more, **linked(key))
    return chosen


def unusable_links() -> list[str]:
    """Return, once, what the link asked for and the widgets have put their default for: a sentence each."""
    heard: list[str] = recall(_UNUSABLE, [])
    remember(_UNUSABLE, [])
    return heard


def _hear(key: str, check: Callable[[str], None]) -> None:
    """Note a link's value that its widget, made next, will fall back from without a word."""
    if key in st.session_state or key not in st.query_params:
        return
    try:
        check(st.query_params[key][:_LONGEST])
    except ConfigError as error:
        remember(_UNUSABLE, [*recall(_UNUSABLE, []), str(error)][-_MANY:])


def _number(asked: str) -> Any:
    """Read a number; a text that is none is left as it is, for the check to refuse."""
    try:
        return float(asked)
    except ValueError:
        return asked


def _whole(asked: str) -> Any:
    """Read a number as whole-number widgets do, which leave out what follows the point."""
    value = _number(asked)
    return int(value) if isinstance(value, float) and math.isfinite(value) else asked


def _with_limits(limits: Range, more: dict[str, Any]) -> dict[str, Any]:
    span = f"From {limits.low:,.10g} to {limits.high:,.10g}."
    return more | {"help": f"{more['help'].rstrip('.')}. {span}" if "help" in more else span}
