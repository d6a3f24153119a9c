"""A tensor in its brackets and in squares: what is pointed to or focused lights up in both, in the browser."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("../replay/shared", "brackets")


@cache
def _component() -> Any:
    html, css = (_HERE.joinpath(f"brackets.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "\n".join(_HERE.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in _SCRIPTS)
    return st.components.v2.component("brackets", html=html, css=css, js=js)


def show(tensor: Mapping[str, Any], hint: str) -> None:
    """Put a tensor on the page.

    Args:
        tensor: from `pack` in `pack.py`.
        hint: what is said while nothing is pointed to.
    """
    _component()(key="brackets", data={**tensor, "hint": hint})
