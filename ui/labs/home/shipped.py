"""The run that Home shows, computed before (`ui/home_film.py`), so that nothing here needs torch."""

import json
from functools import cache
from typing import Any

from ui.page import ROOT


@cache
def shipped() -> dict[str, Any]:
    """Return the film, the numbers that the words quote, and the links to runs like it."""
    found: dict[str, Any] = json.loads((ROOT / "ui" / "home_film.json").read_text(encoding="utf-8"))
    return found


def told(words: str) -> str:
    """Put the numbers of the run into a text."""
    return words.format(**shipped()["facts"])
