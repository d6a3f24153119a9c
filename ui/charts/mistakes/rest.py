"""Residuals against the prediction, and how they are spread."""

from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd
import torch

from core.mistakes import Residuals
from ui.charts import theme

N_BINS: Final = 20
_HEIGHT: Final = 330
_AXIS: Final = alt.Axis(grid=False, labelExpr=theme.PLAIN, labelOverlap=True)
_ZERO: Final = pd.DataFrame({"zero": [0.0]})


def rest_frames(found: Residuals) -> dict[str, pd.DataFrame]:
    """Tabulate every point, by its row in the part, and the worst ones by rank."""
    columns = {"true": found.true, "predicted": found.predicted, "residual": found.rest}
    points = pd.DataFrame({name: values.tolist() for name, values in columns.items()})
    points["row"] = range(len(points))
    worst = points.iloc[found.worst].assign(rank=[str(rank) for rank in range(1, len(found.worst) + 1)])
    return {"points": points, "worst": worst, "zero": _ZERO}


@cache
def rest_chart() -> dict[str, Any]:
    """Draw the residuals against the prediction, the worst numbered; data from `rest_frames`."""
    x = alt.X("predicted:Q", title="predicted", scale=alt.Scale(zero=False), axis=_AXIS)
    y = alt.Y("residual:Q", title="residual: true less predicted", axis=alt.Axis(labelExpr=theme.PLAIN))
    points = alt.Chart(alt.NamedData(name="points"), height=_HEIGHT)
    tip = [alt.Tooltip(f"{name}:Q", format=".4~g") for name in ("true", "predicted", "residual")] + ["row:Q"]
    dots = theme.painted(points.mark_point(aria=False, filled=True, size=36, opacity=0.6), theme.BLUE)
    worst = alt.Chart(alt.NamedData(name="worst"))
    marks = theme.painted(
        worst.mark_point(aria=False, filled=True, shape="diamond", size=130, opacity=1), theme.ORANGE
    )
    ranks = theme.haloed(worst, 12, "left", x=x, y=y, xOffset=alt.value(9), text="rank:N")
    zero = alt.Chart(alt.NamedData(name="zero")).mark_rule(aria=False, strokeDash=[4, 3])
    zero = zero.encode(y=alt.Y("zero:Q", title="residual: true less predicted"), color=alt.value(theme.INK))
    return theme.finish(
        alt.layer(zero, dots.encode(x=x, y=y, tooltip=tip), marks.encode(x=x, y=y, tooltip=["rank:N", *tip]), *ranks)
    )


def histogram_frames(found: Residuals) -> dict[str, pd.DataFrame]:
    """Count the residuals between edges that lie evenly around 0."""
    limit = found.rest.abs().max().item() or 1.0
    edges = torch.linspace(-limit, limit, N_BINS + 1, dtype=torch.float64).tolist()
    counts = found.rest.histc(bins=N_BINS, min=-limit, max=limit).tolist()
    rows = zip(edges, edges[1:], counts, [0] * N_BINS, strict=False)
    return {"bins": pd.DataFrame(rows, columns=["low", "high", "n", "foot"]), "zero": _ZERO}


@cache
def histogram_chart() -> dict[str, Any]:
    """Draw how the residuals are spread; data from `histogram_frames`."""
    base = alt.Chart(alt.NamedData(name="bins"), height=_HEIGHT)
    tip = [
        alt.Tooltip("low:Q", title="from", format=".4~g"),
        alt.Tooltip("high:Q", title="to", format=".4~g"),
        alt.Tooltip("n:Q", title="points"),
    ]
    bars = theme.painted(base.mark_rect(aria=False, opacity=0.75), theme.BLUE).encode(
        x=alt.X("low:Q", title="residual: true less predicted", scale=alt.Scale(nice=False), axis=_AXIS),
        x2="high:Q",
        y=alt.Y("n:Q", title="points", axis=alt.Axis(tickMinStep=1)),
        y2="foot:Q",
        tooltip=tip,
    )
    zero = alt.Chart(alt.NamedData(name="zero")).mark_rule(aria=False, strokeDash=[4, 3])
    zero = zero.encode(x=alt.X("zero:Q"), color=alt.value(theme.INK))
    return theme.finish(alt.layer(bars, zero))
