"""Every start in the colour of the minimum it leads to."""

from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.descent.config import SURFACES
from ui.charts import theme

LETTERS: Final = list("ABCDEFGHI")


def basins_frames(surface: str, found: np.ndarray) -> dict[str, pd.DataFrame]:
    """Tabulate the starts that found a minimum as strips of neighbours, and the minima with their letters."""
    across, up = SURFACES[surface].domain
    n_y, n_x = found.shape
    wide, high = (across.high - across.low) / n_x, (up.high - up.low) / n_y
    row, first, last = _strips(found)
    named = found[row, first]
    strips = {"x": across.low + first * wide, "x2": across.low + last * wide}
    strips |= {"y": up.low + row * high, "y2": up.low + (row + 1) * high, "minimum": np.array(LETTERS)[named]}
    minima = pd.DataFrame(SURFACES[surface].minima, columns=["x", "y"])
    return {"strips": pd.DataFrame(strips)[named >= 0], "minima": minima.assign(minimum=LETTERS[: len(minima)])}


def _strips(found: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return row, first and last-but-one column of every run of equal neighbours in a row."""
    n_x = found.shape[1]
    starts = np.ones(found.shape, dtype=bool)
    starts[:, 1:] = found[:, 1:] != found[:, :-1]
    row, first = np.nonzero(starts)
    ends = np.append(first[1:], 0)
    return row, first, np.where(ends > 0, ends, n_x)


@cache
def basins_chart(surface: str) -> dict[str, Any]:
    """Draw the map of starts; data from `basins_frames`."""
    across, up = SURFACES[surface].domain
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[across.low, across.high], nice=False),
        title="start x",
        axis=alt.Axis(grid=False),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[up.low, up.high], nice=False), title="start y", axis=alt.Axis(grid=False))
    color = alt.Color("minimum:N", scale=alt.Scale(domain=LETTERS, range="category"), legend=None)
    strips = alt.Chart(alt.NamedData(name="strips")).mark_rect(opacity=0.55, tooltip=False)
    minima = alt.Chart(alt.NamedData(name="minima"))
    ink = alt.value(theme.INK)
    letters = minima.mark_text(fontSize=18, fontWeight="bold", dx=14)
    layers = alt.layer(
        strips.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=color),
        minima.mark_text(text="✕", fontSize=15).encode(x=x, y=y, color=ink),
        letters.encode(x=x, y=y, text="minimum:N", color=ink),
    )
    # Streamlit paints many marks on a canvas, which does not know the colour of the page's words.
    return theme.finish(layers.properties(height=520, usermeta={"embedOptions": {"renderer": "svg"}}))
