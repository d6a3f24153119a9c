"""The gradient in every layer of a stack."""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from ui.charts import theme
from ui.charts.series import series_color, series_dash, spread_apart


def depth_frames(gradients: Mapping[str, Sequence[float]]) -> dict[str, pd.DataFrame]:
    """Tabulate gradients by layer, and their labels left of layer 1; a gradient of 0 has no place on a log axis.

    Args:
        gradients: of each activation, the first layer first.
    """
    rows = [
        (name, layer, size)
        for name, sizes in gradients.items()
        for layer, size in enumerate(sizes, start=1)
        if size > 0 and math.isfinite(size)
    ]
    frame = pd.DataFrame(rows, columns=["name", "layer", "gradient"])
    frame = frame.astype({"name": "object", "layer": "float", "gradient": "float"})
    ends = frame[frame["layer"] == 1].copy()
    logs = frame["gradient"].map(math.log10)
    ends["gradient"] = 10 ** spread_apart(logs[ends.index], logs)
    return {"layers": frame, "ends": ends.assign(edge=1 - 0.16 * max(3.0, frame["layer"].max()))}


@cache
def depth_chart() -> dict[str, Any]:
    """Draw the size of the gradient against the layer, on a log axis; data from `depth_frames`."""
    axis = alt.Axis(tickMinStep=1, grid=False, labelExpr="datum.value >= 1 ? format(datum.value, 'd') : ''")
    x = alt.X("layer:Q", title="layer (1 = next to the input)", axis=axis, scale=alt.Scale(nice=False, zero=False))
    y = alt.Y(
        "gradient:Q",
        title="size of the gradient",
        scale=alt.Scale(type="log"),
        axis=alt.Axis(labelExpr=theme.POWER, tickCount=6),
    )
    base = alt.Chart(alt.NamedData(name="layers"), height=theme.HEIGHT).encode(x=x, y=y, color=series_color())
    lines = base.mark_line(strokeWidth=2.5).encode(strokeDash=series_dash())
    tip = ["name:N", "layer:Q", alt.Tooltip("gradient:Q", format=".3e")]
    points = base.mark_point(size=40, filled=True, opacity=1).encode(tooltip=tip)
    ends = alt.Chart(alt.NamedData(name="ends"))
    room = ends.mark_point(opacity=0).encode(x=alt.X("edge:Q"))
    labels = ends.mark_text(align="right", dx=-9, fontSize=12)
    labels = labels.encode(x=x, y=y, color=series_color(), text="name:N")
    return theme.finish(alt.layer(lines, points, room, labels))
