"""Areas that can be told apart without colour: each has a hatching of its own, on its colour."""

import base64
import io
from functools import cache
from typing import Any, Final

import numpy as np
from PIL import Image

from ui.charts import theme

MODES: Final = ("light", "dark")
CELL: Final = 4
"""Pixels for one start, each way."""

_AREA, _LINE = 0.5, 0.95
"""How much of its colour an area has, and its hatching."""
_PATTERNS: Final = 10
LOST: Final = 9
"""The pattern, and the colour, of starts that end nowhere."""
WANDERING: Final = 10


def painted(kinds: np.ndarray, mode: str) -> str:
    """Paint a grid of starts as a PNG data URL.

    Args:
        kinds: 0 to 8 for minima, `LOST`, or `WANDERING`, which stays empty but for dots; (n_y, n_x), row 0 at the top.
        mode: "light" or "dark".
    """
    wide = kinds.repeat(CELL, axis=0).repeat(CELL, axis=1)
    row, column = np.indices(wide.shape)
    hatched = np.select([wide == kind for kind in range(_PATTERNS + 1)], _patterns(row, column))
    picture = Image.fromarray((2 * wide + hatched).astype(np.uint8), "P")
    picture.putpalette(_palette(mode))
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def _patterns(row: Any, column: Any) -> list[np.ndarray]:
    """Return for each kind where its hatching has ink."""
    falling, rising = (row - column) % 12, (row + column) % 12
    crossed = (falling < 3) | (rising < 3)
    return [
        np.zeros(row.shape, dtype=bool),
        rising < 3,
        row % 10 < 2,
        (row % 10 < 3) & (column % 10 < 3),
        falling < 3,
        column % 10 < 2,
        (row % 12 < 2) | (column % 12 < 2),
        (row + column) % 6 < 2,
        (row - column) % 6 < 2,
        crossed,
        (row % 16 < 2) & (column % 16 < 2),
    ]


@cache
def _palette(mode: str) -> list[int]:
    """Return the colours of area and hatching of every kind, for a palette picture."""
    ink, ground = (np.array(theme.hues(mode, name)[0]) for name in ("textColor", "backgroundColor"))
    series = theme.hues(mode)
    colors = [*(np.array(series[kind % theme.SERIES]) for kind in range(LOST)), ink, ink]
    shares = [(_AREA, _LINE)] * LOST + [(0.45, 0.9), (0.0, 0.35)]
    blended = [ground + (color - ground) * share for color, pair in zip(colors, shares, strict=True) for share in pair]
    return [int(part) for color in blended for part in color]
