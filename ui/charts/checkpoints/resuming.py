"""Three ways to the end of one run."""

from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.checkpoints import Interruption
from ui.charts import theme

RUNS: Final = ("never interrupted", "from the checkpoint", "from the weights alone")
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
    legend = alt.Legend(orient="top", direction="vertical", labelLimit=240, symbolType="circle")
    color = alt.Color("run:N", title=None, scale=alt.Scale(domain=list(RUNS), range="category"), legend=legend)
    curves = alt.Chart(alt.NamedData(name="curves"), height=theme.HEIGHT + 80)
    curves = curves.encode(x, y, color, tooltip=["run:N", "epoch:Q", alt.Tooltip("loss:Q", format=".6f")])
    marks = (
        curves.mark_line(aria=False, strokeWidth=2),
        curves.mark_circle(aria=False, size=36, opacity=1),
        curves.mark_line(aria=False, strokeDash=[6, 3]),
    )
    ways = [mark.transform_filter(f"datum.run === '{run}'") for mark, run in zip(marks, RUNS, strict=True)]
    cut = alt.Chart(alt.NamedData(name="cut")).encode(x=x)
    rule = cut.mark_rule(aria=False, strokeDash=[2, 3]).encode(color=alt.value(theme.INK))
    words = cut.mark_text(aria=False, align="left", baseline="top", dx=8, fontSize=13)
    words = words.encode(y=alt.Y("loss:Q"), text="says:N", color=alt.value(theme.INK))
    return theme.finish(alt.layer(*ways, rule, words))
