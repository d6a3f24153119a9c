"""A network that is one straight line."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from ui.charts import theme


def line_frames(weight: float, bias: float) -> dict[str, pd.DataFrame]:
    """Tabulate the line y = weight * x + bias over [0, 1]."""
    return {"line": pd.DataFrame({"x": [0.0, 1.0], "y": [bias, weight + bias]})}


@cache
def line_chart() -> dict[str, Any]:
    """Draw a straight line; data from `line_frames`."""
    chart = alt.Chart(alt.NamedData(name="line"), height=270).mark_line(aria=False, strokeWidth=3)
    return theme.finish(chart.encode(x=alt.X("x:Q"), y=alt.Y("y:Q", scale=alt.Scale(zero=False))))
