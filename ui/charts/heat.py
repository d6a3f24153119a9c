"""A grid of runs as a heat map: how good each one is, written into its cell."""

from collections.abc import Sequence
from functools import cache
from itertools import product
from math import isfinite, log, log10, nan
from statistics import median
from typing import Any, Final

import altair as alt
import pandas as pd

from core.spelling import raised
from ui.charts import theme
from ui.charts.clicks import clickable
from ui.charts.spelled import number

_FAILED: Final = "✕"
_PER_ROW, _AXIS, _LEANING = 36, 64, 48  # pixels; the last for labels that stand slanted
_FEWEST_ROWS: Final = 3  # beside which the title of the rows has room
_SLANTED: Final = 8  # letters of a label that stands slanted
_INK: Final = (
    "luminance(background) > 0.5 ? (datum.shade > 0.7 ? 'white' : 'black') : (datum.shade > 0.5 ? 'black' : 'white')"
)
"""Of the numbers: their contrast with the ramp is 4.5 or more, in both modes."""
_FONT: Final = "clamp(bandwidth('x') / 2.4, 8, 13)"
_SMALLER: Final = "clamp(bandwidth('x') / 2.9, 7, 11)"
"""So that four signs, and the five of a word, fit a cell of a sixteenth of a telephone's width."""


def heat_frames(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[float],
    measure: str,
    own: int,
) -> dict[str, pd.DataFrame]:
    """Tabulate the cells, row by row, with how strong each is: 1 for the best, 0 for the worst.

    Args:
        rows: the labels of the rows.
        columns: the labels of the columns.
        values: of each cell; not finite where the run broke off.
        measure: what they are: "accuracy", "R2" or "loss".
        own: the place of the cell to frame; -1 for none.
    """
    frame = pd.DataFrame(list(product(rows, columns)), columns=["down", "across"])
    typical = median([value for value in values if isfinite(value)] or [1.0])
    sizes = [_size(value, measure, typical) for value in values]
    finite = [size for size in sizes if isfinite(size)]
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    shades = [(size - low) / ((high - low) or 1) if isfinite(size) else nan for size in sizes]
    says = [_short(value, measure) if isfinite(value) else _FAILED for value in values]
    frame = frame.assign(place=range(len(frame)), shade=shades, says=says)
    frame["exact"] = [number(value) if isfinite(value) else "broke" for value in values]
    frame["word"] = ["" if isfinite(value) else "broke" for value in values]
    return {"cells": frame.assign(own=frame["place"] == own)}


def _size(value: float, measure: str, typical: float) -> float:
    """Return what makes a cell strong.

    Losses are told apart by their powers of ten, as far as ten times the median; an R2 below 0 is no use.
    """
    if not isfinite(value):
        return nan
    if measure == "loss":
        return -log(max(min(value, 10 * typical), 1e-12))
    return max(value, 0.0)


def _short(value: float, measure: str) -> str:
    """Write a value so that it fits a cell: a share in percent, no more than its power of ten where it is extreme."""
    if measure == "accuracy":
        return f"{100 * value:.1f}"
    if measure == "R2":
        return f"{value:.2f}".replace("-", "−") if value > -1 else "< −1"
    if value and not 1e-3 <= value < 1e3:
        return f"10{raised(round(log10(value)))}"
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


def slanted(columns: Sequence[str]) -> bool:
    """Tell whether the labels of the columns are too long to stand side by side."""
    return any(len(column) > _SLANTED for column in columns)


@cache
def heat_chart(down: str, across: str, n_rows: int, leaning: bool) -> dict[str, Any]:
    """Draw a heat map whose cells can be selected; data from `heat_frames`.

    Args:
        down: what the rows are.
        across: what the columns are.
        n_rows: how many.
        leaning: whether the labels of the columns are `slanted`.
    """
    x = alt.X("across:N", title=across, sort=None, axis=alt.Axis(labelAngle=-35 if leaning else 0, grid=False))
    y = alt.Y("down:N", title=down, sort=None, axis=alt.Axis(grid=False))
    base = alt.Chart(alt.NamedData(name="cells")).encode(x=x, y=y)
    fill = alt.Fill("shade:Q", scale=alt.Scale(domain=[0, 1], range="ramp", interpolate="rgb"), legend=None)
    tips = [alt.Tooltip("down:N", title=down), alt.Tooltip("across:N", title=across),
            alt.Tooltip("exact:N", title="value")]  # fmt: skip
    cells = base.mark_rect(cursor="pointer", stroke=alt.expr("background"), strokeWidth=2)
    cells = cells.encode(fill=fill, tooltip=tips).add_params(clickable())
    numbers = base.mark_text(baseline="middle", fontSize=alt.expr(_FONT), tooltip=None, aria=False)
    good = numbers.transform_filter("datum.word === ''")
    bad = numbers.transform_filter("datum.word !== ''").encode(color=alt.value(theme.INK))
    frame = base.transform_filter("datum.own").mark_rect(fill=None, stroke=theme.INK, strokeWidth=3, aria=False)
    chart = alt.layer(
        cells,
        good.encode(text="says:N", color=alt.value(alt.expr(_INK))),
        bad.mark_text(dy=-7, fontSize=13).encode(text="says:N"),
        bad.mark_text(dy=8, fontSize=alt.expr(_SMALLER)).encode(text="word:N"),
        frame,
    )
    height = _PER_ROW * max(n_rows, _FEWEST_ROWS) + _AXIS + (_LEANING if leaning else 0)
    return theme.finish(chart.properties(height=height, usermeta={"embedOptions": {"renderer": "svg"}}))
