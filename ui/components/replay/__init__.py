"""The time machine: output, curves and numbers of a run, scrubbed and played in the browser.

Importing this loads nothing heavy: Home shows a film that was computed before (`pack` in `pack.py` needs torch).
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("shared", "maps", "pictures", "curves", "network", "replay")


@cache
def _component() -> Any:
    html, css = (_HERE.joinpath(f"replay.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "\n".join(_HERE.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in _SCRIPTS)
    return st.components.v2.component("replay", html=html, css=css, js=js)


def show(film: dict[str, Any], *, key: str = "replay", compact: bool = False, autoplay: bool = False) -> None:
    """Put the time machine on the page.

    Args:
        film: from `pack`.
        key: tells this time machine from another.
        compact: only the picture, its transport and its numbers, without curves and options.
        autoplay: play once on arrival, unless the visitor prefers less motion.
    """
    # In a list, since Streamlit looks through a dict for data frames and imports pandas to do so.
    _component()(key=key, data=[film | {"compact": compact, "autoplay": autoplay}])
