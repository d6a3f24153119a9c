"""What a model weighs, drawn: weights alone and in training, by dtype."""

from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.dtypes.memory import SHOWN, in_units, nbytes, training_nbytes
from ui.charts import theme

_HEIGHT: Final = 330
_USES: Final = ("weights", "in training")
_CARDS: Final = [8e9, 24e9, 80e9]


def sizes_frames(model: str) -> dict[str, pd.DataFrame]:
    """Tabulate the bytes of a model, by dtype and use, and the memory of some GPUs.

    Args:
        model: a name in `MODELS`.
    """
    rows = []
    for dtype in SHOWN:
        for use, size in zip(_USES, (nbytes(model, dtype), training_nbytes(model, dtype)), strict=True):
            if size is not None:
                rows.append({"dtype": dtype, "use": use, "bytes": size, "says": in_units(size)})
    cards = pd.DataFrame({"bytes": _CARDS})
    return {"sizes": pd.DataFrame(rows), "cards": cards}


@cache
def sizes_chart() -> dict[str, Any]:
    """Draw sizes on a log axis, beside the memory of some GPUs; data from `sizes_frames`."""
    x = alt.X("bytes:Q", title=None, scale=alt.Scale(type="log", domain=[1e4, 1e14]), axis=_axis())
    base = alt.Chart(alt.NamedData(name="sizes")).encode(
        x=x,
        y=alt.Y("dtype:N", sort=list(SHOWN), title=None),
        tooltip=[alt.Tooltip("dtype:N"), alt.Tooltip("use:N"), alt.Tooltip("says:N", title="takes")],
    )
    look = alt.Scale(domain=list(_USES), range="category")
    shape = alt.Scale(domain=list(_USES), range=["circle", "diamond"])
    legend = alt.Legend(title=None, orient="top")
    dots = base.mark_point(size=150, filled=True, opacity=1).encode(
        color=alt.Color("use:N", scale=look, legend=legend), shape=alt.Shape("use:N", scale=shape, legend=legend)
    )
    of_weights, of_training = (base.transform_filter(f"datum.use === '{use}'") for use in _USES)
    words = [
        part.encode(text="says:N", color=alt.value(theme.INK))
        for part in (
            of_weights.mark_text(align="right", dx=-11, fontSize=12, tooltip=None, baseline="middle"),
            of_training.mark_text(align="left", dx=11, fontSize=12, tooltip=None, baseline="middle"),
        )
    ]
    cards = alt.Chart(alt.NamedData(name="cards")).encode(x=x)
    rules = cards.mark_rule(strokeDash=[4, 4], color=theme.INK, opacity=0.5)
    return theme.finish(alt.layer(rules, dots, *words).properties(height=_HEIGHT))


def _axis() -> alt.Axis:
    units = " : ".join(
        f"datum.value < 1e{power + 3} ? format(datum.value / 1e{power}, ',') + ' {unit}'"
        for power, unit in ((3, "kB"), (6, "MB"), (9, "GB"))
    )
    return alt.Axis(
        labelExpr=f"{units} : format(datum.value / 1e12, ',') + ' TB'", values=[10**i for i in range(4, 15, 2)]
    )
