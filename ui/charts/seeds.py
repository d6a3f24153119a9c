"""A fan of seeds: the test loss of each over the epochs, and how they ended."""

from collections.abc import Mapping, Sequence
from functools import cache
from math import isfinite
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.ensembles import quartiles
from core.training import EpochRecord
from ui.charts import theme

_BINS: Final = 20
_ROOM: Final = 1.25  # how far above what most curves reach the picture goes
_WORSE: Final = 3  # times the largest loss at epoch 0: what is worse runs along the upper edge
_FENCE: Final = 3  # times the distance of the quartiles: what lies farther out counts as lying there


def fan_frames(curves: Mapping[int, Sequence[EpochRecord]], own: int, epochs: int) -> dict[str, pd.DataFrame]:
    """Tabulate the test loss of every seed, the quartiles at each epoch, and the curve of one seed.

    Curves that rise far above most others run along the upper edge.

    Args:
        curves: by seed; one that broke off ends sooner.
        own: the seed whose curve stands out.
        epochs: how far the axis goes, also where the curves do not yet.
    """
    rows = [(seed, r.epoch, r.test_loss) for seed, records in curves.items() for r in records]
    frame = pd.DataFrame(rows, columns=["seed", "epoch", "exact"])
    finite = np.isfinite(frame["exact"])
    broke = frame.loc[~finite, "seed"]
    frame = frame[finite]
    spread = [
        (epoch, found.low, found.middle, found.high)
        for epoch, losses in frame.groupby("epoch")["exact"]
        for found in [quartiles(losses.tolist())]
    ]
    band = pd.DataFrame(spread, columns=["epoch", "low", "middle", "high"])
    begun = frame.loc[frame["epoch"] == 0, "exact"].max()
    highest = _ROOM * min(max(band["high"].max(), begun), _WORSE * begun)
    frame["loss"] = frame["exact"].clip(upper=highest)
    band[["low", "middle", "high"]] = band[["low", "middle", "high"]].clip(upper=highest)
    last = frame.groupby("seed").tail(1)
    return {
        "curves": frame,
        "band": band,
        "own": frame[frame["seed"] == own],
        "last": last.assign(sign=last["seed"].isin(broke).map({True: "✕", False: ""})),
        "end": pd.DataFrame({"epoch": [epochs]}),
    }


@cache
def fan_chart() -> dict[str, Any]:
    """Draw a fan; data from `fan_frames`."""
    x = alt.X("epoch:Q", title="epoch", axis=alt.Axis(grid=False), scale=alt.Scale(nice=False))
    y = alt.Y("loss:Q", title="test loss", scale=alt.Scale(zero=True))
    tips = [alt.Tooltip("seed:Q"), alt.Tooltip("epoch:Q"), alt.Tooltip("exact:Q", title="test loss", format=".4g")]
    each = alt.Chart(alt.NamedData(name="curves")).mark_line(aria=False, strokeWidth=1, opacity=0.22)
    band = alt.Chart(alt.NamedData(name="band"))
    area = band.mark_area(aria=False, opacity=0.3).encode(x=x, y=alt.Y("low:Q", title="test loss"), y2="high:Q")
    own = alt.Chart(alt.NamedData(name="own")).mark_line(strokeWidth=2.5, strokeDash=[6, 3])
    end = alt.Chart(alt.NamedData(name="end")).mark_point(opacity=0, aria=False).encode(x=x)
    broke = alt.Chart(alt.NamedData(name="last")).mark_text(fontSize=14).encode(x=x, y=y, text="sign:N", tooltip=tips)
    chart = alt.layer(
        end,
        each.encode(x=x, y=y, detail="seed:N", color=alt.value(theme.INK), tooltip=tips),
        theme.painted(area, theme.BLUE),
        theme.painted(band.mark_line(strokeWidth=3.5).encode(x=x, y=alt.Y("middle:Q", title="test loss")), theme.BLUE),
        theme.painted(own.encode(x=x, y=y, tooltip=tips), theme.ORANGE),
        broke.encode(color=alt.value(theme.INK)),
    )
    return theme.finish(chart.properties(height=330, usermeta={"embedOptions": {"renderer": "svg"}}))


def ends_frames(values: Sequence[float], own: float) -> dict[str, pd.DataFrame]:
    """Count how many runs ended where.

    Args:
        values: how each run ended; those that are not finite are left out.
        own: that of the run to mark; nan for none.
    """
    finite = np.array([value for value in values if isfinite(value)])
    low, high = _fences(finite)
    counts, edges = np.histogram(finite.clip(low, high), _BINS, (low, high))
    bars = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "runs": counts})
    there = isfinite(own)  # a mark without data would make Vega complain, so that it is there unseen
    mark = pd.DataFrame({"value": [min(max(own, low), high) if there else low], "seen": [float(there)]})
    return {"bars": bars[bars["runs"] > 0] if len(finite) else bars, "own": mark}


def has_outliers(values: Sequence[float]) -> bool:
    """Tell whether some values lie so far out that `ends_frames` counts them at the edge."""
    finite = np.array([value for value in values if isfinite(value)])
    low, high = _fences(finite)
    return bool(len(finite)) and not (low <= finite.min() and finite.max() <= high)


def _fences(values: np.ndarray) -> tuple[float, float]:
    """Return from where to where most of the values lie, far outliers not counted."""
    if not len(values):
        return 0.0, 1.0
    found = quartiles(values.tolist())
    room = _FENCE * (found.high - found.low) or float(np.ptp(values)) or 0.01 * (abs(found.middle) or 1.0)
    if np.ptp(values) == 0:
        return found.low - room, found.high + room
    return max(float(values.min()), found.low - room), min(float(values.max()), found.high + room)


@cache
def ends_chart(title: str, percent: bool) -> dict[str, Any]:
    """Draw how many runs ended where; data from `ends_frames`.

    Args:
        title: what the values are.
        percent: whether they are shares, written as percentages.
    """
    style = "~%" if percent else "~g"
    powers = f"datum.value < 10000 ? datum.label : ({theme.POWER})"
    axis = alt.Axis(format=style, grid=False, tickCount=5, labelExpr=powers)
    x = alt.X("low:Q", title=title, axis=axis, scale=alt.Scale(zero=False))
    y = alt.Y("runs:Q", title="runs", axis=alt.Axis(tickMinStep=1, tickCount=4, format="d"))
    ends = ".1%" if percent else ".4g"
    tips = [alt.Tooltip("low:Q", title="from", format=ends), alt.Tooltip("high:Q", title="to", format=ends), "runs:Q"]
    bars = alt.Chart(alt.NamedData(name="bars")).transform_calculate(zero="0").mark_rect(stroke=alt.expr("background"))
    bars = bars.encode(x=x, x2="high:Q", y=y, y2="zero:Q", tooltip=tips)
    own = alt.Chart(alt.NamedData(name="own")).mark_rule(strokeWidth=2.5, strokeDash=[6, 3])
    own = own.encode(x="value:Q", opacity=alt.Opacity("seen:Q", scale=None))
    chart = alt.layer(theme.painted(bars, theme.BLUE), theme.painted(own, theme.ORANGE))
    return theme.finish(chart.properties(height=160, usermeta={"embedOptions": {"renderer": "svg"}}))
