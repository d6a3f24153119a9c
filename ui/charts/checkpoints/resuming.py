"""Three ways to the end of one run."""

from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.checkpoints import Interruption
from ui.charts import theme

RUNS: Final = ("never interrupted", "from the checkpoint", "from the weights alone")
DASHES: Final = ([1, 0], [5, 7], [7, 4])  # whole; dotted, so that the line below is seen through it; dashed
WIDTHS: Final = (2, 4, 2)
BEFORE: Final = 10  # epochs drawn before an interruption


def resume_frames(found: Interruption) -> dict[str, pd.DataFrame]:
    """Tabulate the loss of three ways to the end of one run, and where it was interrupted."""
    since = found.interrupted.epoch
    runs = zip(
        RUNS, (found.at_once, found.resumed, found.weights_only), (max(0, since - BEFORE), since, since), strict=True
    )
    rows = [(record.epoch, record.train_loss, name) for name, run, first in runs for record in run.history[first:]]
    curves = pd.DataFrame(rows, columns=["epoch", "loss", "run"])
    return {
        "curves": curves,
        "cut": pd.DataFrame(
            {"epoch": [since], "loss": [curves["loss"].max()], "says": [f"interrupted after epoch {since}"]}
        ),
    }


@cache
def resume_chart() -> dict[str, Any]:
    """Draw the loss of three ways to the end of one run; data from `resume_frames`."""
    x = alt.X("epoch:Q", scale=alt.Scale(nice=False))
    y = alt.Y("loss:Q", title="train loss (BCE with logits)", scale=alt.Scale(zero=False))
    legend = alt.Legend(orient="top", direction="vertical", labelLimit=240, symbolType="stroke", symbolSize=900,
                        symbolStrokeWidth=3, rowPadding=0)  # fmt: skip
    color = alt.Color("run:N", title=None, scale=alt.Scale(domain=RUNS, range="category"), legend=legend)
    dash = alt.StrokeDash("run:N", title=None, scale=alt.Scale(domain=RUNS, range=DASHES), legend=legend)
    curves = alt.Chart(alt.NamedData(name="curves"), height=theme.HEIGHT + 80)
    curves = curves.encode(x, y, color, dash, tooltip=["run:N", "epoch:Q", alt.Tooltip("loss:Q", format=".6f")])
    ways = [
        curves.mark_line(aria=False, strokeWidth=width).transform_filter(f"datum.run === '{run}'")
        for run, width in zip(RUNS, WIDTHS, strict=True)
    ]
    cut = alt.Chart(alt.NamedData(name="cut")).encode(x=x)
    rule = cut.mark_rule(aria=False, strokeDash=[2, 3]).encode(color=alt.value(theme.INK))
    words = cut.mark_text(aria=False, align="left", baseline="top", dx=8, fontSize=13)
    words = words.encode(y=alt.Y("loss:Q"), text="says:N", color=alt.value(theme.INK))
    return theme.finish(alt.layer(*ways, rule, words))
