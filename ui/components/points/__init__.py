"""Points set by hand in a picture: clicked, dragged, sprayed and removed in the browser.

What it sends is a list of changes that the server may not have taken in yet; see `core.tables.fresh_changes`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

KEY: Final = "points picture"
_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("../replay/shared", "../replay/axes", "marks", "acts", "points")


@cache
def _component() -> Any:
    html, css = (_HERE.joinpath(f"points.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "\n".join(_HERE.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in _SCRIPTS)
    return st.components.v2.component("points", html=html, css=css, js=js)


def sent() -> object:
    """Return what the picture sent, as it came from the browser: unchecked."""
    found = st.session_state.get(KEY)
    return found.get("changes", []) if isinstance(found, Mapping) else []


def show(picture: Mapping[str, Any]) -> None:
    """Put the picture on the page.

    Args:
        picture: from `pack` in `pack.py`, with `source` and `done` (see `core.tables.fresh_changes`) and `undo`
            (whether there is something to undo).
    """
    _component()(key=KEY, data=picture, on_changes_change=lambda: None)
