"""An index drawn: what is wanted is outlined; or cells that are clicked, and the index of them, written by Vega."""

from functools import cache
from typing import Any, Final

import altair as alt

from core.tensors.limits import NDIM
from ui.charts import theme
from ui.charts.tensors.ink import WORDS
from ui.charts.tensors.tiles import laid_out, pixels, tile_layers

_HEIGHT: Final = 370
_DIMS: Final = range(int(NDIM.high))
_CLICKED: Final = "clicked"


@cache
def picked_chart(*, click: bool = True) -> dict[str, Any]:
    """Draw what an index picks; data from `picked_frames`.

    Args:
        click: whether a click takes a cell of x in or out, and an index that picks the cells is written in the
            browser; a double click begins anew. Else what is wanted is outlined.
    """
    squares, *others = tile_layers("ramp", follow=True)
    if click:
        clicked = alt.selection_point(
            name=_CLICKED, fields=["element"], on="click", toggle="true", clear="dblclick", empty=False
        )
        chosen = laid_out("cells").transform_filter("datum.tile == 0").transform_filter(clicked)
        layers = [squares.add_params(clicked), *others, _outlined(chosen), _written(chosen)]
    else:
        layers = [squares, *others, _outlined(laid_out("cells").transform_filter("datum.wanted"))]
    return theme.finish(alt.layer(*layers).properties(height=_HEIGHT))


def _outlined(cells: Any) -> Any:
    """Outline squares; the rim is a mark of its own, so that no square beside it covers it."""
    rims = cells.mark_rect(filled=False, tooltip=None, stroke=theme.INK, strokeWidth=2.5)
    return rims.encode(x=pixels(alt.X, "x"), x2="x2:Q", y=pixels(alt.Y, "y"), y2="y2:Q")


def _written(cells: Any) -> Any:
    """Write the index of cells of x, whose data has their index `i0`, `i1`, ... and the sizes `s0`, `s1`, ..."""
    needed = (("lo", "min", "i"), ("hi", "max", "i"), ("d", "distinct", "i"), ("s", "max", "s"))
    asked = {f"{name}{k}": f"{op}({column}{k})" for k in _DIMS for name, op, column in needed}
    gathered = cells.transform_aggregate(groupby=["ndim"], **asked, n="count()", all="values(i0)")
    for name, expression in _steps().items():
        gathered = gathered.transform_calculate(**{name: expression})
    look: dict[str, Any] = {"align": "left", "baseline": "bottom", "font": "monospace"}
    words = gathered.mark_text(tooltip=None, x=0, y=_HEIGHT - 2, **look)
    return words.encode(text="says:N", size=alt.Size("letters:Q", scale=None), color=WORDS)


def _steps() -> dict[str, str]:
    """Write a place, a colon or a slice for every dim, where the cells fill such a block; else a list for each."""
    steps: dict[str, str] = {}
    for k in _DIMS:
        lo, hi, n = (f"datum.{name}{k}" for name in ("lo", "hi", "d"))
        ends = f"({lo} > 0 ? {lo} : '') + ':' + ({hi} + 1 < datum.s{k} ? {hi} + 1 : '')"
        step = f"({n} == {hi} - {lo} + 1 ? '' : ':' + ({hi} - {lo}))"
        steps[f"even{k}"] = f"{n} <= 2 || {n} == {hi} - {lo} + 1"
        steps[f"part{k}"] = f"{lo} == {hi} ? '' + {lo} : {n} == datum.s{k} ? ':' : {ends} + {step}"
        steps[f"list{k}"] = f"'[' + join(pluck(datum.all, 'i{k}'), ', ') + ']'"
    full = " * ".join(f"datum.d{k}" for k in _DIMS)
    steps["block"] = f"datum.n == {full} && " + " && ".join(f"datum.even{k}" for k in _DIMS)
    for form in ("part", "list"):
        steps[f"{form}s"] = f"join(slice([{', '.join(f'datum.{form}{k}' for k in _DIMS)}], 0, datum.ndim), ', ')"
    steps["inside"] = "datum.ndim == 0 ? '...' : datum.block ? datum.parts : datum.lists"
    steps["says"] = "'clicked: x[' + datum.inside + ']'"
    steps["letters"] = "max(8, min(13, width / (length(datum.says) * 0.62)))"
    return steps
