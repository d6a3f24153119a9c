"""The gap between train and test loss, and the epoch at which the test loss was lowest."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.health import Overfitting
from core.training import EpochRecord
from ui.charts import theme
from ui.charts.spelled import number

PARTS: Final = ("train", "test")
_DOMAIN: Final = ["unused 0", "unused 1", "test", "unused 3", "unused 4", "unused 5", "train"]
"""Test in the third colour of the series, as everywhere on the page; train in their grey."""
_DASHES: Final = [[6, 4] if part == "test" else [1, 0] for part in _DOMAIN]


def gap_frames(history: Sequence[EpochRecord], found: Overfitting) -> dict[str, pd.DataFrame]:
    """Tabulate both losses and the best epoch; what is not finite or not above 0 has no place on a log axis."""
    rows = [
        (record.epoch, record.train_loss, record.test_loss)
        for record in history
        if all(0 < loss < math.inf for loss in (record.train_loss, record.test_loss))
    ]
    losses = pd.DataFrame(rows, columns=["epoch", "train", "test"]).astype({"train": float, "test": float})
    best, last = found.best, found.last
    says = f"lowest test loss {number(best.test_loss)}, epoch {best.epoch}"
    row = {
        "epoch": best.epoch,
        "test": best.test_loss if best.test_loss > 0 else losses["test"].min(),
        "before": says if 2 * best.epoch > last.epoch else "",
        "after": "" if 2 * best.epoch > last.epoch else says,
    }
    return {"losses": losses, "best": pd.DataFrame([row])}


@cache
def gap_chart() -> dict[str, Any]:
    """Draw both losses, what lies between them, and the best epoch; data from `gap_frames`."""
    x = alt.X("epoch:Q", title="epoch", axis=alt.Axis(grid=False, tickMinStep=1), scale=alt.Scale(nice=False))
    y = alt.Y("loss:Q", title="loss (log)", scale=alt.Scale(type="log", nice=False),
              axis=alt.Axis(labelExpr=theme.PLAIN_LOG, tickCount=5))  # fmt: skip
    wide = alt.Chart(alt.NamedData(name="losses"), height=300)
    long = wide.transform_fold(list(PARTS), as_=["part", "loss"])
    legend = alt.Legend(
        orient="top", values=list(PARTS), symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.2, symbolOpacity=1
    )
    color = alt.Color("part:N", title=None, scale=alt.Scale(domain=_DOMAIN, range="category"), legend=legend)
    dash = alt.StrokeDash("part:N", title=None, scale=alt.Scale(domain=_DOMAIN, range=_DASHES), legend=legend)
    lines = long.mark_line(strokeWidth=2.2).encode(x=x, y=y, color=color, strokeDash=dash)
    between = wide.transform_calculate(part="'test'").mark_area(opacity=0.18, aria=False)
    between = between.encode(x=x, y=alt.Y("train:Q", title="loss (log)"), y2="test:Q", color=color)
    tip = [
        "epoch:Q",
        *(alt.Tooltip(f"{part}:Q", title=f"{part} loss", format=".4~g") for part in PARTS),
        alt.Tooltip("gap:Q", title="test less train", format="+.3~g"),
    ]
    hover = wide.transform_calculate(gap="datum.test - datum.train").mark_rule(opacity=0, strokeWidth=5, aria=False)
    return theme.finish(alt.layer(between, lines, *_best(x), hover.encode(x=x, tooltip=tip)))


def _best(x: alt.X) -> list[alt.Chart]:
    """Mark the best epoch by a line, a diamond and words on the side where there is room."""
    best = alt.Chart(alt.NamedData(name="best"))
    ink = alt.value(theme.INK)
    rule = best.mark_rule(strokeDash=[2, 3], aria=False).encode(x=x, color=ink)
    y = alt.Y("test:Q", title="loss (log)")
    mark = best.mark_point(shape="diamond", filled=True, size=170, opacity=1).encode(x=x, y=y, color=ink)
    low = alt.value(alt.expr("height - 10"))
    words = [
        part
        for field, align, away in (("before", "right", -8), ("after", "left", 8))
        for part in theme.haloed(best, 12, align, x=x, xOffset=alt.value(away), y=low, text=f"{field}:N")
    ]
    return [rule, mark, *words]
