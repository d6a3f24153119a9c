"""A chain of operations drawn step by step: point at an element, and it lights up in every step."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("../replay/shared", "places", "tiles", "steps")


@cache
def _component() -> Any:
    html, css = (_HERE.joinpath(f"steps.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "\n".join(_HERE.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in _SCRIPTS)
    return st.components.v2.component("steps", html=html, css=css, js=js)


def wire(picture: Mapping[str, Any]) -> bytes:
    """Write a picture, from `pack`, as it travels (Streamlit would write a mapping anew whenever it is shown)."""
    return json.dumps(picture, allow_nan=False, separators=(",", ":")).encode()


def show(picture: bytes) -> None:
    """Put the picture on the page.

    Args:
        picture: from `wire`.
    """
    _component()(key="steps picture", data=picture)
