"""Activations drawn: one with a probe that follows the pointer, several over each other."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.activations.curves import Curve, X
from ui.charts import theme
from ui.charts.series import (
    DASHES,
    INK,
    X_AXIS,
    X_SCALE,
    role_color,
    series_color,
    series_dash,
    spread_apart,
)

OPENING_X: Final = 4.0
"""Where the probe stands before it is moved: the sigmoid is nearly flat there."""

_TANGENT: Final = 1.5  # half its width, in x
_PROBE_HEIGHT: Final = 295  # with the numbers and the table below it, one screen


def probe_frame(curve: Curve) -> pd.DataFrame:
    """Tabulate a curve with the tangent at each of its points, and what the probe says there."""
    frame = pd.DataFrame(
        {"x": curve.x.numpy().round(3), "value": curve.value.numpy(), "slope": curve.slope.numpy()}, copy=True
    )
    for side, name in ((-1, "left"), (1, "right")):
        frame[f"x_{name}"] = frame["x"] + side * _TANGENT
        frame[f"y_{name}"] = frame["value"] + side * _TANGENT * frame["slope"]
    frame["low"] = frame[["y_left", "y_right"]].min(axis=1)
    frame["high"] = frame[["y_left", "y_right"]].max(axis=1)
    frame["says_x"] = [f"x = {x:.2f}" for x in frame["x"]]
    frame["says_value"] = [f"f(x) = {value:.3g}" for value in frame["value"]]
    frame["says_slope"] = [f"f′(x) = {slope:.3g}" for slope in frame["slope"]]
    frame["says_ten"] = [f"ten layers: f′(x)¹⁰ = {slope**10:.2g}" for slope in frame["slope"]]
    return frame


@cache
def probe_chart() -> dict[str, Any]:
    """Draw f, f′ and the tangent where the pointer is; data from `probe_frame`."""
    slider = alt.binding_range(min=X.low, max=X.high, step=0.05, name="x ")
    probe = alt.selection_point(
        name="probe",
        fields=["x"],
        value=[{"x": OPENING_X}],
        bind=slider,
        on="pointermove",
        nearest=True,
        clear=False,
        empty=False,
    )
    base = alt.Chart(alt.NamedData(name="curve"), height=_PROBE_HEIGHT)
    here = base.transform_filter(probe)
    x = alt.X("x:Q", title="x", scale=X_SCALE, axis=X_AXIS)
    room = base.mark_rule(opacity=0).encode(y=alt.Y("min(low):Q", title=None), y2="max(high):Q")
    upright = here.mark_rule(strokeDash=[2, 3]).encode(x=x)
    tangent = here.mark_rule(strokeWidth=3, clip=True, opacity=0.75)
    tangent = tangent.encode(x="x_left:Q", x2="x_right:Q", y="y_left:Q", y2="y_right:Q")
    catch = base.mark_point(opacity=0).encode(x=x).add_params(probe)
    layers = [
        room,
        _colored(upright, INK),
        *_probed(here, x, "slope", "f′(x)"),
        *_probed(here, x, "value", "f(x)"),
        _colored(tangent, "tangent"),
        *_readout(here),
        catch,
    ]
    return theme.finish(alt.layer(*layers))


def _colored(layer: Any, role: str) -> Any:
    return role_color(layer, role, ["f(x)", "f′(x)", "tangent"])


def _readout(here: Any) -> list[Any]:
    """Write what the probe sees, each number in the colour of its curve."""
    lines = (("x", INK), ("value", "f(x)"), ("slope", "f′(x)"), ("ten", INK))
    texts = []
    for row, (name, role) in enumerate(lines):
        text = here.mark_text(align="left", baseline="top", fontSize=14)
        text = text.encode(x=alt.value(10), y=alt.value(4 + 20 * row), text=f"says_{name}:N")
        texts.append(_colored(text, role))
    return texts


def _probed(here: Any, x: alt.X, column: str, role: str) -> list[Any]:
    """Draw one curve, the point on it where the probe stands, and its name at the right end."""
    base = alt.Chart(alt.NamedData(name="curve")).encode(x=x, y=alt.Y(f"{column}:Q", title=None))
    line = base.mark_line(strokeWidth=2.5, strokeDash=DASHES[0] if column == "value" else DASHES[1])
    name = base.transform_filter(alt.datum.x == X.high).mark_text(align="left", dx=8, fontSize=13, text=role)
    point = here.mark_point(size=90, filled=True, opacity=1).encode(x=x, y=f"{column}:Q")
    return [_colored(layer, role) for layer in (line, name, point)]


def overlay_frames(curves: Mapping[str, Curve], hill: Sequence[float]) -> dict[str, pd.DataFrame]:
    """Tabulate several curves, their labels at the right end, and the hill of inputs.

    Args:
        curves: by name.
        hill: how likely the inputs at `curve.x` are, in [0, 1].
    """
    columns = {"name": "object", "x": "float", "value": "float", "slope": "float"}
    parts = [
        pd.DataFrame({"name": name, "x": c.x.numpy(), "value": c.value.numpy(), "slope": c.slope.numpy()})
        for name, c in curves.items()
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(columns)).astype(columns)
    ends = frame.groupby("name", sort=False).tail(1).copy()
    for column in ("value", "slope"):
        ends[column] = spread_apart(ends[column], frame[column])
    places = pd.Series(range(len(hill)), dtype=float)
    inputs = pd.DataFrame({"x": X.low + places * (X.high - X.low) / max(1, len(hill) - 1), "share": list(hill)})
    return {"curves": frame, "ends": ends, "inputs": inputs}


@cache
def overlay_chart(column: str) -> dict[str, Any]:
    """Draw several curves over the hill of inputs; column is "value" or "slope", data from `overlay_frames`."""
    x = alt.X("x:Q", title="x", scale=X_SCALE, axis=X_AXIS)
    title = {"value": "value f(x)", "slope": "slope f′(x)"}[column]
    y = alt.Y(f"{column}:Q", title=title)
    hill = alt.Chart(alt.NamedData(name="inputs"), height=290).mark_area(opacity=0.25)
    hill = hill.encode(x=x, y=alt.Y("share:Q", axis=None, scale=alt.Scale(domain=[0, 2.2])))
    hill = role_color(hill, INK, [])
    lines = alt.Chart(alt.NamedData(name="curves")).mark_line(strokeWidth=2.5)
    lines = lines.encode(
        x=x,
        y=y,
        color=series_color(),
        strokeDash=series_dash(),
        tooltip=["name:N", "x:Q", alt.Tooltip(f"{column}:Q", format=".4g")],
    )
    ends = alt.Chart(alt.NamedData(name="ends")).mark_text(align="left", dx=6, fontSize=12)
    ends = ends.encode(x=x, y=y, color=series_color(), text="name:N")
    return theme.finish(alt.layer(hill, alt.layer(lines, ends)).resolve_scale(y="independent", color="independent"))
