"""A sum of many small numbers drawn, as it grows in each float dtype."""

from collections.abc import Sequence
from functools import cache
from math import isfinite
from typing import Any, Final

import altair as alt
import pandas as pd

from core.dtypes.names import FLOATS
from core.dtypes.sums import Sum
from ui.charts import theme

_HEIGHT: Final = 270


def sums_frame(sums: Sequence[Sum]) -> pd.DataFrame:
    """Tabulate sums, a row for every moment of each until it is infinite, for which no axis has a place."""
    moments = [
        {"dtype": one.dtype, "count": count, "sum": value}
        for one in sums
        for count, value in zip(one.counts, one.values, strict=True)
        if isfinite(value)
    ]
    return pd.DataFrame(moments)


@cache
def sums_chart() -> dict[str, Any]:
    """Draw sums; data from `sums_frame`."""
    names = list(FLOATS)
    dtype = alt.Scale(domain=names, range="category")
    dash = alt.Scale(domain=names, range=[[1, 0], [8, 3], [2, 3], [10, 3, 2, 3]])
    legend = alt.Legend(title=None, orient="top", symbolSize=260, symbolStrokeWidth=2.5)
    lines = (
        alt.Chart(alt.NamedData(name="sums"))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("count:Q", title="numbers added", axis=alt.Axis(labelExpr=theme.PLAIN, tickCount=5)),
            y=alt.Y("sum:Q", title="sum", axis=alt.Axis(labelExpr=theme.PLAIN, tickCount=6)),
            color=alt.Color("dtype:N", scale=dtype, sort=names, legend=legend),
            strokeDash=alt.StrokeDash("dtype:N", scale=dash, sort=names, legend=legend),
            tooltip=[alt.Tooltip("dtype:N"), alt.Tooltip("count:Q", title="added"), alt.Tooltip("sum:Q")],
        )
    )
    return theme.finish(lines.properties(height=_HEIGHT))
