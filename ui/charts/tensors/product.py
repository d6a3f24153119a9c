"""Row by column: A on the left, B above, the product where they meet; of a batch, line by line.

A slider runs through every dot product, and so does pointing at a square; all of it happens in the browser.
"""

from functools import lru_cache
from typing import Any, Final

import altair as alt

from ui.charts import theme
from ui.charts.tensors.ink import LEGIBLE, WORDS, font, on_square

_HEIGHT: Final = 390
_KEPT: Final = 64  # specs: a slider has as many steps as the product has terms
_LINE: Final = 46  # pixels for the sum that is running, and where it stands
_MOST: Final = range(1, 7)  # products of a batch beside each other
_APART, _HEAD, _FOOT = 28, 18, 8  # pixels between them, over and under each


def _side(per: int) -> str:
    """Write how large a square gets with so many products in a row."""
    down = f"(height - {_LINE}) / ceil(datum.T / {per}) - {_HEAD + _FOOT} * datum.many"
    return f"min(54, (width / {per} - {_APART} * datum.many) / datum.mc, ({down}) / datum.mr)"


_NOW: Final = {
    "now": "min(progress, datum.steps - 1)",
    "ct": "floor(datum.now / (datum.I * datum.J * datum.K))",
    "ci": "floor(datum.now / (datum.J * datum.K)) % datum.I",
    "cj": "floor(datum.now / datum.K) % datum.J",
    "ck": "datum.now % datum.K",
}


def _layout(*, many: bool) -> dict[str, str]:
    """Find how large the squares are, and of a batch how many products stand beside each other."""
    if not many:
        return {"side": f"max(1, {_side(1)})", "per": "1"}
    return {
        **{f"side{per}": _side(per) for per in _MOST},
        "side": f"max(1, {', '.join(f'datum.side{per}' for per in _MOST)})",
        "per": "".join(f"datum.side{per} >= datum.side ? {per} : " for per in _MOST) + "1",
    }


_TILE: Final = {
    "x": f"datum.tile % datum.per * (datum.mc * datum.side + {_APART}) + datum.col * datum.side",
    "top": f"{_LINE} + floor(datum.tile / datum.per) * (datum.mr * datum.side + {_HEAD + _FOOT})",
}
_CELL: Final = {
    **_TILE,
    "y": f"datum.top + {_HEAD} * datum.many + datum.row * datum.side",
    "x2": "datum.x + datum.side - 1",
    "y2": "datum.y + datum.side - 1",
    "cx": "datum.x + datum.side / 2",
    "cy": "datum.y + datum.side / 2",
    "font": font("datum.chars"),
    "here": "datum.tile == datum.ct && (datum.matrix == 'B' || datum.i == datum.ci)",
    "lit": "datum.here && (datum.matrix == 'A' || datum.j == datum.cj)",
    "hot": "datum.lit && (datum.matrix == 'C' || (datum.matrix == 'A' ? datum.j : datum.i) == datum.ck)",
    "nth": "(datum.tile * datum.I + datum.i) * datum.J + datum.j",
    "done": "datum.matrix != 'C' || (datum.fits && datum.now >= (datum.nth + 1) * datum.K - 1)",
    "alone": "datum.lit && (datum.matrix == 'A' ? datum.j >= datum.br : datum.matrix == 'B' && datum.i >= datum.ac)",
    "strong": "datum.matrix == 'C' ? (datum.done ? 1 : datum.lit ? 0.5 : 0.14) : datum.lit ? 1 : 0.3",
    "outline": "1",
    "edge": "datum.hot || datum.alone ? 3 : 0",
    "said": "datum.done ? datum.label + (datum.alone ? ' ?' : '') : datum.fits ? '' : '?'",
    "says": f"datum.font < {LEGIBLE} ? '' : datum.said",
}
# Pointed at: in C, its whole sum; in A or B, its product with what it meets just now.
_ROW, _COLUMN = "floor(progress / (datum.J * datum.K)) % datum.I", "floor(progress / datum.K) % datum.J"
_TERM: Final = (
    "datum.matrix == 'A' ? min(datum.j, datum.K - 1) : datum.matrix == 'B' ? min(datum.i, datum.K - 1) : datum.K - 1"
)
_POINTED: Final = (
    f"datum && datum.matrix ? ((datum.tile * datum.I + (datum.matrix == 'B' ? {_ROW} : datum.i)) * datum.J"
    f" + (datum.matrix == 'A' ? {_COLUMN} : datum.j)) * datum.K + ({_TERM}) : progress"
)

_SENTENCE: Final = {
    "font": "max(8, min(15, width / (length(datum.says) * 0.62)))",
    "place": f"datum.where + ({font('datum.widest')} < {LEGIBLE} ? '. Point at a square for its number.' : '')",
}
_TITLE: Final = _TILE | {"letters": "max(8, min(13, 3 * datum.side / length(datum.title)))"}


def _calculated(chart: Any, steps: dict[str, str]) -> Any:
    for name, expression in steps.items():
        chart = chart.transform_calculate(**{name: expression})
    return chart


def _pixels(channel: Any, name: str) -> Any:
    return channel(f"{name}:Q", scale=None, axis=None)


@lru_cache(maxsize=_KEPT)
def product_chart(n_terms: int, opening: int = 0, *, many: bool = False) -> dict[str, Any]:
    """Draw a matrix product with a slider that runs through it in the browser; data from `product_frames`.

    Args:
        n_terms: how many products there are in all; the slider has a step for each.
        opening: the one at which it opens, from 0.
        many: whether it is a batch.
    """
    slider = alt.binding_range(min=0, max=max(n_terms - 1, 0), step=1, name="term ")
    progress = alt.param(name="progress", value=opening, bind=slider)
    ink = alt.Scale(domain=[0, 1], range="ramp")
    layout = _layout(many=many)
    cells = _calculated(alt.Chart(alt.NamedData(name="cells")), _NOW | layout | _CELL)
    squares = cells.mark_rect().encode(
        x=_pixels(alt.X, "x"),
        x2="x2:Q",
        y=_pixels(alt.Y, "y"),
        y2="y2:Q",
        fill=alt.Fill("shade:Q", scale=theme.diverging(1), legend=None),
        opacity=alt.Opacity("strong:Q", scale=None),
        stroke=alt.Stroke("outline:Q", scale=ink, legend=None),
        strokeWidth=alt.StrokeWidth("edge:Q", scale=None),
        tooltip=[
            alt.Tooltip("matrix:N"),
            alt.Tooltip("index:N"),
            alt.Tooltip("exact:N", title="value"),
        ],
    )
    numbers = (
        cells.transform_filter("datum.says")
        .mark_text(baseline="middle", tooltip=None, aria=False)
        .encode(
            x=_pixels(alt.X, "cx"),
            y=_pixels(alt.Y, "cy"),
            text="says:N",
            size=alt.Size("font:Q", scale=None),
            color=on_square("datum.strong"),
        )
    )
    running = alt.Chart(alt.NamedData(name="terms")).transform_filter("datum.s == min(progress, datum.steps - 1)")
    running = _calculated(running, layout | _SENTENCE)
    sentence = running.mark_text(align="left", baseline="top", font="monospace", tooltip=None, x=0, y=2)
    sentence = sentence.encode(text="says:N", size=alt.Size("font:Q", scale=None), color=WORDS)
    place = running.mark_text(align="left", baseline="top", fontSize=12, tooltip=None, x=0, y=23)
    place = place.encode(text="place:N", color=WORDS)
    chart = (
        alt.layer(squares, numbers, sentence, place, *([_titles(layout)] if many else []))
        .properties(height=_HEIGHT)
        .add_params(progress)
    )
    spec = theme.finish(chart)
    spec["params"][0]["on"] = [{"events": {"source": "view", "type": "pointerover"}, "update": _POINTED}]
    return spec


def _titles(layout: dict[str, str]) -> Any:
    """Name the matrices of a batch."""
    named = _calculated(alt.Chart(alt.NamedData(name="titles")), layout | _TITLE)
    names = named.mark_text(align="left", baseline="top", font="monospace", fontWeight=600, tooltip=None)
    size = alt.Size("letters:Q", scale=None)
    return names.encode(x=_pixels(alt.X, "x"), y=_pixels(alt.Y, "top"), text="title:N", size=size, color=WORDS)
