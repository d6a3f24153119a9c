"""A file from its first byte to its last."""

from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.checkpoints import Contents
from ui.charts import theme

KINDS: Final = ("numbers", "pickle", "archive")


def strip_frames(contents: Contents) -> dict[str, pd.DataFrame]:
    """Tabulate where in the file each entry's bytes lie; what is left is the archive's own list at the end."""
    ends = [*(entry.offset for entry in contents.entries[1:]), contents.size]
    kinds = {"data.pkl": KINDS[1]}
    rows = [
        {
            "start": entry.offset,
            "end": end,
            "name": entry.name,
            "kind": KINDS[0] if entry.name.startswith("data/") else kinds.get(entry.name, KINDS[2]),
            "bytes": entry.size,
            "file": "file",
        }
        for entry, end in zip(contents.entries, ends, strict=True)
    ]
    return {"strip": pd.DataFrame(rows)}


@cache
def strip_chart() -> dict[str, Any]:
    """Draw a file from its first byte to its last; data from `strip_frames`."""
    chart = alt.Chart(alt.NamedData(name="strip"), height=110).mark_bar(size=28, aria=False)
    chart = chart.encode(
        x=alt.X("start:Q", title="byte of the file", scale=alt.Scale(nice=False)),
        x2="end:Q",
        y=alt.Y("file:N", axis=None),
        color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=list(KINDS), range="category"),
                        legend=alt.Legend(orient="top")),
        tooltip=["name:N", alt.Tooltip("bytes:Q", format=",")],
    )  # fmt: skip
    return theme.finish(chart)
