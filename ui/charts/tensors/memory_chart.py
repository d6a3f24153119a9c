"""Memory as a strip, tensors as windows on it, and below these the tensors in the order of their indices.

One constant spec; where everything stands, Vega works out from the width it has.
"""

from functools import cache
from typing import Any, Final

import altair as alt

from ui.charts import theme
from ui.charts.tensors.ink import WORDS, on_square
from ui.charts.tensors.memory import HEIGHT, LEFT, RING

_WIDEST: Final = 84  # a place
_LARGEST: Final = 46  # a square of a tensor
_NARROWEST: Final = 150  # a tensor with its title
_LEGIBLE: Final = 7  # the smallest letters

# Each name may use the ones before it. Where `tile` is -1 a square or a line belongs to the memory.
_WHERE: Final = {
    "w": f"max(1, min({_WIDEST}, (width - {LEFT} - 4) / datum.n))",
    "per": f"max(1, min(datum.tiles, floor(width / {_NARROWEST})))",
    "wide": "min(width / datum.per, 420)",
    "room": "datum.area / ceil(datum.tiles / datum.per)",
    "left": "(datum.tile % datum.per) * datum.wide",
    "above": "datum.top + floor(datum.tile / datum.per) * datum.room",
}
_SQUARE: Final = {
    "side": f"max(1, min({_LARGEST}, (datum.wide - 14) / datum.cols, (datum.room - datum.head - 8) / datum.rows))",
    "x": f"datum.tile < 0 ? {LEFT} + datum.place * datum.w : datum.left + datum.col * datum.side",
    "y1": "datum.tile < 0 ? datum.y : datum.above + datum.head + datum.row * datum.side",
    "across": "datum.tile < 0 ? datum.span * datum.w : datum.side",
    "gap": "datum.across > 6 ? 2 : datum.across / 4",
    "x2": "datum.x + datum.across - datum.gap",
    "y2": "datum.y1 + (datum.tile < 0 ? datum.tall : datum.side - datum.gap)",
    "cx": "(datum.x + datum.x2) / 2",
    "cy": "(datum.y1 + datum.y2) / 2",
    "most": "min(15, (datum.y2 - datum.y1) * 0.6)",
    "full": "min(datum.most, (datum.x2 - datum.x) * 1.55 / max(2, datum.wide_label))",
    "short": "min(datum.most, (datum.x2 - datum.x) * 1.55 / max(2, datum.wide_brief))",
    # Where 728218. does not fit, a square says 728k.
    "spelled": f"datum.full < {_LEGIBLE} ? datum.brief : datum.label",
    "font": f"datum.full < {_LEGIBLE} ? datum.short : datum.full",
    "says": f"datum.font < {_LEGIBLE} ? '' : datum.spelled",
}
_LINE: Final = {
    "skip": "max(1, ceil(30 / datum.w))",
    "x": f"datum.tile >= 0 ? datum.left : datum.place < 0 ? 0 : {LEFT} + datum.place * datum.w"
    " + (datum.look == 'small' ? datum.w / 2 - 1 : 0)",
    "y1": "datum.tile < 0 ? datum.y : datum.above + datum.y",
    "room_for": f"datum.tile >= 0 ? datum.wide - 8 : datum.place < 0 && datum.look == 'code' ? {LEFT} - 6 : width",
    "font": "max(8, min(datum.look == 'small' ? 10 : datum.look == 'note' ? 12 : 13, "
    "datum.room_for / (max(1, length(datum.text)) * (datum.look == 'code' ? 0.62 : 0.52))))",
    "shown": "datum.look != 'small' || datum.place % datum.skip == 0",
}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "code": {"align": "left", "font": "monospace", "fontWeight": 600},
    "bold": {"align": "left", "fontWeight": 600},
    "note": {"align": "left"},
    "small": {"align": "center", "opacity": 0.75},
}


def _calculated(chart: Any, *steps: dict[str, str]) -> Any:
    for name, expression in [item for each in steps for item in each.items()]:
        chart = chart.transform_calculate(**{name: expression})
    return chart


def _group(data: str, layers: list[Any], *steps: dict[str, str]) -> Any:
    """Lay marks over each other that Vega works the same positions out for, once."""
    return _calculated(alt.layer(*layers, data=alt.NamedData(name=data)), *steps)


def _pixels(channel: Any, name: str) -> Any:
    return channel(f"{name}:Q", scale=None, axis=None)


@cache
def memory_chart() -> dict[str, Any]:
    """Draw memory and tensors; pointing at a square keeps everything that lies at its place; data: `memory_frames`."""
    pointed = alt.selection_point(name="pointed", fields=["element"], on="pointerover", clear="pointerout", empty=True)
    rects = (
        alt.Chart()
        .mark_rect(aria=False)  # a description of each takes long; the chart has one
        .encode(
            x=_pixels(alt.X, "x"),
            x2="x2:Q",
            y=_pixels(alt.Y, "y1"),
            y2="y2:Q",
            fill=alt.Fill("shade:Q", scale=theme.diverging(1), legend=None),
            opacity=alt.condition(pointed, alt.value(1), alt.value(0.15)),
            tooltip=[
                alt.Tooltip("label:N", title="here"),
                alt.Tooltip("start:N", title="at byte"),
                alt.Tooltip("seen:N", title="seen as"),
            ],
        )
    )
    numbers = alt.Chart().transform_filter("datum.says").mark_text(baseline="middle", tooltip=None, aria=False)
    numbers = numbers.encode(
        x=_pixels(alt.X, "cx"),
        y=_pixels(alt.Y, "cy"),
        text="says:N",
        size=alt.Size("font:Q", scale=None),
        color=alt.condition(pointed, on_square(), WORDS),
    )
    written = alt.Chart().transform_filter("datum.ring > 0")
    rings = written.mark_rect(filled=False, strokeWidth=RING, tooltip=None, aria=False).encode(
        x=_pixels(alt.X, "x"), x2="x2:Q", y=_pixels(alt.Y, "y1"), y2="y2:Q", color=WORDS
    )
    squares = _group("squares", [rects.add_params(pointed), rings, numbers], _WHERE, _SQUARE)
    lines = _group("lines", [_lines(look) for look in _LOOKS], _WHERE, _LINE)
    chart = alt.layer(squares, lines).properties(height=HEIGHT)
    return theme.finish(chart)


def _lines(look: str) -> Any:
    lines = alt.Chart().transform_filter(f"datum.shown && datum.look == '{look}'")
    return lines.mark_text(baseline="top", tooltip=None, aria=False, **_LOOKS[look]).encode(
        x=_pixels(alt.X, "x"),
        y=_pixels(alt.Y, "y1"),
        text="text:N",
        size=alt.Size("font:Q", scale=None),
        color=WORDS,
    )
