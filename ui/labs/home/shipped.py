"""The run that Home shows, computed before (`ui/home_film.py`), so that nothing here needs torch."""

import base64
import json
from functools import cache
from typing import Any

from ui.components.replay import wire
from ui.page import ROOT


@cache
def shipped() -> dict[str, Any]:
    """Return the film, the numbers that the words quote, and the links to runs like it."""
    found: dict[str, Any] = json.loads((ROOT / "ui" / "home_film.json").read_text(encoding="utf-8"))
    return found


@cache
def film() -> bytes:
    """Return the film as it travels to the browser."""
    packed = shipped()["film"]
    return wire(packed | {"maps": base64.b64decode(packed["maps"])})


def told(words: str) -> str:
    """Put the numbers of the run into a text."""
    return words.format(**shipped()["facts"])
