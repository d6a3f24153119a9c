"""A confusion matrix whose cells can be chosen."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd
from torch import Tensor

from ui.charts import theme

CELL: Final = "cell"
"""What the chart calls the cell that is clicked."""


def confused_frames(counts: Tensor, classes: Sequence[str], chosen: tuple[int, int] | None) -> dict[str, pd.DataFrame]:
    """Tabulate a confusion matrix (C, C), true class by class found, and the cell that is chosen."""
    support = counts.sum(dim=1).tolist()
    rows = [
        {
            "true": classes[i], "found": classes[j], "i": i, "j": j, "n": n, "words": str(n) if n else "",
            "share": n / support[i] if support[i] else 0.0, "hue": theme.BLUE if i == j else theme.ORANGE,
        }
        for i, line in enumerate(counts.tolist())
        for j, n in enumerate(line)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    here = (frame["i"] == chosen[0]) & (frame["j"] == chosen[1]) if chosen else frame["i"] < 0
    return {"cells": frame, "chosen": frame[here | (frame.index == 0)].assign(line=here.astype(float) * 3)}


@cache
def confused_chart() -> dict[str, Any]:
    """Draw a confusion matrix, right answers blue, mistakes orange; data from `confused_frames`."""
    fit = alt.expr("max(24, bandwidth('x') - 2)")
    below = alt.Axis(labelAngle=0, labelLimit=fit, domain=False, ticks=False, orient="top")
    beside = alt.Axis(labelLimit=110, domain=False, ticks=False)
    x = alt.X("found:N", title="the network says", sort=None, axis=below)
    y = alt.Y("true:N", title="true class", sort=None, axis=beside)
    base = alt.Chart(alt.NamedData(name="cells"), height=400).encode(x=x, y=y)
    tip = [
        alt.Tooltip("true:N", title="true class"),
        alt.Tooltip("found:N", title="the network says"),
        alt.Tooltip("n:Q", title="points"),
        alt.Tooltip("share:Q", title="of the true class", format=".1%"),
    ]
    color = alt.Color("hue:N", scale=alt.Scale(domain=[theme.BLUE, theme.ORANGE], range="category"), legend=None)
    opacity = alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0.07, 0.8]), legend=None)
    clicked = alt.selection_point(name=CELL, fields=["i", "j"], on="click", toggle=False, clear=False)
    cells = base.mark_rect(aria=False, cursor="pointer").encode(color=color, opacity=opacity, tooltip=tip)
    words = base.mark_text(aria=False, fontSize=13, fontWeight="bold")
    words = words.encode(text="words:N", color=alt.value(theme.INK))
    around = alt.Chart(alt.NamedData(name="chosen")).mark_rect(aria=False, filled=False)
    around = around.encode(x=x, y=y, stroke=alt.value(theme.INK), strokeWidth=alt.StrokeWidth("line:Q", scale=None))
    return theme.finish(alt.layer(cells.add_params(clicked), words, around))
