"""Row by column: A on the left, B above, the product where they meet; a slider runs through every dot product."""

from functools import lru_cache
from typing import Any, Final

import altair as alt

from ui.charts import theme
from ui.charts.tensors.ink import WORDS, on_square

_HEIGHT: Final = 390
_KEPT: Final = 64  # specs: a slider has as many steps as the product has terms
_LINE: Final = 46  # pixels for the sum that is running, and where it stands


_NOW: Final = {
    "now": "min(progress, datum.steps - 1)",
    "ci": "floor(datum.now / (datum.J * datum.K))",
    "cj": "floor(datum.now / datum.K) % datum.J",
    "ck": "datum.now % datum.K",
    "side": f"max(1, min(54, width / datum.mc, (height - {_LINE}) / datum.mr))",
}
_CELL: Final = {
    "x": "datum.col * datum.side",
    "y": f"{_LINE} + datum.row * datum.side",
    "x2": "datum.x + datum.side - 1",
    "y2": "datum.y + datum.side - 1",
    "cx": "datum.x + datum.side / 2",
    "cy": "datum.y + datum.side / 2",
    "font": "min(17, datum.side * 0.42, datum.side * 1.5 / datum.chars)",
    "lit": "datum.matrix == 'A' ? datum.i == datum.ci : datum.matrix == 'B' ? datum.j == datum.cj"
    " : datum.i == datum.ci && datum.j == datum.cj",
    "hot": "datum.lit && (datum.matrix == 'C' || (datum.matrix == 'A' ? datum.j : datum.i) == datum.ck)",
    "done": "datum.matrix != 'C' || (datum.fits && datum.now >= ((datum.i * datum.J + datum.j) + 1) * datum.K - 1)",
    "alone": "datum.lit && (datum.matrix == 'A' ? datum.j >= datum.br : datum.matrix == 'B' && datum.i >= datum.ac)",
    "strong": "datum.matrix == 'C' ? (datum.done ? 1 : datum.lit ? 0.5 : 0.14) : datum.lit ? 1 : 0.3",
    "outline": "1",
    "edge": "datum.hot || datum.alone ? 3 : 0",
    "says": "datum.font < 7 ? '' : datum.done ? datum.label + (datum.alone ? ' ?' : '') : datum.fits ? '' : '?'",
}

_SENTENCE: Final = {"font": "max(8, min(15, width / (length(datum.says) * 0.62)))"}


def _calculated(chart: Any, steps: dict[str, str]) -> Any:
    for name, expression in steps.items():
        chart = chart.transform_calculate(**{name: expression})
    return chart


def _pixels(channel: Any, name: str) -> Any:
    return channel(f"{name}:Q", scale=None, axis=None)


@lru_cache(maxsize=_KEPT)
def product_chart(n_terms: int, opening: int = 0) -> dict[str, Any]:
    """Draw a matrix product with a slider that runs through it in the browser; data from `product_frames`.

    Args:
        n_terms: how many products there are in all; the slider has a step for each.
        opening: the one at which it opens, from 0.
    """
    slider = alt.binding_range(min=0, max=max(n_terms - 1, 0), step=1, name="term ")
    progress = alt.param(name="progress", value=opening, bind=slider)
    ink = alt.Scale(domain=[0, 1], range="ramp")
    cells = _calculated(alt.Chart(alt.NamedData(name="cells")), _NOW | _CELL)
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
        .mark_text(baseline="middle", tooltip=None)
        .encode(
            x=_pixels(alt.X, "cx"),
            y=_pixels(alt.Y, "cy"),
            text="says:N",
            size=alt.Size("font:Q", scale=None),
            color=on_square("datum.strong"),
        )
    )
    running = _calculated(alt.Chart(alt.NamedData(name="terms")), _NOW | _SENTENCE)
    running = running.transform_filter("datum.s == datum.now")
    sentence = running.mark_text(align="left", baseline="top", font="monospace", tooltip=None, x=0, y=2)
    sentence = sentence.encode(text="says:N", size=alt.Size("font:Q", scale=None), color=WORDS)
    place = running.mark_text(align="left", baseline="top", fontSize=12, tooltip=None, x=0, y=23)
    place = place.encode(text="where:N", color=WORDS)
    chart = alt.layer(squares, numbers, sentence, place).properties(height=_HEIGHT).add_params(progress)
    return theme.finish(chart)
