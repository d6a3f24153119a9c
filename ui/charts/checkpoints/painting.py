"""Numbers painted as one small picture, in the theme's own colours: orange below zero, grey at it, blue above."""

import base64
import io
from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from PIL import Image
from torch import Tensor

from ui.charts import theme

_OF_MODE: Final = "luminance(background) > 0.5 ? datum.light : datum.dark"
_SHADES: Final = 255
_NOTHING: Final = _SHADES  # one more, that lets the page show through


def picture_frame(values: Tensor, limit: float, **place: float) -> pd.DataFrame:
    """Tabulate a picture for `picture_mark`: one row, where a mark for each number would be thousands of elements.

    Args:
        values: (H, W), row 0 at the top; nan where nothing is painted.
        limit: where the colours saturate.
        place: left, right, bottom and top of the picture on the axes of the chart.
    """
    return pd.DataFrame(
        {**place, "light": _png(values, limit, "light"), "dark": _png(values, limit, "dark")}, index=[0]
    )


def picture_mark(name: str, *, height: int, **axis: Any) -> alt.Chart:
    """Draw a picture of the named data, without axes, in the colours of the visitor's mode."""
    x, y = (alt.Scale(zero=False, nice=False, **way) for way in ({}, axis))
    chart = alt.Chart(alt.NamedData(name=name), height=height).transform_calculate(url=_OF_MODE)
    image: alt.Chart = chart.mark_image(aspect=False, aria=False)
    return image.encode(
        x=alt.X("left:Q", title=None, axis=None, scale=x),
        x2="right:Q",
        y=alt.Y("bottom:Q", title=None, axis=None, scale=y),
        y2="top:Q",
        url="url:N",
    )


def _png(values: Tensor, limit: float, mode: str) -> str:
    """Paint a data URL."""
    shades = ((values / limit).clamp(-1, 1) + 1) / 2 * (_SHADES - 1)
    picture = Image.fromarray(shades.round().nan_to_num(_NOTHING).numpy().astype(np.uint8), "P")
    picture.putpalette(_palette(mode))
    stream = io.BytesIO()
    picture.save(stream, "PNG", transparency=_NOTHING)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


@cache
def _palette(mode: str) -> bytes:
    """Blend the diverging colours of a mode as `theme.diverging` does, from the lowest to the highest, and nothing."""
    colors = theme.hues(mode, "chartDivergingColors")
    places, knots = np.linspace(-1, 1, _SHADES), np.linspace(-1, 1, len(colors))
    blended = [np.interp(places, knots, part) for part in zip(*colors, strict=True)]
    return np.stack(blended, axis=1).round().astype(np.uint8).tobytes() + bytes(3)
