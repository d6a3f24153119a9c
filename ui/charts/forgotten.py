"""Train losses of runs in which something is forgotten, over that of the right one; weights measured again."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.forgetting import Measured
from core.training import TrainState
from ui.charts import theme

_MOST: Final = 400  # moments of a curve
_BEYOND: Final = 1e4  # times the first loss: what is larger has left the picture
_DASHES: Final = ([1, 0], [6, 6], [2, 3])
_PLAIN: Final = f"datum.value >= 0.001 && datum.value < 10000 ? format(datum.value, '~g') : {theme.POWER}"
MODES: Final = ("without eval()", "with eval()")


def forgotten_frame(runs: Mapping[str, TrainState]) -> pd.DataFrame:
    """Tabulate train losses for `forgotten_chart`; what is not above zero or not finite has no place on a log axis."""
    rows = [
        (name, record.epoch, record.train_loss)
        for name, run in runs.items()
        for record in run.history[:: -(-len(run.history) // _MOST)]
        if 0 < record.train_loss < _BEYOND * max(run.history[0].train_loss, 1e-9)
    ]
    frame = pd.DataFrame(rows, columns=["run", "epoch", "loss"])
    return frame.astype({"run": "object", "epoch": "float", "loss": "float"})


@cache
def forgotten_chart(names: tuple[str, ...]) -> dict[str, Any]:
    """Draw train losses over each other; data from `forgotten_frame`.

    Args:
        names: of up to three runs, the right one first.
    """
    n = len(names)
    legend = alt.Legend(orient="top", direction="vertical", labelLimit=300, symbolType="stroke", symbolSize=900,
                        symbolStrokeWidth=3, rowPadding=0)  # fmt: skip
    color = alt.Color("run:N", title=None, scale=alt.Scale(domain=names, range="category"), legend=legend)
    dash = alt.StrokeDash("run:N", title=None, scale=alt.Scale(domain=names, range=_DASHES[:n]), legend=legend)
    x = alt.X("epoch:Q", scale=alt.Scale(nice=False))
    axis = alt.Axis(labelExpr=_PLAIN, tickCount=5)
    y = alt.Y("loss:Q", title="train loss", scale=alt.Scale(type="log"), axis=axis)
    lines = alt.Chart(alt.NamedData(name="losses"), height=theme.HEIGHT).mark_line(aria=False, strokeWidth=2.5)
    tip = ["run:N", "epoch:Q", alt.Tooltip("loss:Q", format=".6g")]
    return theme.finish(lines.encode(x, y, color, dash, tooltip=tip))


def measured_frame(found: Measured, *, revealed: bool = True) -> pd.DataFrame:
    """Tabulate test losses of the same weights for `measured_chart`.

    Args:
        found: the losses.
        revealed: whether those measured without eval() are in it.
    """
    shown = [*zip(MODES, (found.without, found.with_eval), strict=True)][0 if revealed else 1 :]
    rows = [(mode, time, loss) for mode, losses in reversed(shown) for time, loss in enumerate(losses, start=1)]
    return pd.DataFrame(rows, columns=["mode", "time", "loss"])


@cache
def measured_chart() -> dict[str, Any]:
    """Draw test losses of the same weights, one for each time they were measured; data from `measured_frame`."""
    domain = [*MODES[::-1]]
    legend = alt.Legend(orient="top")
    color = alt.Color("mode:N", title=None, scale=alt.Scale(domain=domain, range="category"), legend=legend)
    shape = alt.Shape(
        "mode:N", title=None, scale=alt.Scale(domain=domain, range=["circle", "triangle-up"]), legend=legend
    )
    x = alt.X("time:Q", title="measured for the … time", scale=alt.Scale(zero=False), axis=alt.Axis(tickMinStep=1))
    y = alt.Y("loss:Q", title="test loss", scale=alt.Scale(zero=False))
    points = alt.Chart(alt.NamedData(name="losses"), height=theme.HEIGHT).mark_point(
        aria=False, filled=True, size=70, opacity=1
    )
    tip = ["mode:N", "time:Q", alt.Tooltip("loss:Q", format=".6g")]
    return theme.finish(points.encode(x, y, color, shape, tooltip=tip))
