"""Which class a network leans to everywhere, with the test points."""

from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd
from torch import Tensor

from core.datasets import Data
from ui.charts import theme
from ui.charts.checkpoints.painting import picture_frame, picture_mark

LIMIT: Final = 1.5
"""Where the colours saturate: a network that is sure stays paler than the points on top of it."""


def map_frames(values: Tensor, data: Data) -> dict[str, pd.DataFrame]:
    """Tabulate a map (R, R) in [-1, 1], row 0 at the bottom, as a picture, and the test points."""
    (left, right), (bottom, top) = data.extent
    points = pd.DataFrame(data.test.points.numpy(), columns=["x1", "x2"])
    return {
        "map": picture_frame(values.flip(0), LIMIT, left=left, right=right, bottom=bottom, top=top),
        "points": points.assign(label=[f"class {i}" for i in data.test.y.tolist()]),
    }


@cache
def map_chart() -> dict[str, Any]:
    """Draw which class a network leans to, with the test points; data from `map_frames`."""
    points = alt.Chart(alt.NamedData(name="points")).mark_point(filled=True, aria=False, size=55, strokeWidth=1)
    points = points.encode(
        x="x1:Q",
        y="x2:Q",
        fill=alt.Fill("label:N", legend=None, scale=theme.classes(["class 0", "class 1"])),
        shape=alt.Shape("label:N", legend=None),
        opacity=alt.value(1),
        stroke=alt.value(theme.INK),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("x1:Q", format=".3f"), alt.Tooltip("x2:Q", format=".3f")],
    )
    return theme.finish(alt.layer(picture_mark("map", height=230), points))
