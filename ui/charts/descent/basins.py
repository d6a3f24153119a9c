"""Every start in the colour and hatching of the minimum it leads to."""

from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.descent.basins import DIVERGED, ON_THE_WAY
from core.descent.config import SURFACES
from ui.charts import theme
from ui.charts.descent.hatching import LOST, MODES, WANDERING, painted

LETTERS: Final = list("ABCDEFGHI")
NOWHERE: Final = {"on its way": ON_THE_WAY, "diverged": DIVERGED}
_PATTERN: Final = {ON_THE_WAY: WANDERING, DIVERGED: LOST}

_OF_MODE: Final = "luminance(background) > 0.5 ? datum.light : datum.dark"
_PADDING: Final = {"left": 0, "right": 4, "top": 44, "bottom": 4}
_LETTER, _WORD, _LINE, _SQUARE = 33, 104, 22, 16
"""Pixels: of a letter in the key, of a word, of a line of the key, of a square in it."""


def basins_frames(surface: str, found: np.ndarray) -> dict[str, pd.DataFrame]:
    """Return the map of starts as one picture for each mode, and the minima with their letters.

    Args:
        surface: a name in `SURFACES`.
        found: from `basins`, row 0 at the bottom.
    """
    across, up = SURFACES[surface].domain
    kinds = np.select([found == kind for kind in _PATTERN], list(_PATTERN.values()), found)[::-1]
    place = {"x": [across.low], "x2": [across.high], "y": [up.low], "y2": [up.high]}
    minima = pd.DataFrame(SURFACES[surface].minima, columns=["x", "y"])
    return {
        "map": pd.DataFrame(place | {mode: [painted(kinds, mode)] for mode in MODES}),
        "minima": minima.assign(minimum=LETTERS[: len(minima)]),
        "key": _key_rows(len(minima)),
    }


@cache
def basins_chart(surface: str) -> dict[str, Any]:
    """Draw the map of starts and its key; data from `basins_frames`."""
    across, up = SURFACES[surface].domain
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[across.low, across.high], nice=False),
        title="start x",
        axis=alt.Axis(grid=False),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[up.low, up.high], nice=False), title="start y", axis=alt.Axis(grid=False))
    image = alt.Chart(alt.NamedData(name="map")).transform_calculate(url=_OF_MODE).mark_image(aria=False, aspect=False)
    minima = alt.Chart(alt.NamedData(name="minima"))
    ink = alt.value(theme.INK)
    letters = minima.mark_text(fontSize=18, fontWeight="bold", dx=14)
    map_ = alt.layer(
        image.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", url="url:N"),
        minima.mark_text(text="✕", fontSize=15).encode(x=x, y=y, color=ink),
        letters.encode(x=x, y=y, text="minimum:N", color=ink),
    )
    layers = alt.layer(map_, *_key())
    # Streamlit paints many marks on a canvas, which does not know the colour of the page's words.
    whole = layers.properties(height=450, padding=_PADDING, usermeta={"embedOptions": {"renderer": "svg"}})
    return theme.finish(whole)


def _key_rows(n_minima: int) -> pd.DataFrame:
    """List every hatching with its place above the map: letters of minima, and below them the ways to end nowhere."""
    kinds = [*range(n_minima), *(_PATTERN[kind] for kind in NOWHERE.values())]
    frame = pd.DataFrame({"name": [*LETTERS[:n_minima], *NOWHERE], "kind": kinds})
    frame["left"] = [*(at * _LETTER for at in range(n_minima)), *(at * _WORD for at in range(len(NOWHERE)))]
    frame["top"] = [*[-2 * _LINE] * n_minima, *[-_LINE] * len(NOWHERE)]
    for mode in MODES:
        frame[mode] = [painted(np.full((5, 5), kind), mode) for kind in kinds]
    return frame


def _key() -> list[alt.Chart]:
    """Name every hatching above the map."""
    base = alt.Chart(alt.NamedData(name="key")).transform_calculate(
        url=_OF_MODE,
        right=f"datum.left + {_SQUARE}",
        bottom=f"datum.top + {_SQUARE}",
        middle=f"datum.top + {_SQUARE / 2}",
    )
    x, y = alt.X("left:Q", scale=None, axis=None), alt.Y("top:Q", scale=None, axis=None)
    squares = base.mark_image(aria=False, aspect=False).encode(x=x, x2="right:Q", y=y, y2="bottom:Q", url="url:N")
    names = base.mark_text(align="left", baseline="middle", dx=4, fontSize=13).encode(
        x=alt.X("right:Q", scale=None),
        y=alt.Y("middle:Q", scale=None),
        text="name:N",
        color=alt.value(theme.INK),
    )
    return [squares, names]
