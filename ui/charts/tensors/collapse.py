"""A reduction drawn: x, its result, and a slider that lets the cells of x fall together into the result.

Point at a cell, and the cells that it was made of, or goes into, stay bright; all of it happens in the browser.
"""

from functools import cache
from typing import Any, Final

import altair as alt

from ui.charts import theme
from ui.charts.tensors.ink import LEGIBLE, WORDS, font, on_square

HEIGHT: Final = 380
_LINE: Final = 30  # for the sentence, in pixels
_HEAD: Final = 38  # for a tensor's name and shape
_APART: Final = 10  # one tensor from the next below it
_SMALL: Final = "; point at a square for its number"
_RESULT: Final = 1000  # the id of the first cell of the result; those of x count from 0

# Side by side, or below each other: as the reduced dim suggests, unless the squares get much smaller by it.
_LAYOUT: Final = {
    "beside": "min(datum.cap, width / (datum.ca + datum.cb + 1), "
    f"(height - {_LINE + _HEAD}) / max(datum.ra, datum.rb))",
    "under": "min(datum.cap, width / max(datum.ca, datum.cb), "
    f"(height - {_LINE + 2 * _HEAD + _APART}) / (datum.ra + datum.rb))",
    "down": "datum.below ? datum.under > 0.7 * datum.beside : datum.under > 1.4 * datum.beside",
    "side": "max(2, datum.down ? datum.under : datum.beside)",
    "yx": "datum.down ? 0 : (datum.ca + 1) * datum.side",
    "yy": f"{_LINE + _HEAD} + (datum.down ? datum.ra * datum.side + {_HEAD + _APART} : 0)",
}
_PLACE: Final = {
    "left": "datum.result ? datum.yx : 0",
    "top": f"datum.result ? datum.yy : {_LINE + _HEAD}",
    "x": "datum.left + datum.col * datum.side",
    "y": "datum.top + datum.row * datum.side",
}
# Which cell is spoken of: the one pointed at, or the first of the result; `kin` lists the cells it has to do with.
_POINTED: Final = {
    "pointed_at": f"isArray(pointed.id) && pointed.id.length > 0 ? pointed.id[0] : {_RESULT}",
    "at": f"datum.pointed_at < {_RESULT} ? (datum.pointed_at < datum.cells ? datum.pointed_at : {_RESULT})"
    f" : (datum.pointed_at - {_RESULT} < datum.results ? datum.pointed_at : {_RESULT})",
    "lit": "datum.results == 0 || datum.id == datum.at || indexof(datum.kin, ',' + datum.at + ',') >= 0",
}
_SQUARE: Final = {
    "x2": "datum.x + datum.side - 1",
    "y2": "datum.y + datum.side - 1",
    "cx": "datum.x + datum.side / 2",
    "cy": "datum.y + datum.side / 2",
    "font": font("datum.chars", 18),
    "says": f"datum.font < {LEGIBLE} ? '' : datum.label",
    "left_behind": "datum.result ? 1 : 1 - 0.75 * min(1, 4 * collapse)",
    "strong": "(datum.lit ? 1 : 0.3) * datum.left_behind",
    "clear": "datum.strong > 0.3 ? 1 : 0.7",
    "rim": "1",
    "edge": "datum.chosen ? 2.5 : 0",
}
# The copies of x's cells on their way, straight to the cell of the result that each goes into.
_FLYING: Final = {
    "strong": "datum.lit ? 1 : 0.55",
    "clear": "1",
    "x": "datum.x + collapse * (datum.yx + datum.tocol * datum.side - datum.x)",
    "y": "datum.y + collapse * (datum.yy + datum.torow * datum.side - datum.y)",
}


def _calculated(chart: Any, *steps: dict[str, str]) -> Any:
    for name, expression in (step for group in steps for step in group.items()):
        chart = chart.transform_calculate(**{name: expression})
    return chart


def _pixels(channel: Any, name: str) -> Any:
    return channel(f"{name}:Q", scale=None, axis=None)


@cache
def collapse_chart(*, falls: bool = True) -> dict[str, Any]:
    """Draw a reduction; data from `collapse_frames`.

    Args:
        falls: whether there is a slider, by which the cells fall together.
    """
    slider = alt.binding_range(min=0, max=1, step=0.02, name="collapse ")
    collapse = alt.param(name="collapse", value=0, bind=slider if falls else alt.Undefined)
    pointed = alt.selection_point(name="pointed", fields=["id"], on="pointerover", clear=False, empty=False)
    cells = _calculated(alt.Chart(alt.NamedData(name="cells")), _LAYOUT, _PLACE, _POINTED)
    still = _calculated(cells, _SQUARE)
    placed = {name: step for name, step in _SQUARE.items() if name not in _FLYING}
    moving = _calculated(
        cells.transform_filter("collapse > 0 && collapse < 1 && !datum.result && datum.falls"), _FLYING, placed
    )
    squares = _squares(still, outlined=True).add_params(pointed)
    layers = [squares, _numbers(still), _squares(moving, outlined=False), _numbers(moving), *_words()]
    return theme.finish(alt.layer(*layers).properties(height=HEIGHT).add_params(collapse))


def _squares(cells: Any, *, outlined: bool) -> Any:
    ink = alt.Scale(domain=[0, 1], range="ramp")
    look: dict[str, Any] = {}
    if outlined:
        look["tooltip"] = [alt.Tooltip("index:N"), alt.Tooltip("exact:N", title="value")]
        look["stroke"] = alt.Stroke("rim:Q", scale=ink, legend=None)
        look["strokeWidth"] = alt.StrokeWidth("edge:Q", scale=None)
    return cells.mark_rect().encode(
        x=_pixels(alt.X, "x"),
        x2="x2:Q",
        y=_pixels(alt.Y, "y"),
        y2="y2:Q",
        fill=alt.Fill("shade:Q", scale=theme.diverging(1), legend=None),
        opacity=alt.Opacity("strong:Q", scale=None),
        **look,
    )


def _numbers(cells: Any) -> Any:
    return cells.mark_text(baseline="middle", tooltip=None).encode(
        x=_pixels(alt.X, "cx"),
        y=_pixels(alt.Y, "cy"),
        text="says:N",
        size=alt.Size("font:Q", scale=None),
        color=on_square("datum.strong"),
        opacity=alt.Opacity("clear:Q", scale=None),
    )


def _words() -> list[Any]:
    """Write the sentence about the cell pointed at, and name and shape above both tensors."""
    cells = _calculated(alt.Chart(alt.NamedData(name="cells")), _LAYOUT, _POINTED)
    spoken = cells.transform_filter("datum.id == datum.at").transform_calculate(
        letters="max(8, min(15, width / (length(datum.sentence) * 0.62)))"
    )
    sentence = spoken.mark_text(align="left", baseline="top", font="monospace", tooltip=None, x=0, y=2)
    titles = _calculated(alt.Chart(alt.NamedData(name="titles")), _LAYOUT)
    titles = titles.transform_calculate(
        x="datum.result ? datum.yx : 0",
        y=f"(datum.result ? datum.yy : {_LINE + _HEAD}) - {_HEAD}",
        low="datum.y + 18",
        says=f"datum.note + ({font('datum.chars', 18)} < {LEGIBLE} && !datum.result ? '{_SMALL}' : '')",
    )
    name = titles.mark_text(align="left", baseline="top", font="monospace", fontWeight=600, fontSize=13, tooltip=None)
    note = titles.mark_text(align="left", baseline="top", fontSize=12, tooltip=None)
    ink = {"color": WORDS}
    return [
        sentence.encode(text="sentence:N", size=alt.Size("letters:Q", scale=None), **ink),
        name.encode(x=_pixels(alt.X, "x"), y=_pixels(alt.Y, "y"), text="title:N", **ink),
        note.encode(x=_pixels(alt.X, "x"), y=_pixels(alt.Y, "low"), text="says:N", **ink),
    ]
