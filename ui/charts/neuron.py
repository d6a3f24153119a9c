"""One neuron drawn: its curve with the ghost of an untouched one, and its map over two inputs."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.activations.curves import X
from core.activations.neuron import Neuron
from core.activations.plane import N_CELLS, PLANE, Plane
from ui.charts import theme
from ui.charts.series import INK, X_AXIS, X_SCALE, role_color, spread_apart
from ui.charts.spelled import number

_NOW, _GHOST = "f(wx + b)", "f(x)"
_WIDE: Final = 3.0  # a label, in x
_TALL: Final = 0.06  # a label, of the height of the picture
_BESIDE: Final[dict[str, Any]] = {
    "baseline": "bottom",
    "fontSize": 13,
    "align": alt.expr("datum.side > 0 ? 'left' : 'right'"),
    "dx": alt.expr("9 * datum.side"),
}


def neuron_frames(neuron: Neuron) -> dict[str, pd.DataFrame]:
    """Tabulate a neuron's curve and ghost, the labels at their ends, its centre and its answer to zero."""
    x = neuron.x.numpy()
    curve = pd.DataFrame({"x": x, "value": neuron.value.numpy(), "ghost": neuron.ghost.numpy()})
    both = pd.concat([curve["value"], curve["ghost"]])
    last = pd.Series([neuron.value[-1].item(), neuron.ghost[-1].item()])
    ends = pd.DataFrame({"x": x[-1], "y": spread_apart(last, both), "role": [_NOW, _GHOST]})
    centre = [] if neuron.centre is None or not x[0] <= neuron.centre <= x[-1] else [neuron.centre]
    low, high = min(0.0, both.min()), max(0.0, both.max())
    height = high - low
    at_dot = [neuron.answer_at_zero + share * height for share in (0.02, -0.08, 0.06, 0.1, -0.16)]
    at_rule = [low + share * height for share in (0.01, 0.93, 0.7, 0.3, 0.5, 0.12)]
    seen = [*zip(x, neuron.value.tolist(), strict=True), *zip(x, neuron.ghost.tolist(), strict=True)]
    rule = [(place, low + share * height / 20) for place in centre for share in range(21)]
    answer = _free(0.0, at_dot, [*seen, *rule], height)
    written = [(answer[1] * _WIDE * share / 20, answer[0] + _TALL * height / 2) for share in range(21)]
    place = _free(sum(centre), at_rule, [*seen, *10 * written], height)
    return {
        "curve": curve,
        "ends": ends,
        "centre": _label(centre, [f"−b/w = {number(place)}" for place in centre], place),
        "zero": _label([0.0], [f"at x = 0: {number(neuron.answer_at_zero)}"], answer).assign(y=neuron.answer_at_zero),
    }


def _label(x: Sequence[float], says: Sequence[str], place: tuple[float, int]) -> pd.DataFrame:
    return pd.DataFrame({"x": x, "says": says}).assign(foot=place[0], side=place[1])


def _free(x: float, feet: Sequence[float], seen: Sequence[tuple[float, float]], height: float) -> tuple[float, int]:
    """Find a place for a label beside x that as little as possible runs through.

    Args:
        x: where it belongs.
        feet: how high its lower edge may stand, the best first.
        seen: points of what must not run through it.
        height: of the picture, in y.

    Returns:
        Its lower edge, and its side of x: 1 right, -1 left.
    """

    def crossed(place: tuple[float, int]) -> int:
        foot, side = place
        outside = 1000 * (abs(x + side * _WIDE) > X.high)  # there stand the names of the curves
        return outside + sum(0 <= side * (at - x) <= _WIDE and foot <= y <= foot + _TALL * height for at, y in seen)

    return min(((foot, side) for foot in feet for side in (1, -1)), key=crossed)


@cache
def neuron_chart() -> dict[str, Any]:
    """Draw f(wx + b) beside f(x); data from `neuron_frames`."""
    x = alt.X("x:Q", title="input x", scale=X_SCALE, axis=X_AXIS)
    curve = alt.Chart(alt.NamedData(name="curve"), height=theme.HEIGHT).encode(x=x)
    ghost = curve.mark_line(strokeWidth=2, strokeDash=[6, 4], opacity=0.8).encode(y=alt.Y("ghost:Q", title="output"))
    now = curve.mark_line(strokeWidth=3).encode(y="value:Q")
    ends = alt.Chart(alt.NamedData(name="ends")).mark_text(align="left", dx=8, fontSize=13)
    ends = ends.encode(x=x, y="y:Q", text="role:N")
    centre = alt.Chart(alt.NamedData(name="centre")).encode(x=x)
    upright = centre.mark_rule(strokeDash=[2, 3])
    named = centre.mark_text(**_BESIDE).encode(y="foot:Q", text="says:N")
    zero = alt.Chart(alt.NamedData(name="zero")).encode(x=x)
    dot = zero.mark_point(size=100, filled=True, opacity=1).encode(y="y:Q")
    colored = [(ghost, _GHOST), (upright, INK), (now, _NOW), (ends, ""), (named, INK), (dot, _NOW)]
    answer = zero.mark_text(**_BESIDE).encode(y="foot:Q", text="says:N")
    colored += [(answer, INK)]
    return theme.finish(alt.layer(*(role_color(layer, role, [_NOW, _GHOST]) for layer, role in colored)))


def plane_frames(plane: Plane) -> dict[str, pd.DataFrame]:
    """Tabulate a map: cells (shade in [-1, 1] around the value on the line), points and the line."""
    away = plane.value - plane.at_line
    shade = away / max(away.abs().max().item(), 1e-12)
    half = 0.6 * (PLANE.high - PLANE.low) / N_CELLS  # a little over the edge, so that no seam is seen
    x1, x2 = plane.x.T.numpy()
    cells = {"x1": x1 - half, "x1b": x1 + half, "x2": x2 - half, "x2b": x2 + half}
    points = pd.DataFrame(plane.points.numpy(), columns=["x1", "x2"])
    return {
        "cells": pd.DataFrame({**cells, "shade": shade.numpy(), "answer": plane.value.numpy()}),
        "points": points.assign(label=[f"class {label}" for label in plane.labels.tolist()]),
        "origin": pd.DataFrame({"x1": [0.0], "x2": [0.0]}),
        "line": pd.DataFrame(plane.line.numpy(), columns=["x1", "x2"]).assign(order=range(len(plane.line))),
    }


@cache
def plane_chart() -> dict[str, Any]:
    """Draw the map of a neuron with two inputs; data from `plane_frames`."""
    scale = alt.Scale(domain=[PLANE.low, PLANE.high], nice=False)
    x, y = alt.X("x1:Q", title="input x₁", scale=scale), alt.Y("x2:Q", title="input x₂", scale=scale)
    shades = theme.diverging(1.5)
    shades["interpolate"] = "rgb"
    cells = alt.Chart(alt.NamedData(name="cells"), height=430).mark_rect(opacity=1, clip=True)
    cells = cells.encode(
        x=x,
        x2="x1b:Q",
        y=y,
        y2="x2b:Q",
        color=alt.Color("shade:Q", scale=shades, legend=None),
        tooltip=[alt.Tooltip("answer:Q", title="the neuron says", format=".3g")],
    )
    line = alt.Chart(alt.NamedData(name="line")).mark_line(strokeWidth=3, clip=True).encode(x=x, y=y, order="order:O")
    origin = alt.Chart(alt.NamedData(name="origin")).mark_point(size=220, shape="cross", filled=True, opacity=1)
    origin = origin.encode(x=x, y=y)
    marks = alt.layer(*(role_color(layer, INK, []) for layer in (line, origin)))
    canvas = {"embedOptions": {"renderer": "canvas"}}  # so many cells are slow, and show seams, as SVG
    chart = alt.layer(cells, marks, _points(x, y)).resolve_scale(color="independent")
    return theme.finish(chart.properties(usermeta=canvas))


def _points(x: alt.X, y: alt.Y) -> Any:
    names = ["class 0", "class 1"]
    legend = alt.Legend(title=None, orient="top")
    points = alt.Chart(alt.NamedData(name="points")).mark_point(size=60, filled=True, opacity=1, strokeWidth=1)
    return points.encode(
        x=x,
        y=y,
        fill=alt.Fill("label:N", scale=theme.classes(names), legend=legend),
        shape=alt.Shape("label:N", scale=alt.Scale(domain=names[::-1], range=["circle", "square"]), legend=legend),
        stroke=alt.value("white"),
    )
