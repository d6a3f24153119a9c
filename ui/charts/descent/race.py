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

from core.descent.basins import FAR
from core.descent.config import SURFACES
from core.descent.formulas import spell
from core.descent.maps import BANDS, bands, heights
from core.descent.path import Path, left_at
from core.optimizers import OPTIMIZERS
from ui.charts import theme
from ui.charts.descent.scrub import NOW, SO_FAR, below_the_top, close, inside, scrubbed, within

NAMES: Final = list(OPTIMIZERS)
FLOOR: Final = 1e-6
"""Losses closer to the lowest one than this are not drawn: there float32 has rounding left, and no log of zero."""
_SUNK: Final = 1e-12
"""Where a line that falls through the floor is headed."""
_DECADES: Final = [1e-6, 1e-4, 1e-2, 1, 100, 10000]

_DASHES: Final = ([1, 0], [8, 3], [14, 3], [9, 3, 2, 3], [2, 2])
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
_PLACE: Final = [alt.Tooltip(f"{name}:Q", format=".4f") for name in "xy"]
_TOOLTIP: Final = ["optimizer:N", "step:Q", *_PLACE, alt.Tooltip("height:N", title="loss above the lowest")]
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
    picture = Image.fromarray(alpha, "P")
    picture.putpalette(_SLATE * 256)
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True, transparency=bytes(range(256)))
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def race_frames(paths: Sequence[Path], last: int, stride: int) -> dict[str, pd.DataFrame]:
    """Tabulate runs from one start for `race_chart`, every `stride`-th step; a broken run stays put."""
    surface = SURFACES[paths[0].config.surface]
    across, up = surface.domain
    place = {"x": [across.low], "x2": [across.high], "y": [up.low], "y2": [up.high]}
    rows = pd.concat([_rows(path, last, stride) for path in paths], ignore_index=True)
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
        "left": _left(paths),
    }


def _rows(path: Path, last: int, stride: int) -> pd.DataFrame:
    """Return one row for every step drawn; a run that has left the picture for good stays where it left."""
    surface = SURFACES[path.config.surface]
    left = left_at(path)
    steps = np.arange(0, last + 1, stride)
    at = np.minimum(steps, path.steps if left is None else left)
    above = path.loss[at] - surface.lowest
    gap = np.where(above < FLOOR, np.maximum(above, _SUNK), above)
    gap[~(gap <= top(path.config.surface)) | (steps > at)] = np.nan
    frame = pd.DataFrame({"optimizer": path.config.optimizer, "step": steps, "gap": gap})
    frame["height"] = [spell(value) for value in above]
    for name, limits, w in zip("xy", surface.domain, path.w[at].T, strict=True):
        width = limits.high - limits.low
        frame[name] = np.clip(w, limits.low - FAR * width, limits.high + FAR * width)
    return frame


def _left(paths: Sequence[Path]) -> pd.DataFrame:
    """List the runs that leave the picture for good, and when."""
    gone = [(path.config.optimizer, left) for path in paths if (left := left_at(path)) is not None]
    rows = [
        {"step": left, "says": f"{name} left the picture at step {left}", "top": 16 + 18 * at}
        for at, (name, left) in enumerate(gone)
    ]
    return pd.DataFrame(rows, columns=["step", "says", "top"]).astype({"step": int, "says": str, "top": int})


@cache
def top(surface: str) -> float:
    """Return the largest loss above the lowest that the picture of a landscape shows."""
    return float(heights(surface, *_PIXELS).max())


@cache
def race_chart(surface: str, last: int, stride: int) -> dict[str, Any]:
    """Draw the map, the runs on it and their losses, all following one slider; data from `race_frames`."""
    map_ = alt.layer(*_map(surface)).properties(height=310)
    return scrubbed([_key(), map_, _losses(surface, last, stride).properties(height=100)], last, stride, first=last)


def _key() -> Any:
    """Name every optimizer beside its colour and shape."""
    base = alt.Chart(alt.NamedData(name="key"))
    x, y = alt.X("left:Q", scale=None, axis=None), alt.Y("top:Q", scale=None, axis=None)
    marks = base.mark_point(aria=False, filled=True, size=90, opacity=1).encode(x=x, y=y, color=_COLOR, shape=_SHAPE)
    names = base.mark_text(align="left", dx=9, fontSize=12)
    names = names.encode(x=x, y=y, text="optimizer:N", color=alt.value(theme.INK))
    return alt.layer(marks, names).properties(height=2 * _KEY[2])


def _map(surface: str) -> list[alt.Chart]:
    """Draw the landscape, its minima, the start and the runs so far."""
    across, up = SURFACES[surface].domain
    x = alt.X("x:Q", scale=alt.Scale(domain=[across.low, across.high], nice=False), title="x", axis=within(grid=False))
    y_scale = alt.Scale(domain=[up.low, up.high], nice=False)
    y = alt.Y("y:Q", scale=y_scale, title="y", axis=inside(grid=False, values=below_the_top(up.low, up.high, 1)))
    image = alt.Chart(alt.NamedData(name="map")).mark_image(aria=False, aspect=False)
    paths = alt.Chart(alt.NamedData(name="paths"))
    lines = paths.transform_filter(SO_FAR).mark_line(aria=False, strokeWidth=2, clip=True, invalid="show")
    heads = paths.transform_filter(NOW).mark_point(aria=False, filled=True, size=200, opacity=1)
    heads = heads.transform_calculate(  # where a run has left, its mark stays at the edge
        head_x=f"clamp(datum.x, {across.low}, {across.high})", head_y=f"clamp(datum.y, {up.low}, {up.high})"
    )
    head_x, head_y = alt.X("head_x:Q", title="x"), alt.Y("head_y:Q", title="y")
    ink = alt.value(theme.INK)
    minima = alt.Chart(alt.NamedData(name="minima")).transform_calculate(cross="'✕'")
    left = alt.Chart(alt.NamedData(name="left")).transform_filter(SO_FAR)
    says: dict[str, Any] = {"x": alt.value(alt.expr("width - 8")), "y": alt.Y("top:Q", scale=None), "text": "says:N"}
    start = alt.Chart(alt.NamedData(name="start")).mark_point(aria=False, size=160, strokeWidth=2)
    return [
        image.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", url="url:N"),
        start.encode(x=x, y=y, color=ink),
        lines.encode(x=x, y=y, order="step:Q", color=_COLOR, strokeDash=_DASH),
        heads.encode(x=head_x, y=head_y, color=_COLOR, shape=_SHAPE, tooltip=_TOOLTIP),
        *theme.haloed(minima, size=15, rim=1.5, x=x, y=y, text="cross:N"),  # on top: the runs end there
        *theme.haloed(left, align="right", **says),
    ]


def _losses(surface: str, last: int, stride: int) -> Any:
    """Draw how far each run is above the lowest loss, as high as the map, and where the slider stands."""
    highest = top(surface)
    x = alt.X("step:Q", scale=alt.Scale(domain=[0, last], nice=False), title="step", axis=close())
    y = alt.Y(
        "gap:Q",
        scale=alt.Scale(type="log", domain=[FLOOR, highest], nice=False),
        axis=inside(values=[value for value in _DECADES if value < highest / 3], labelExpr=theme.POWER),
        title="loss above the lowest (log), drawn down to 10⁻⁶",
    )
    paths = alt.Chart(alt.NamedData(name="paths"))
    every_other = paths.transform_filter(f"datum.step % {2 * stride} == 0")  # as many as there is room for
    lines = every_other.mark_line(aria=False, strokeWidth=1.5, opacity=0.75, clip=True)
    lines = lines.encode(x=x, y=y, color=_COLOR, strokeDash=_DASH)
    heads = paths.transform_filter(f"{NOW} && datum.gap >= {FLOOR}")
    heads = heads.mark_point(aria=False, filled=True, size=70, opacity=1)
    return alt.layer(lines, heads.encode(x=x, y=y, color=_COLOR, shape=_SHAPE))
