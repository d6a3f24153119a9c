"""The gradient that reaches each layer, over the epochs."""

import math
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.health import Health
from ui.charts import theme

_DASHES: Final = [[1, 0], [8, 3], [2, 3], [9, 3, 2, 3], [16, 4]]


def gradients_frames(found: Health) -> dict[str, pd.DataFrame]:
    """Tabulate the norms; one that is 0 or not finite has no place on a log axis."""
    rows = [
        (epoch, layer.replace(" layer", ""), norm)
        for epoch, norms in zip(found.epochs, found.gradients.tolist(), strict=True)
        for layer, norm in zip(found.layers, norms, strict=True)
        if 0 < norm < math.inf
    ]
    frame = pd.DataFrame(rows, columns=["epoch", "layer", "norm"])
    return {"norms": frame.astype({"epoch": int, "layer": "object", "norm": float})}


@cache
def gradients_chart(n_layers: int) -> dict[str, Any]:
    """Draw the norm of the gradient of each layer of weights against the epoch; data from `gradients_frames`."""
    names = [*(f"hidden {i}" for i in range(1, n_layers)), "output"]
    legend = alt.Legend(
        orient="top", columns=3, symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.2, symbolOpacity=1
    )
    dashes = [_DASHES[at % len(_DASHES)] for at in range(n_layers)]
    dash = alt.StrokeDash("layer:N", title=None, scale=alt.Scale(domain=names, range=dashes), legend=legend)
    color = alt.Color("layer:N", title=None, scale=alt.Scale(domain=names, range="category"), legend=legend)
    y = alt.Y("norm:Q", title="norm of the gradient (log)", scale=alt.Scale(type="log", nice=False),
              axis=alt.Axis(labelExpr=theme.PLAIN_LOG, tickCount=5))  # fmt: skip
    x = alt.X("epoch:Q", title="epoch", axis=alt.Axis(grid=False, tickMinStep=1), scale=alt.Scale(nice=False))
    base = alt.Chart(alt.NamedData(name="norms"), height=300).encode(x=x, y=y, color=color, strokeDash=dash)
    tip = ["layer:N", "epoch:Q", alt.Tooltip("norm:Q", title="gradient norm", format=".3~e")]
    points = base.mark_point(size=30, filled=True, opacity=0.01).encode(tooltip=tip)
    return theme.finish(alt.layer(base.mark_line(strokeWidth=2.2), points))
