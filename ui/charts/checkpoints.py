"""Files and what was loaded from them: maps of networks, their weights, the strip of a file's bytes, loss curves."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd
from torch import Tensor

from core.checkpoints import Contents, Interruption
from core.datasets import Data
from ui.charts import theme

Frames = dict[str, pd.DataFrame]

LEVELS: Final = 6
SLOT: Final = 4.6  # cells that the name of a tensor needs above it
KINDS: Final = ("numbers", "pickle", "archive")
RUNS: Final = ("never interrupted", "from the checkpoint", "from the weights alone")
BEFORE: Final = 10  # epochs drawn before an interruption
_OUTER: Final[dict[str, Any]] = {"zero": False, "nice": False}
_NO_AXIS: Final[dict[str, Any]] = {"axis": None, "scale": alt.Scale(zero=False, nice=False)}


def map_frames(values: Tensor, data: Data) -> dict[str, pd.DataFrame]:
    """Tabulate a map (R, R) in [-1, 1] in steps, and the test points; equal neighbours in a row become one bar."""
    (left, right), (bottom, top) = data.extent
    n = len(values)
    wide, high = (right - left) / n, (top - bottom) / n
    rows = []
    for y, row in enumerate(((values * LEVELS).clamp(-LEVELS, LEVELS - 1e-6).floor() + 0.5).div(LEVELS).tolist()):
        x = 0
        for end in range(1, n + 1):
            if end == n or row[end] != row[x]:
                low = bottom + y * high
                # the row above is drawn later and covers what overlaps, so that no seam is seen
                rows.append((left + x * wide, left + end * wide, low, min(top, low + 1.6 * high), row[x]))
                x = end
    points = pd.DataFrame(data.test.points.numpy(), columns=["x1", "x2"])
    return {
        "cells": pd.DataFrame(rows, columns=["left", "right", "low", "high", "leaning"]),
        "points": points.assign(label=[f"class {i}" for i in data.test.y.tolist()]),
    }


@cache
def map_chart() -> dict[str, Any]:
    """Draw which class a network leans to, with the test points; data from `map_frames`."""
    cells = alt.Chart(alt.NamedData(name="cells"), height=270).mark_rect(opacity=1, aria=False)
    cells = cells.encode(
        x=alt.X("left:Q", title=None, scale=alt.Scale(**_OUTER), axis=None),
        x2="right:Q",
        y=alt.Y("low:Q", title=None, scale=alt.Scale(**_OUTER), axis=None),
        y2="high:Q",
        color=alt.Color("leaning:Q", scale=theme.diverging(1.5), legend=None),
    )
    label: Any = {"legend": None, "scale": theme.classes(["class 0", "class 1"])}
    points = alt.Chart(alt.NamedData(name="points")).mark_point(filled=True, aria=False, size=55, strokeWidth=1)
    points = points.encode(
        x="x1:Q",
        y="x2:Q",
        fill=alt.Fill("label:N", **label),
        shape=alt.Shape("label:N", legend=None),
        opacity=alt.value(1),
        stroke=alt.value(theme.INK),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("x1:Q", format=".3f"), alt.Tooltip("x2:Q", format=".3f")],
    )
    return theme.finish(alt.layer(cells, points).resolve_scale(color="independent", fill="independent"))


def weights_frames(rows: Mapping[str, Mapping[str, Tensor]]) -> dict[str, pd.DataFrame]:
    """Tabulate state_dicts of one network, one below the other, each tensor a block of cells.

    Args:
        rows: what each is called, to its state_dict.
    """
    cells: list[tuple[float, float, float, str, float]] = []
    names: list[tuple[float, float, str]] = []
    limit = max(tensor.abs().max().item() for weights in rows.values() for tensor in weights.values()) or 1.0
    down = 0.0
    for title, weights in rows.items():
        x, tallest = 0.0, 1
        names.append((x, down - 2.6, title))
        for name, tensor in weights.items():
            block = tensor.reshape(len(tensor), -1)  # a bias is one column
            cells += [
                (
                    x + j,
                    down + i,
                    value / limit,
                    f"{name}[{i}, {j}]" if tensor.ndim == 2 else f"{name}[{i}]",
                    value,
                )
                for i, line in enumerate(block.tolist())
                for j, value in enumerate(line)
            ]
            names.append((x, down - 0.5, name))
            x, tallest = x + max(block.shape[1] + 1, SLOT), max(tallest, len(block))
        down += tallest + 4.2
    frame = pd.DataFrame(cells, columns=["x", "y", "share", "place", "value"])
    frame["right"], frame["below"] = frame["x"] + 0.94, frame["y"] + 0.94
    return {"cells": frame, "names": pd.DataFrame(names, columns=["x", "y", "name"])}


@cache
def weights_chart() -> dict[str, Any]:
    """Draw the numbers of state_dicts; data from `weights_frames`."""
    y: dict[str, Any] = {"axis": None, "scale": alt.Scale(zero=False, nice=False, reverse=True)}
    cells = alt.Chart(alt.NamedData(name="cells"), height=300).mark_rect(aria=False)
    cells = cells.encode(
        x=alt.X("x:Q", **_NO_AXIS),
        x2="right:Q",
        y=alt.Y("y:Q", **y),
        y2="below:Q",
        color=alt.Color("share:Q", scale=theme.diverging(1), legend=None),
        tooltip=[alt.Tooltip("place:N", title="number"), alt.Tooltip("value:Q", format=".4f")],
    )
    names = alt.Chart(alt.NamedData(name="names")).mark_text(aria=False, align="left", baseline="bottom", fontSize=11)
    names = names.encode(x="x:Q", y="y:Q", text="name:N", color=alt.value(theme.INK))
    return theme.finish(alt.layer(cells, names))


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
    chart = alt.Chart(alt.NamedData(name="strip"), height=140).mark_bar(size=28, aria=False)
    chart = chart.encode(
        x=alt.X("start:Q", title="byte of the file", scale=alt.Scale(nice=False)),
        x2="end:Q",
        y=alt.Y("file:N", axis=None),
        color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=list(KINDS), range="category"),
                        legend=alt.Legend(orient="top")),
        tooltip=["name:N", alt.Tooltip("bytes:Q", format=",")],
    )  # fmt: skip
    return theme.finish(chart)


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


def line_frames(weight: float, bias: float) -> dict[str, pd.DataFrame]:
    """Tabulate the line y = weight * x + bias over [0, 1]."""
    return {"line": pd.DataFrame({"x": [0.0, 1.0], "y": [bias, weight + bias]})}


@cache
def line_chart() -> dict[str, Any]:
    """Draw a straight line; data from `line_frames`."""
    chart = alt.Chart(alt.NamedData(name="line"), height=270).mark_line(aria=False, strokeWidth=3)
    return theme.finish(chart.encode(x=alt.X("x:Q"), y=alt.Y("y:Q", scale=alt.Scale(zero=False))))
