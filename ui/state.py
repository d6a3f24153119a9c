"""The one door to session state and to the settings in the link.

A setting's key is its name in the URL. Streamlit shares keys between pages, so `lr` of one page would turn up,
out of range, on another: `enter` puts the settings of the page left aside and takes out those of the page entered.
"""

from collections.abc import Callable
from typing import Any, TypedDict

import streamlit as st

_PAGE = "_page"
_KEPT = "_kept"
_LINKED = "_linked"


class Linked(TypedDict):
    """The keyword arguments that tie a widget to the URL."""

    key: str
    bind: str


def enter(page: str) -> None:
    """Make `page` the owner of the settings; call once a run, before any widget."""
    state = st.session_state
    left = state.get(_PAGE)
    if left == page:
        return
    state[_PAGE] = page
    kept: dict[str, dict[str, Any]] = state.setdefault(_KEPT, {})
    if left is not None:
        names = state.get(_LINKED, set())
        kept[left] = {name: state[name] for name in names if name in state}
        for name in names:
            state.pop(name, None)
    state[_LINKED] = set()
    for name, value in kept.get(page, {}).items():
        if name not in st.query_params:
            state[name] = value
            state[_LINKED].add(name)


def linked(key: str, valid: Callable[[Any], bool] | None = None) -> Any:
    """Return the arguments that tie a widget to the URL parameter `key`.

    Args:
        key: the setting's name, the same in the URL, the config and the code shown.
        valid: tells whether a remembered value is still acceptable; one that is not is forgotten, so that a
            widget whose options or range depend on another widget falls back to its default.
    """
    state = st.session_state
    state.setdefault(_LINKED, set()).add(key)
    if valid is not None and key in state and not valid(state[key]):
        del state[key]
    return {"key": key, "bind": "query-params"}


def recall(name: str, default: Any = None) -> Any:
    """Read a value that belongs to this visitor's session."""
    return st.session_state.get(f"_{name}", default)


def remember(name: str, value: Any) -> None:
    """Keep a value for this visitor's session."""
    st.session_state[f"_{name}"] = value
