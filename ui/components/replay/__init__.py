"""The time machine: output, curves and numbers of a run, scrubbed and played in the browser.

Importing this loads nothing heavy: Home shows a film that was computed before (`pack` in `pack.py` needs torch).
"""

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import streamlit as st

_HERE: Final = Path(__file__).parent
_NOTHING: Final[Mapping[str, Callable[[int], None]]] = {}
_SCRIPTS: Final = ("shared", "axes", "maps", "pictures", "curves", "network", "replay")


@cache
def _component() -> Any:
    html, css = (_HERE.joinpath(f"replay.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "\n".join(_HERE.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in _SCRIPTS)
    return st.components.v2.component("replay", html=html, css=css, js=js)


def wire(film: Mapping[str, Any]) -> bytes:
    """Write a film, from `pack`, as it travels: four bytes of length, so much JSON, and what it names as bytes.

    (Streamlit would write a mapping anew, and twice, whenever it is shown; the browser takes bytes as they are.)
    """
    parts: list[bytes] = []

    def named(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: named(inner) for name, inner in value.items()}
        if not isinstance(value, bytes):
            return value
        start = sum(map(len, parts))
        parts.append(value)
        return {"bytes": [start, start + len(value)]}

    text = json.dumps(named(film), allow_nan=False, separators=(",", ":")).encode()
    return b"".join([len(text).to_bytes(4, "little"), text, *parts])


def show(
    film: bytes,
    *,
    key: str = "replay",
    compact: bool = False,
    autoplay: bool = False,
    together: bool = False,
    offered: Mapping[str, Callable[[int], None]] = _NOTHING,
) -> None:
    """Put the time machine on the page.

    Args:
        film: from `wire`.
        key: tells this time machine from another.
        compact: only the picture, its transport and its numbers, without curves and options.
        autoplay: play once on arrival, unless the visitor prefers less motion.
        together: go through time with the others on the page that do.
        offered: what answers its buttons: "step", to step on from the moment shown, with its epoch; "again", the same
            run from new weights, with its last epoch.
    """
    data = film + bytes(["step" in offered, "again" in offered, together, compact, autoplay])
    answers = {f"on_{name}_change": partial(_answer, key, name, offered.get(name)) for name in ("step", "again")}
    _component()(key=key, data=data, **answers)


def _answer(key: str, name: str, answer: Callable[[int], None] | None) -> None:
    epoch = st.session_state[key].get(name)
    if answer is not None and isinstance(epoch, int):  # it comes from a browser
        answer(epoch)
