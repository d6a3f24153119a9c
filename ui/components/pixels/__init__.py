"""A picture drawn pixel by pixel in the browser; a stroke is sent, as text, when it is done."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

KEY: Final = "pixels picture"
_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("pixels",)


@cache
def _component() -> Any:
    html, css = (_HERE.joinpath(f"pixels.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "\n".join(_HERE.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in _SCRIPTS)
    return st.components.v2.component("pixels", html=html, css=css, js=js)


def sent() -> object:
    """Return the drawing as it came from the browser: unchecked."""
    found = st.session_state.get(KEY)
    return found.get("drawing") if isinstance(found, Mapping) else None


def show(drawing: str, on_change: Callable[[], None]) -> None:
    """Put the picture on the page.

    Args:
        drawing: as `core.encoding.drawing` writes it.
        on_change: called when a stroke is done; then see `sent`.
    """
    _component()(key=KEY, data={"drawing": drawing}, on_drawing_change=on_change)
