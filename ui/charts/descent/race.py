"""Several optimizers going downhill from one start: the map from above, and below it the loss of each."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import altair as alt

from core.descent.config import SURFACES
from core.optimizers import OPTIMIZERS
from ui.charts import theme
from ui.charts.descent.race_frames import FLOOR, KEY, top
from ui.charts.descent.scrub import NOW, SO_FAR, below_the_top, close, inside, scrubbed, within

NAMES: Final = list(OPTIMIZERS)
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
    return alt.layer(marks, names).properties(height=2 * KEY[2])


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
