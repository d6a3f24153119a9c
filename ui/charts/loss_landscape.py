"""The loss over a plane of weights, from above, with the path of a run in it."""

import base64
import io
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
import torch
from PIL import Image
from torch import Tensor

from ui.charts import theme

BANDS: Final = 24
_MODES: Final = ("light", "dark")
_OF_MODE: Final = "luminance(background) > 0.5 ? datum.light : datum.dark"
_PIXELS: Final = 410
_DECADES: Final = 6
"""Losses this many powers of ten below the highest have the colour of the lowest: rounding is all that is left."""
_NOTHING: Final = 2 * BANDS  # a colour that lets the page show through
_REAL: Final = "format(datum.value * data('map')[0].half, '.3~g')"
_TICKS: Final = [-1, -0.5, 0, 0.5, 1]


def landscape_frames(
    losses: Tensor, half: float, path: Tensor, epochs: Sequence[int], train_losses: Sequence[float]
) -> dict[str, pd.DataFrame]:
    """Tabulate a landscape for `landscape_chart`.

    Args:
        losses: (R, R), row 0 at the bottom.
        half: half the side of the picture, in the unit that its axes show.
        path: (S, 2) where the run came by, in halves of the side.
        epochs: (S,) when.
        train_losses: (S,) the run's own losses there.
    """
    finite = losses[losses.isfinite()]
    high = finite.max().item() if len(finite) else 1.0
    low = max(finite.min().item() if len(finite) else 1.0, high / 10**_DECADES) or 1.0
    pictures = {mode: [_png(losses, low, max(high, low), mode)] for mode in _MODES}
    way = pd.DataFrame(
        {"x": path[:, 0].tolist(), "y": path[:, 1].tolist(), "epoch": list(epochs), "loss": list(train_losses)}
    )
    seen = (way[["x", "y"]].abs() <= 1).all(axis=1)
    ends = way.iloc[[0, -1]].assign(name=["start", "end"])[[seen.iloc[0], seen.iloc[-1]]]
    return {
        "map": pd.DataFrame({"x": [-1.0], "x2": [1.0], "y": [-1.0], "y2": [1.0], "half": [half], **pictures}),
        "key": pd.DataFrame({"height": [low, max(high, low * 1.000001)]}),
        "path": way,
        "ends": ends,
    }


@cache
def landscape_chart() -> dict[str, Any]:
    """Draw the landscape and the path; data from `landscape_frames`."""
    x, y = (
        alt.X("x:Q", scale=_scale(), title="along the first direction", axis=_axis()),
        alt.Y("y:Q", scale=_scale(), title="along the second direction", axis=_axis()),
    )
    image = alt.Chart(alt.NamedData(name="map")).transform_calculate(url=_OF_MODE).mark_image(aria=False, aspect=False)
    whole = alt.layer(
        image.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", url="url:N"),
        _key(),
        *_path(x, y),
        *_ends(x, y),
    )
    return theme.finish(whole.properties(height=500, usermeta={"embedOptions": {"renderer": "svg"}}))


def sharpening_frames(sharpness: Mapping[int, float], rates: Sequence[float]) -> dict[str, pd.DataFrame]:
    """Tabulate the sharpness on the way for `sharpening_chart`.

    Args:
        sharpness: by epoch; none is drawn where the loss bends upwards nowhere.
        rates: learning rate that led to each of these moments, in their order.
    """
    rows = [(epoch, value) for epoch, value in sharpness.items() if value > 0]
    limits = [(epoch, 2 / rate) for epoch, rate in zip(sharpness, rates, strict=True) if rate > 0]
    return {
        "sharpness": pd.DataFrame(rows, columns=["epoch", "value"]).astype({"epoch": int, "value": float}),
        "limit": pd.DataFrame(limits, columns=["epoch", "value"]).astype({"epoch": int, "value": float}),
    }


@cache
def sharpening_chart() -> dict[str, Any]:
    """Draw the sharpness of each moment, and 2 / learning rate; data from `sharpening_frames`."""
    x = alt.X(
        "epoch:Q",
        scale=alt.Scale(nice=False, zero=False),
        title="epoch",
        axis=alt.Axis(grid=False, tickMinStep=1, tickCount=8),
    )
    axis = alt.Axis(tickCount=4, labelExpr=theme.PLAIN_LOG, grid=False)
    y = alt.Y("value:Q", scale=alt.Scale(type="log", nice=False, padding=18), title="sharpness (log)", axis=axis)
    tooltip = [alt.Tooltip("epoch:Q"), alt.Tooltip("value:Q", title="sharpness", format=".4g")]
    way, limit = (alt.Chart(alt.NamedData(name=name)) for name in ("sharpness", "limit"))
    line = theme.painted(way.mark_line(aria=False, strokeWidth=2).encode(x=x, y=y), theme.BLUE)
    dots = theme.painted(way.mark_point(aria=False, filled=True, size=45, opacity=1), theme.BLUE)
    edge = limit.mark_line(aria=False, strokeWidth=1.6, strokeDash=[7, 4]).encode(x=x, y=y, color=alt.value(theme.INK))
    name = limit.transform_joinaggregate(last="max(epoch)").transform_filter("datum.epoch == datum.last")
    words = theme.haloed(name.transform_calculate(says="'2 / learning rate'"), align="right", x=x, y=y, text="says:N",
                         yOffset=alt.value(-13), xOffset=alt.value(-6))  # fmt: skip
    whole = alt.layer(edge, line, dots.encode(x=x, y=y, tooltip=tooltip), *words)
    return theme.finish(whole.properties(height=260, usermeta={"embedOptions": {"renderer": "svg"}}))


def _scale() -> alt.Scale:
    return alt.Scale(domain=[-1, 1], nice=False)


def _axis() -> alt.Axis:
    """Write the real distances: the scale stays the same while the span changes, so that the view is not rebuilt."""
    return alt.Axis(grid=False, values=_TICKS, labelExpr=_REAL)


def _key() -> alt.Chart:
    """Name the colours: an invisible mark, whose legend is shown."""
    color = alt.Color(
        "height:Q",
        scale=alt.Scale(type="log", range="ramp", nice=False),
        legend=alt.Legend(
            title="loss (log)",
            orient="top",
            gradientLength=240,
            titleOrient="left",
            tickCount=4,
            labelExpr=theme.plain_log("color"),
            labelOverlap="greedy",
            labelSeparation=6,
        ),
    )
    key: alt.Chart = alt.Chart(alt.NamedData(name="key")).mark_point(aria=False, opacity=0)
    return key.encode(color=color)


def _path(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    way = alt.Chart(alt.NamedData(name="path"))
    under = way.mark_line(aria=False, strokeWidth=4.5, stroke=alt.expr("background"), opacity=0.8, clip=True)
    over = way.mark_line(aria=False, strokeWidth=1.8, clip=True).encode(color=alt.value(theme.INK))
    dots = way.mark_point(aria=False, filled=True, size=26, opacity=1, clip=True).encode(color=alt.value(theme.INK))
    tooltip = [alt.Tooltip("epoch:Q"), alt.Tooltip("loss:Q", title="train loss", format=".4g")]
    return [
        under.encode(x=x, y=y, order="epoch:Q"),
        over.encode(x=x, y=y, order="epoch:Q"),
        dots.encode(x=x, y=y, tooltip=tooltip),
    ]


def _ends(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Mark start and end by shape and name."""
    ends = alt.Chart(alt.NamedData(name="ends"))
    tooltip = [alt.Tooltip("name:N"), alt.Tooltip("epoch:Q"), alt.Tooltip("loss:Q", title="train loss", format=".4g")]
    marks = ends.mark_point(
        aria=False, filled=True, size=170, opacity=1, strokeWidth=1.5, stroke=alt.expr("background")
    )
    shape = alt.Shape("name:N", scale=alt.Scale(domain=["start", "end"], range=["square", "diamond"]), legend=None)
    names = (
        theme.haloed(
            ends.transform_filter(f"datum.name == '{name}'"), x=x, y=y, text="name:N", yOffset=alt.value(shift)
        )
        for name, shift in (("start", -16), ("end", 18))  # apart, also where the path is short
    )
    return [marks.encode(x=x, y=y, shape=shape, fill=alt.value(theme.INK), tooltip=tooltip), *chain(*names)]


def _png(losses: Tensor, low: float, high: float, mode: str) -> str:
    """Paint a landscape in bands, evenly spaced in the logarithm, their edges a little stronger, as a data URL."""
    heights = losses.clamp(min=low).log()[None, None].double()
    fine = torch.nn.functional.interpolate(heights, size=(_PIXELS, _PIXELS), mode="bilinear", align_corners=True)[0, 0]
    share = (fine.flip(0) - np.log(low)) / (np.log(high / low) or 1.0)
    band = (share * BANDS).floor().clamp(0, BANDS - 1)
    edge = torch.zeros_like(band, dtype=torch.bool)
    edge[:-1] |= band[:-1] != band[1:]
    edge[:, :-1] |= band[:, :-1] != band[:, 1:]
    indices = torch.where(fine.flip(0).isfinite(), 2 * band + edge, float(_NOTHING))
    picture = Image.fromarray(indices.numpy().astype(np.uint8), "P")
    picture.putpalette(_palette(mode))
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True, transparency=_NOTHING)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


@cache
def _palette(mode: str) -> bytes:
    """Return the colours of each band and of its edge, and nothing."""
    colors = np.array(theme.hues(mode, "chartSequentialColors"), dtype=float)
    ink = np.array(theme.hues(mode, "textColor")[0])
    places, knots = (np.arange(BANDS) + 0.5) / BANDS, np.linspace(0, 1, len(colors))
    bands = np.stack([np.interp(places, knots, part) for part in colors.T], axis=1)
    edges = bands + (ink - bands) * 0.25
    return np.stack([bands, edges], axis=1).reshape(-1, 3).round().astype(np.uint8).tobytes() + bytes(3)
