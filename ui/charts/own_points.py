"""Points set by hand, on their plane."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import altair as alt
import pandas as pd

from ui.charts import theme

_HEIGHT: Final = 400  # pixels
_KEPT: Final = 16
_SHAPES: Final = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "triangle-right", "stroke")

_Span = tuple[float, float]


def own_points_frame(rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Tabulate points, two coordinates and a class or number each; a row with an empty cell is left out."""
    return pd.DataFrame(list(rows), columns=["x1", "x2", "target"]).dropna()


def spans(frame: pd.DataFrame) -> tuple[_Span, _Span]:
    """Return the part of each axis that is drawn; it changes only where a point would leave it or leave it empty."""
    return _span(frame["x1"]), _span(frame["x2"])


def _span(values: "pd.Series[float]") -> _Span:
    low, high = (-1.0, 1.0) if values.empty else (float(values.min()), float(values.max()))
    wide = high - low or max(1.0, abs(high))
    unit = 10 ** math.floor(math.log10(wide)) / 2
    return math.floor((low - wide / 20) / unit) * unit, math.ceil((high + wide / 20) / unit) * unit


@lru_cache(maxsize=_KEPT)
def own_points_chart(
    axes: tuple[str, str], drawn: tuple[_Span, _Span], names: tuple[str, ...], limit: float
) -> dict[str, Any]:
    """Draw points; data from `own_points_frame`.

    Args:
        axes: what the coordinates are called.
        drawn: from `spans`.
        names: of the classes, in the order of their colours; none where the target is a number.
        limit: the number at which the colour saturates.
    """
    places = [
        channel(f"{field}:Q", scale=alt.Scale(domain=list(span), nice=False), title=title)
        for channel, field, span, title in zip((alt.X, alt.Y), ("x1", "x2"), drawn, axes, strict=True)
    ]
    chart = alt.Chart(height=_HEIGHT).mark_point(filled=True, size=70, opacity=0.9, clip=True).encode(*places)
    if not names:
        return theme.finish(chart.encode(alt.Color("target:Q", title=None, scale=theme.diverging(limit))))
    scale = theme.classes(list(names))
    shapes = alt.Scale(domain=scale["domain"], range=[_SHAPES[at % len(_SHAPES)] for at in range(len(names))])
    legend = alt.Legend(orient="top", symbolLimit=len(names))
    color = alt.Color("target:N", title=None, scale=scale, legend=legend)
    return theme.finish(chart.encode(color, alt.Shape("target:N", title=None, scale=shapes, legend=legend)))
