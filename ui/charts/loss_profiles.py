"""The loss along each axis of a landscape, through the place where the run ended."""

from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd
import torch
from torch import Tensor

from ui.charts import theme

ALONG: Final = ("first direction", "second direction")
_DASHES: Final = ([1, 0], [6, 4])


def profiles_frames(losses: Tensor, half: float) -> dict[str, pd.DataFrame]:
    """Tabulate the middle row and the middle column of a landscape for `profiles_chart`.

    A loss that is not finite, or not above 0, leaves a gap.

    Args:
        losses: (R, R), R odd, row 0 at the bottom; the end is in the middle.
        half: half the side of the picture, in the unit that its axes show.
    """
    middle = len(losses) // 2
    distances = torch.linspace(-half, half, len(losses), dtype=torch.float64).tolist()
    frames = [
        pd.DataFrame({"distance": distances, "loss": along.tolist(), "along": name})
        for name, along in zip(ALONG, (losses[middle], losses[:, middle]), strict=True)
    ]
    profiles = pd.concat(frames, ignore_index=True)
    profiles["loss"] = profiles["loss"].where((profiles["loss"] > 0) & (profiles["loss"] < float("inf")))
    end = profiles.iloc[[middle]].assign(distance=0.0, says="end")
    return {"profiles": profiles, "end": end.dropna()}


@cache
def profiles_chart() -> dict[str, Any]:
    """Draw both profiles over each other, their common place marked; data from `profiles_frames`."""
    x = alt.X("distance:Q", title="distance from the end", scale=alt.Scale(nice=False),
              axis=alt.Axis(grid=False, tickCount=7, labelExpr=theme.PLAIN))  # fmt: skip
    y = alt.Y("loss:Q", title="loss (log)", scale=alt.Scale(type="log", nice=False, padding=6),
              axis=alt.Axis(grid=False, tickCount=4, labelExpr=theme.PLAIN_LOG))  # fmt: skip
    legend = alt.Legend(orient="top", title="along the", titleOrient="left", symbolType="stroke", symbolSize=500,
                        symbolStrokeWidth=2.2, symbolOpacity=1)  # fmt: skip
    color = alt.Color("along:N", scale=alt.Scale(domain=ALONG, range="category"), legend=legend)
    dash = alt.StrokeDash("along:N", scale=alt.Scale(domain=ALONG, range=_DASHES), legend=legend)
    base = alt.Chart(alt.NamedData(name="profiles"), height=250).encode(x=x, y=y, color=color)
    tip = [
        alt.Tooltip("along:N", title="along the"),
        alt.Tooltip("distance:Q", format=".3~g"),
        alt.Tooltip("loss:Q", format=".4~g"),
    ]
    lines = base.mark_line(aria=False, strokeWidth=2.2).encode(strokeDash=dash)
    under_mouse = base.mark_point(aria=False, filled=True, size=45, opacity=0.01).encode(tooltip=tip)
    end = alt.Chart(alt.NamedData(name="end"))
    mark = end.mark_point(aria=False, shape="diamond", filled=True, size=170, opacity=1, strokeWidth=1.5,
                          stroke=alt.expr("background")).encode(x=x, y=y, fill=alt.value(theme.INK))  # fmt: skip
    name = theme.haloed(end, x=x, y=y, text="says:N", yOffset=alt.value(-16))
    whole = alt.layer(lines, under_mouse, mark, *name)
    return theme.finish(whole.properties(usermeta={"embedOptions": {"renderer": "svg"}}))
