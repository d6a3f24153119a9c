"""The promotion grid drawn: what comes of every pair of dtypes."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.dtypes.names import DTYPES
from core.dtypes.promotion import KINDS, Cell
from ui.charts import theme
from ui.charts.clicks import clickable

_HEIGHT: Final = 430
_HUES: Final = [0, 2, 3]  # of the series, for the kinds
_NARROW: Final = "bandwidth('x') < 52"
_SHORT: Final = (
    "replace(replace(replace(replace(replace({0}, '0-dim float64', '0d'), 'True', 'T'), 'uint', 'u'), 'int', 'i'),"
    " 'float', 'f')"
)
_FONT: Final = "clamp(bandwidth('x') / 2.3, 7, 12)"


def promotion_frames(cells: Sequence[Cell], own: tuple[str, str]) -> dict[str, pd.DataFrame]:
    """Tabulate the pairs, row by row.

    Args:
        cells: from `measure`.
        own: what stands for A and B in the pair to frame.
    """
    rows = [
        {
            "place": place,
            "a": cell.a,
            "b": cell.b,
            "kind": cell.kind,
            "says": cell.dtype or "✕",
            "strong": 0.16 + 0.045 * _bytes(cell) if cell.dtype else 0.0,
            "weight": "bold" if cell.is_neither else "normal",
            "own": (cell.a, cell.b) == own,
            "outcome": cell.dtype or cell.said,
            "works": cell.works or "-",
        }
        for place, cell in enumerate(cells)
    ]
    return {"cells": pd.DataFrame(rows)}


def _bytes(cell: Cell) -> int:
    return DTYPES[cell.dtype].itemsize


@cache
def promotion_chart() -> dict[str, Any]:
    """Draw the grid, whose pairs can be selected; data from `promotion_frames`."""
    label = f"{_NARROW} ? {_SHORT.format('datum.label')} : datum.label"
    axis: dict[str, Any] = {"grid": False, "ticks": False, "domain": False, "labelExpr": label,
                            "labelFlush": False, "labelPadding": 3}  # fmt: skip
    x = alt.X("b:N", sort=None, title="B", axis=alt.Axis(**axis, orient="top", labelAngle=0, labelOverlap=False))
    y = alt.Y("a:N", sort=None, title="A", axis=alt.Axis(**axis))
    base = alt.Chart(alt.NamedData(name="cells")).encode(x=x, y=y)
    hues = alt.Scale(domain=list(KINDS), range="category")
    tips = [alt.Tooltip("a:N", title="A"), alt.Tooltip("b:N", title="B"), alt.Tooltip("outcome:N", title="gives"),
            alt.Tooltip("works:N", title="works instead")]  # fmt: skip
    cells = base.mark_rect(cursor="pointer", stroke=alt.expr("background"), strokeWidth=2).encode(
        fill=alt.condition(
            "datum.kind !== ''",
            alt.Fill("kind:N", scale=hues, legend=alt.Legend(title=None, orient="bottom")),
            alt.value("transparent"),  # which can be pointed at, as nothing could not
        ),
        fillOpacity=alt.FillOpacity("strong:Q", scale=None),
        tooltip=tips,
    )
    says = f"{_NARROW} ? {_SHORT.format('datum.says')} : datum.says"
    words = base.mark_text(
        baseline="middle", fontSize=alt.expr(_FONT), tooltip=None, aria=False, fontWeight=alt.expr("datum.weight")
    )
    frame = base.transform_filter("datum.own").mark_rect(fill=None, stroke=theme.INK, strokeWidth=2.5, aria=False)
    chart = alt.layer(
        cells.add_params(clickable()), words.encode(text=alt.value(alt.expr(says)), color=alt.value(theme.INK)), frame
    ).properties(height=_HEIGHT, usermeta={"embedOptions": {"renderer": "svg"}})
    return theme.finish(chart)
