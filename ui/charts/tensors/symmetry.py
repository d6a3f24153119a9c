"""The weights of the hidden neurons over the epochs: one line where they stay the same, several where they part."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd
from torch import Tensor

from ui.charts import theme
from ui.charts.series import DASHES, spread_apart

_HEIGHT: Final = 270
_ROOM: Final = 1.2  # times the last epoch, for the labels


def parting_frames(epochs: Sequence[int], weights: Tensor) -> dict[str, pd.DataFrame]:
    """Tabulate weights (S, N) by epoch and neuron; neurons that end alike share a label."""
    n_moments, n_neurons = weights.shape
    frame = pd.DataFrame(
        {
            "epoch": [float(epoch) for epoch in epochs for _ in range(n_neurons)],
            "neuron": [f"neuron {index + 1}" for _ in range(n_moments) for index in range(n_neurons)],
            "weight": weights.flatten().tolist(),
        }
    )
    ends = frame[frame["epoch"] == frame["epoch"].max()].groupby("weight", as_index=False)
    joined = ends.agg(epoch=("epoch", "first"), neuron=("neuron", "first"), names=("neuron", _together))
    room = pd.DataFrame({"epoch": [0.0, 0.0], "weight": [-1.0, 1.0]})  # seen even where all weights are 0
    return {"room": room, "lines": frame, "ends": joined.assign(label=spread_apart(joined["weight"], frame["weight"]))}


def _together(names: pd.Series) -> str:
    numbers = [name.split()[1] for name in names]
    if len(numbers) == 1:
        return str(names.iloc[0])
    return "all the same" if len(numbers) > 3 else f"{', '.join(numbers)} alike"


@cache
def parting_chart(n_neurons: int, last: int) -> dict[str, Any]:
    """Draw a line for each neuron; data from `parting_frames`."""
    names = [f"neuron {index + 1}" for index in range(n_neurons)]
    color = alt.Color("neuron:N", scale=alt.Scale(domain=names, range="category"), legend=None)
    dash = alt.StrokeDash("neuron:N", scale=alt.Scale(domain=names, range=[*DASHES[:n_neurons]]), legend=None)
    scale = alt.Scale(domain=[0, _ROOM * last], nice=False)
    ticks = alt.Axis(values=list(range(0, last + 1, 10)), grid=False)
    x = alt.X("epoch:Q", scale=scale, axis=ticks)
    y = alt.Y(
        "weight:Q", title="weight of x1", scale=alt.Scale(nice=True), axis=alt.Axis(labelExpr=theme.PLAIN, tickCount=5)
    )
    base = alt.Chart(alt.NamedData(name="lines"), height=_HEIGHT).encode(x=x, y=y, color=color)
    lines = base.mark_line(strokeWidth=2.5).encode(strokeDash=dash)
    tip = ["neuron:N", "epoch:Q", alt.Tooltip("weight:Q", format=".4f")]
    points = base.mark_point(size=60, filled=True, opacity=0).encode(tooltip=tip)
    labels = alt.Chart(alt.NamedData(name="ends")).mark_text(align="left", dx=6, fontSize=12)
    labels = labels.encode(x=x, y=alt.Y("label:Q"), text="names:N", color=alt.value(theme.INK))
    room = alt.Chart(alt.NamedData(name="room")).mark_point(opacity=0, aria=False).encode(x=x, y=y)
    return theme.finish(alt.layer(lines, points, room, labels))
