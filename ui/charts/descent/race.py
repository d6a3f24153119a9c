"""Several optimizers going downhill from one start: the map from above, and below it the loss of each."""

import base64
import io
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from PIL import Image

from core.descent.config import SURFACES
from core.descent.maps import BANDS, bands, heights
from core.descent.path import Path
from core.optimizers import OPTIMIZERS
from ui.charts import theme
from ui.charts.descent.scrub import NOW, SO_FAR, inside, scrubbed

NAMES: Final = list(OPTIMIZERS)
FLOOR: Final = 1e-8
"""Losses closer to the lowest one than this are drawn here: float32 can reach it exactly, a log scale cannot."""
RUNAWAY: Final = 1000
"""A loss that is this many times the first has left the picture: drawn, it would flatten all the others."""

_DASHES: Final = ([1, 0], [8, 3], [2, 2], [9, 3, 2, 3], [14, 3])
_SHAPES: Final = (
    *("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-left", "triangle-right"),
    "M0,-1L.25,-.35L.95,-.31L.38,.12L.59,.81L0,.4L-.59,.81L-.38,.12L-.95,-.31L-.25,-.35Z",  # a star
    "M-1,-.35H1V.35H-1Z",  # a bar
)


def _repeated(marks: Sequence[Any]) -> list[Any]:
    """Give every optimizer a mark, from the first again where they run out: colour, dash and shape then differ."""
    return [marks[index % len(marks)] for index in range(len(NAMES))]


_COLOR: Final = alt.Color("optimizer:N", scale=alt.Scale(domain=NAMES, range="category"), legend=None)
_SHAPE: Final = alt.Shape("optimizer:N", scale=alt.Scale(domain=NAMES, range=_repeated(_SHAPES)), legend=None)
_DASH: Final = alt.StrokeDash("optimizer:N", scale=alt.Scale(domain=NAMES, range=_repeated(_DASHES)), legend=None)
_PIXELS: Final = (480, 300)
_SLATE: Final = (110, 125, 145)
_KEY: Final = (5, 78, 18)
"""Names in a row of the key, pixels for one name, pixels for one row."""


@cache
def map_image(surface: str) -> str:
    """Paint the heights of a landscape as a PNG data URI: one grey, the more of it the higher; edges of bands darker.

    The grey lets the page show through, so that one picture serves light and dark.
    """
    band = bands(heights(surface, *_PIXELS))
    edge = np.zeros(band.shape, dtype=bool)
    edge[:-1] |= band[:-1] != band[1:]
    edge[:, :-1] |= band[:, :-1] != band[:, 1:]
    alpha = (band * (130 / BANDS) + edge * 70).astype(np.uint8)
    picture = np.dstack([*(np.full_like(alpha, part) for part in _SLATE), alpha])
    stream = io.BytesIO()
    Image.fromarray(picture, "RGBA").save(stream, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def race_frames(paths: Sequence[Path], last: int, stride: int) -> dict[str, pd.DataFrame]:
    """Tabulate runs from one start for `race_chart`, every `stride`-th step; a broken run stays put."""
    surface = SURFACES[paths[0].config.surface]
    across, up = surface.domain
    place = {"x": [across.low], "x2": [across.high], "y": [up.low], "y2": [up.high]}
    rows = pd.concat([_rows(path, last, stride, surface.lowest) for path in paths], ignore_index=True)
    per_row, wide, high = _KEY
    key = [
        {"optimizer": path.config.optimizer, "left": (i % per_row) * wide + 8, "top": (i // per_row) * high + 9}
        for i, path in enumerate(paths)
    ]
    return {
        "map": pd.DataFrame({"url": [map_image(paths[0].config.surface)], **place}),
        "minima": pd.DataFrame(surface.minima, columns=["x", "y"]),
        "start": pd.DataFrame([paths[0].config.origin], columns=["x", "y"]),
        "paths": rows,
        "key": pd.DataFrame(key),
    }


def _rows(path: Path, last: int, stride: int, lowest: float) -> pd.DataFrame:
    """Return one row for every step drawn."""
    steps = np.arange(0, last + 1, stride)
    at = np.minimum(steps, path.steps if path.broke_at is None else max(path.broke_at - 1, 0))
    gap = np.maximum(path.loss[at] - lowest, FLOOR)
    gap[gap > RUNAWAY * gap[0]] = np.nan
    x, y = path.w[at, 0], path.w[at, 1]
    return pd.DataFrame({"optimizer": path.config.optimizer, "step": steps, "x": x, "y": y, "gap": gap})


@cache
def race_chart(surface: str, last: int, stride: int) -> dict[str, Any]:
    """Draw the map, the runs on it and their losses, all following one slider; data from `race_frames`."""
    map_ = alt.layer(*_map(surface)).properties(height=350)
    return scrubbed([_key(), map_, _losses(last).properties(height=110)], last, stride, first=last)


def _key() -> Any:
    """Name every optimizer beside its colour and shape."""
    base = alt.Chart(alt.NamedData(name="key"))
    x, y = alt.X("left:Q", scale=None, axis=None), alt.Y("top:Q", scale=None, axis=None)
    marks = base.mark_point(filled=True, size=90, opacity=1).encode(x=x, y=y, color=_COLOR, shape=_SHAPE)
    names = base.mark_text(align="left", dx=9, fontSize=12)
    names = names.encode(x=x, y=y, text="optimizer:N", color=alt.value(theme.INK))
    return alt.layer(marks, names).properties(height=2 * _KEY[2])


def _map(surface: str) -> list[alt.Chart]:
    """Draw the landscape, its minima, the start and the runs so far."""
    across, up = SURFACES[surface].domain
    x = alt.X(
        "x:Q", scale=alt.Scale(domain=[across.low, across.high], nice=False), title="x", axis=alt.Axis(grid=False)
    )
    y_scale = alt.Scale(domain=[up.low, up.high], nice=False)
    y = alt.Y("y:Q", scale=y_scale, title="y", axis=inside(grid=False))
    image = alt.Chart(alt.NamedData(name="map")).mark_image(aspect=False)
    paths = alt.Chart(alt.NamedData(name="paths"))
    lines = paths.transform_filter(SO_FAR).mark_line(strokeWidth=2, clip=True)
    heads = paths.transform_filter(NOW).mark_point(filled=True, size=150, opacity=1, clip=True)
    ink = alt.value(theme.INK)
    minima = alt.Chart(alt.NamedData(name="minima")).mark_text(text="✕", fontSize=15)
    start = alt.Chart(alt.NamedData(name="start")).mark_point(size=160, strokeWidth=2)
    return [
        image.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", url="url:N"),
        minima.encode(x=x, y=y, color=ink),
        start.encode(x=x, y=y, color=ink),
        lines.encode(x=x, y=y, order="step:Q", color=_COLOR, strokeDash=_DASH),
        heads.encode(x=x, y=y, color=_COLOR, shape=_SHAPE, tooltip=["optimizer:N", "step:Q", "x:Q", "y:Q", "gap:Q"]),
    ]


def _losses(last: int) -> Any:
    """Draw how far each run is above the lowest loss, and where the slider stands."""
    x = alt.X("step:Q", scale=alt.Scale(domain=[0, last], nice=False), title="step")
    y = alt.Y(
        "gap:Q",
        scale=alt.Scale(type="log"),
        axis=inside(tickCount=4, format=".0e"),
        title="loss above the lowest (log)",
    )
    paths = alt.Chart(alt.NamedData(name="paths"))
    lines = paths.mark_line(strokeWidth=1.5, opacity=0.75).encode(x=x, y=y, color=_COLOR, strokeDash=_DASH)
    heads = paths.transform_filter(NOW).mark_point(filled=True, size=70, opacity=1)
    return alt.layer(lines, heads.encode(x=x, y=y, color=_COLOR, shape=_SHAPE))
