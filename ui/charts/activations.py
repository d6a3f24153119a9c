"""Activations drawn: one with a probe that follows the pointer, several over each other."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.activations.curves import N_POINTS, Curve, X
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
from ui.charts.spelled import number

OPENING_X: Final = 4.0
"""Where the probe stands before it is moved: the sigmoid is nearly flat there."""

_STEP: Final = (X.high - X.low) / (N_POINTS - 1)
_TANGENT: Final = 1.5  # half its width, in x
_PROBE_HEIGHT: Final = 295  # with the numbers and the table below it, one screen


def probe_frame(curve: Curve) -> pd.DataFrame:
    """Tabulate a curve, and how low and high the ends of its tangents reach."""
    value, slope = curve.value.numpy(), curve.slope.numpy()
    reach = _TANGENT * abs(slope)
    x = curve.x.numpy().round(3)
    says = {
        "says_value": [f"f(x) = {number(v)}" for v in value],
        "says_slope": [f"f′(x) = {number(s)}" for s in slope],
        "says_product": [f"ten layers: f′(x)¹⁰ = {number(float(s) ** 10)}" for s in slope],
    }
    ends = {"low": value - reach, "high": value + reach}
    return pd.DataFrame({"x": x, "value": value, "slope": slope, **ends, **says})


@cache
def probe_chart() -> dict[str, Any]:
    """Draw f, f′ and the tangent where the pointer is; data from `probe_frame`."""
    slider = alt.binding_range(min=X.low, max=X.high, step=_STEP, name="x ")
    probe = alt.param(name="probe", value=OPENING_X, bind=slider)
    base = alt.Chart(alt.NamedData(name="curve"), height=_PROBE_HEIGHT)
    here = base.transform_filter(f"abs(datum.x - probe) < {_STEP / 2}")
    x = alt.X("x:Q", title="x", scale=X_SCALE, axis=X_AXIS)
    room = base.mark_rule(opacity=0).encode(y=alt.Y("min(low):Q", title=None), y2="max(high):Q")
    upright = here.mark_rule(strokeDash=[2, 3]).encode(x=x)
    layers = [
        room,
        _colored(upright, INK),
        *_probed(here, x, "slope", "f′(x)"),
        *_probed(here, x, "value", "f(x)"),
        _colored(_tangent(here), "tangent"),
        *_readout(here),
    ]
    spec = theme.finish(alt.layer(*layers).add_params(probe))
    # Altair has no words for a parameter that follows the pointer; Vega-Lite takes them as they are. (Its own way, a
    # selection of the nearest point, draws a cell around every point anew whenever the data changes.)
    found = f"clamp(round(invert('x', x()) / {_STEP}) * {_STEP}, {X.low}, {X.high})"
    spec["params"][0]["on"] = [{"events": {"source": "view", "type": "pointermove"}, "update": found}]
    return spec


def _tangent(here: Any) -> Any:
    """Draw the tangent of f where the probe stands."""
    ends = {
        "x_left": f"datum.x - {_TANGENT}",
        "x_right": f"datum.x + {_TANGENT}",
        "y_left": f"datum.value - {_TANGENT} * datum.slope",
        "y_right": f"datum.value + {_TANGENT} * datum.slope",
    }
    line = here.mark_rule(strokeWidth=3, clip=True, opacity=0.75).transform_calculate(**ends)
    return line.encode(x="x_left:Q", x2="x_right:Q", y="y_left:Q", y2="y_right:Q")


def _colored(layer: Any, role: str) -> Any:
    return role_color(layer, role, ["f(x)", "f′(x)", "tangent"])


def _readout(here: Any) -> list[Any]:
    """Write what the probe sees, each number in the colour of its curve."""
    lines = (
        ("'x = ' + format(datum.x, '.2f')", INK),
        ("datum.says_value", "f(x)"),
        ("datum.says_slope", "f′(x)"),
        ("datum.says_product", INK),
    )
    texts = []
    for row, (says, role) in enumerate(lines):
        text = here.transform_calculate(says=says).mark_text(align="left", baseline="top", fontSize=14)
        texts.append(_colored(text.encode(x=alt.value(10), y=alt.value(4 + 20 * row), text="says:N"), role))
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
