"""One weight going downhill: the curve, the steps on it, and below it where each step went."""

from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.descent.config import SURFACES
from core.descent.formulas import filled, spell
from core.descent.maps import curve
from core.descent.path import Path, left_at
from ui.charts import theme
from ui.charts.descent.scrub import NOW, SO_FAR, close, inside, scrubbed

_REACH: Final = 0.14
"""Half the width of the tangent, as a share of the domain."""


def steps_frames(path: Path, last: int) -> dict[str, pd.DataFrame]:
    """Tabulate a run for `steps_chart`: one row per step up to `last`, also where the run broke off before."""
    surface = SURFACES[path.config.surface]
    (domain,) = surface.domain
    w, loss, grad = path.w[:, 0], path.loss, path.grad[:, 0]
    reach = _REACH * (domain.high - domain.low)
    frame = pd.DataFrame({"step": np.arange(len(w)), "w": w, "loss": loss, "slope": grad})
    frame["w_next"], frame["loss_next"] = np.append(w[1:], np.nan), np.append(loss[1:], np.nan)
    frame["at"], frame["height"] = [spell(value) for value in w], [spell(value) for value in loss]
    frame["left"], frame["right"] = w - reach, w + reach
    with np.errstate(invalid="ignore", over="ignore"):
        frame["at_left"], frame["at_right"] = loss - reach * grad, loss + reach * grad
    formulas = [filled(path, step) for step in range(len(w))]
    frame["memory"], frame["update"] = zip(*formulas, strict=True)
    frame["here"] = [
        f"Step {k}\u2003w = {spell(a)}\u2003loss L = {spell(b)}\u2003slope dL/dw = {spell(c)}"
        for k, (a, b, c) in enumerate(zip(w, loss, grad, strict=True))
    ]
    frame["away"] = [_away(value, domain.low, domain.high) for value in w]
    frame = frame.replace([np.inf, -np.inf], np.nan)
    ended = frame.iloc[[-1] * (last + 1 - len(frame))].assign(step=range(len(frame), last + 1))
    left = left_at(path)
    drawn = dict(zip(("w", "loss"), curve(path.config.surface), strict=True))
    return {
        "curve": pd.DataFrame(drawn),
        "path": pd.concat([frame, ended], ignore_index=True),
        "track": frame[["step", "w", "loss", "at", "height"]].head(len(frame) if left is None else left + 1),
        "left": pd.DataFrame({"says": [] if left is None else [_growth(path, left)]}, dtype=str),
        "minima": pd.DataFrame({"w": [point[0] for point in surface.minima]}),
    }


def _away(w: float, low: float, high: float) -> str:
    """Say where the weight went when it is off the picture."""
    if low <= w <= high:
        return ""
    return f"← w is off the picture: {spell(w)}" if w < low else f"off the picture: w = {spell(w)} →"


def _growth(path: Path, left: int) -> str:
    """Say when a run left the picture for good, and how far it was in the end."""
    return f"w leaves the picture at step {left}; at step {path.steps} it is {spell(float(path.w[-1, 0]))}"


@cache
def steps_chart(surface: str, last: int) -> dict[str, Any]:
    """Draw a curve with a run on it that a slider steps through; data from `steps_frames`."""
    (domain,) = SURFACES[surface].domain
    _, loss = curve(surface)
    x_scale = alt.Scale(domain=[domain.low, domain.high], nice=False)
    room = 0.06 * float(loss.max() - loss.min())
    top = alt.layer(*_hill(x_scale, alt.Scale(domain=[float(loss.min()) - room, float(loss.max())], nice=False)))
    return scrubbed([_words(), top.properties(height=250), _track(x_scale).properties(height=130)], last)


def _words() -> Any:
    """Write the numbers of the step above the picture."""
    now = alt.Chart(alt.NamedData(name="path")).transform_filter(NOW)
    lines: list[tuple[str, int, Any, Any]] = [
        ("here", 12, 13, "normal"),
        ("memory", 33, 13, "normal"),
        ("update", 56, alt.expr("width < 500 ? 13 : 16"), "bold"),
    ]
    texts = [
        now.mark_text(align="left", baseline="middle", fontSize=size, fontWeight=weight).encode(
            x=alt.value(0), y=alt.value(y), text=f"{name}:N", color=alt.value(theme.INK)
        )
        for name, y, size, weight in lines
    ]
    return alt.layer(*texts).properties(height=66)


def _hill(x_scale: alt.Scale, y_scale: alt.Scale) -> list[alt.Chart]:
    """Draw the curve, the minima, the steps so far, the tangent and the next step."""
    x = alt.X("w:Q", scale=x_scale, title=None, axis=alt.Axis(labels=False, ticks=False))
    y = alt.Y("loss:Q", scale=y_scale, axis=inside(), title="loss L(w)")
    path = alt.Chart(alt.NamedData(name="path"))
    so_far, now = path.transform_filter(SO_FAR), path.transform_filter(NOW)
    away = now.mark_text(align="center", fontSize=14).encode(
        x=alt.value(alt.expr("width / 2")), y=alt.value(24), text="away:N", color=alt.value(theme.INK)
    )
    tangent = now.mark_rule(aria=False, strokeWidth=3, clip=True).encode(
        x=alt.X("left:Q", scale=x_scale), x2="right:Q", y="at_left:Q", y2="at_right:Q"
    )
    ahead = now.mark_rule(aria=False, strokeWidth=2, strokeDash=[4, 3], clip=True)
    ahead = ahead.encode(x=x, x2="w_next:Q", y=y, y2="loss_next:Q")
    return [
        _minima(x),
        alt.Chart(alt.NamedData(name="curve"))
        .mark_line(aria=False, strokeWidth=2, opacity=0.45)
        .encode(x=x, y=y, order="w:Q"),
        alt.Chart(alt.NamedData(name="track"))
        .mark_line(aria=False, strokeWidth=1, opacity=0.35, clip=True)
        .encode(x=x, y=y, order="step:Q"),
        so_far.mark_line(aria=False, strokeWidth=1, opacity=0.7, clip=True).encode(x=x, y=y, order="step:Q"),
        so_far.mark_point(aria=False, filled=True, size=45, opacity=0.75, clip=True).encode(x=x, y=y),
        theme.painted(tangent, theme.ORANGE),
        theme.painted(ahead, theme.BLUE),
        now.mark_point(aria=False, filled=True, size=170, opacity=1, clip=True).encode(x=x, y=y),
        away,
    ]


def _minima(x: alt.X) -> Any:
    """Mark every minimum by an upright."""
    upright = alt.Chart(alt.NamedData(name="minima")).mark_rule(aria=False, strokeDash=[2, 4], opacity=0.6)
    return upright.encode(x=x, color=alt.value(theme.INK))


def _track(x_scale: alt.Scale) -> Any:
    """Draw w after each step, downwards, under the same w of the curve, until it leaves the picture for good."""
    x = alt.X("w:Q", scale=x_scale, title="weight w", axis=close())
    axis = inside(tickCount=5, tickMinStep=1, labelExpr="datum.value > 0 ? datum.label : ''")
    y = alt.Y("step:Q", scale=alt.Scale(reverse=True, nice=False, padding=9), axis=axis, title="step")
    path = alt.Chart(alt.NamedData(name="track"))
    base = path.mark_line(aria=False, point=alt.OverlayMarkDef(size=18), strokeWidth=1, opacity=0.55, clip=True)
    now = path.transform_filter(NOW).mark_point(aria=False, filled=True, size=120, opacity=1, clip=True)
    tooltip = [alt.Tooltip("step:Q"), alt.Tooltip("at:N", title="w"), alt.Tooltip("height:N", title="loss L")]
    left = alt.Chart(alt.NamedData(name="left"))
    return alt.layer(
        _minima(x),
        base.encode(x=x, y=y, order="step:Q", tooltip=tooltip),
        now.encode(x=x, y=y),
        *theme.haloed(left, x=alt.value(alt.expr("width / 2")), y=alt.value(112), text="says:N"),
    )
