"""The curves of two runs over each other."""

import math
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.training import TrainState
from ui.charts import theme

RUNS: Final = ("this run", "the other run")
PARTS: Final = ("train", "test")
_MANY: Final = 400  # points of a curve
_MARKED: Final = 12  # of them with a shape
_DASHES: Final = ([1, 0], [5, 4])


def losses_frames(here: TrainState, there: TrainState) -> dict[str, pd.DataFrame]:
    """Tabulate the losses of two runs for `losses_chart`; one that is not finite leaves a gap."""
    rows = pd.concat([_rows(run, name) for name, run in zip(RUNS, (here, there), strict=True)], ignore_index=True)
    return {"losses": rows}


def _rows(run: TrainState, name: str) -> pd.DataFrame:
    """Return one row for each epoch drawn and part; the last epoch is always among them."""
    last = len(run.history) - 1
    stride = -(-last // _MANY) or 1
    epochs = sorted({*range(0, last + 1, stride), last})
    marked = {epochs[round(i * (len(epochs) - 1) / _MARKED)] for i in range(1, _MARKED + 1)}
    rows = [
        (name, part, epoch, loss if math.isfinite(loss) else math.nan, epoch in marked)
        for part in PARTS
        for epoch in epochs
        for loss in [getattr(run.history[epoch], f"{part}_loss")]
    ]
    return pd.DataFrame(rows, columns=["run", "part", "epoch", "loss", "marked"])


@cache
def losses_chart(log: bool) -> dict[str, Any]:
    """Draw train and test loss of two runs; a loss of 0 has no place on a log axis. Data from `losses_frames`.

    Args:
        log: whether the axis is logarithmic.
    """
    scale = alt.Scale(type="log") if log else alt.Scale(type="linear", zero=True)
    y = alt.Y("loss:Q", title="loss (log)" if log else "loss", scale=scale,
              axis=alt.Axis(labelExpr=theme.PLAIN_LOG if log else theme.PLAIN, tickCount=5))  # fmt: skip
    legend = alt.Legend(orient="top", title=None, symbolStrokeWidth=2, symbolSize=90)
    color = alt.Color("run:N", scale=alt.Scale(domain=RUNS, range="category"), legend=legend)
    shape = alt.Shape("run:N", scale=alt.Scale(domain=RUNS, range=["circle", "square"]), legend=legend)
    lines_legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolSize=600, symbolStrokeWidth=2)
    dash = alt.StrokeDash("part:N", scale=alt.Scale(domain=PARTS, range=_DASHES), legend=lines_legend)
    base = alt.Chart(alt.NamedData(name="losses"), height=theme.HEIGHT - 40)
    base = base.encode(x=alt.X("epoch:Q", scale=alt.Scale(nice=False), axis=alt.Axis(tickCount=8)), y=y, color=color)
    if log:
        base = base.transform_filter("datum.loss > 0")
    tip = ["run:N", "part:N", "epoch:Q", alt.Tooltip("loss:Q", format=".6f")]
    lines = base.mark_line(aria=False, strokeWidth=2).encode(strokeDash=dash)
    marks = base.transform_filter("datum.marked").mark_point(aria=False, filled=True, size=55, opacity=1)
    return theme.finish(alt.layer(lines, marks.encode(shape=shape, tooltip=tip)))
