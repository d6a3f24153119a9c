"""One chart for every tensor: tiles side by side, squares that stay square at any width.

Positions are pixels that Vega works out from the width it has, so one constant spec serves a phone and a wide screen.
"""

from functools import cache
from typing import Any, Final, Literal

import altair as alt

from ui.charts import theme
from ui.charts.tensors.ink import LEGIBLE, WORDS, font, on_square

Colors = Literal["diverging", "ramp"]

_NARROWEST: Final = 128  # a tile's title needs this many pixels
_EASY: Final = 9  # below, a short form is larger
_FILLED: Final = 0.42  # of the side of a square, at most, by the height of its letters
_FADED: Final = 0.18


def _side(per_row: str) -> str:
    """Write how large a square gets with so many tiles in a row."""
    across = f"(width / ({per_row}) - 10) / datum.mc"
    down = f"(height / ceil(datum.n / ({per_row})) - datum.head - 8) / datum.mr"
    return f"min({across}, {down}, datum.cap)"


# Each name may use the ones before it.
_STEPS: Final = {
    # A row that is too long to be read goes on below itself.
    "bent": f"datum.bend > 0 && (width - 10) / datum.mc * {_FILLED} < {LEGIBLE}",
    "mr": "datum.bent ? datum.mr * ceil(datum.mc / datum.bend) : datum.mr",
    "mc": "datum.bent ? datum.bend : datum.mc",
    # As many tiles as are at least so wide and high; all of them where `least` is 0.
    "fit": f"max(1, floor(width / {_NARROWEST})) * max(1, floor(height / max(datum.least, 1)))",
    "n": "datum.least > 0 ? min(datum.all, datum.fit) : datum.all",
    "most": f"max(1, min(datum.n, floor(width / {_NARROWEST})))",
    "guess": "sqrt(datum.n * width * (datum.mr + 1) / (height * datum.mc))",
    "few": "max(1, min(datum.most, floor(datum.guess)))",
    "many": "max(1, min(datum.most, ceil(datum.guess)))",
    "s_most": _side("datum.most"),
    "s_few": _side("datum.few"),
    "s_many": _side("datum.many"),
    "same": "max(datum.s_most, datum.s_few, datum.s_many, 1)",
    "per": "datum.s_most >= datum.same ? datum.most : datum.s_many >= datum.same ? datum.many : datum.few",
    "wide": "max(width / datum.per, 1)",
    "room": "height / ceil(datum.n / datum.per)",
    "side": "datum.aligned ? datum.same : "
    "max(1, min(datum.cap, (datum.wide - 10) / datum.cols, (datum.room - datum.head - 8) / datum.rows))",
    "tall": "datum.aligned ? min(datum.room, datum.same * datum.mr + datum.head + 18) : datum.room",
    "left": "(datum.tile % datum.per) * datum.wide",
    "top": "floor(datum.tile / datum.per) * datum.tall",
}
# A title is at most as long as its tile is wide; the last one counts the tiles there is no room for.
_TITLE: Final = {
    "absent": "datum.tile + 1 == datum.n ? datum.all + datum.beyond - datum.n : 0",
    "headline": "datum.title + (datum.absent > 0 ? ', ' + datum.absent + ' more' : '')",
    "letters": "max(8, min(13, (datum.wide - 8) / (max(1, length(datum.headline)) * 0.62)))",
}
_CELL: Final = {
    "gap": "datum.side > 6 ? 1 : 0",
    "x": "datum.left + (datum.bent ? datum.col % datum.bend : datum.col) * datum.side",
    "y": "datum.top + datum.head + (datum.bent ? floor(datum.col / datum.bend) : datum.row) * datum.side",
    "x2": "datum.x + datum.side * datum.w - min(datum.gap, datum.side * datum.w / 4)",
    "y2": "datum.y + datum.side * datum.h - datum.gap",
    "cx": "(datum.x + datum.x2) / 2",
    "cy": "(datum.y + datum.y2) / 2",
    "most_font": f"min(datum.cap > 100 ? 52 : 17, datum.side * {_FILLED})",
    "spaced": "min(datum.most_font, datum.side * 1.5 / datum.chars)",
    "full": f"datum.unit ? datum.spaced : {font('datum.chars', '(datum.cap > 100 ? 52 : 17)')}",
    # Of 0.8853 a small square says .89.
    "short": f"datum.unit && datum.full < {_EASY}",
    "font": "datum.short ? min(datum.most_font, datum.side * 0.5) : datum.full",
    "rounded": "format(toNumber(datum.label), '.2f')",
    "brief": "toNumber(datum.rounded) < 1 ? slice(datum.rounded, 1) : '1.0'",
    "says": f"datum.font < {LEGIBLE} ? '' : datum.short ? datum.brief : datum.label",
}


def _calculated(chart: Any, steps: dict[str, str]) -> Any:
    for name, expression in steps.items():
        chart = chart.transform_calculate(**{name: expression})
    return chart.transform_filter("datum.tile < datum.n")


def pixels(channel: Any, name: str) -> Any:
    """Place a channel by a field in pixels."""
    return channel(f"{name}:Q", scale=None, axis=None)


def laid_out(data: str, *, cells: bool = True) -> Any:
    """Begin a layer whose rows stand where their tiles have them: left and top of the tile, in pixels.

    Args:
        data: its name; with the columns of the tiles.
        cells: whether its rows are squares, which stand at x, y, x2 and y2.
    """
    return _calculated(alt.Chart(alt.NamedData(name=data)), _STEPS | (_CELL if cells else {}))


def tile_layers(colors: Colors, *, follow: bool = False) -> list[Any]:
    """Return the layers that draw tiles: squares, their numbers, and three lines above each tile."""
    low = -1 if colors == "diverging" else 0
    fill = alt.Fill("shade:Q", scale=alt.Scale(domain=[low, 1], range=colors, interpolate="rgb"), legend=None)
    cells = laid_out("cells")
    tip = [alt.Tooltip("index:N", title="index"), alt.Tooltip("exact:N", title="value")]
    squares = cells.mark_rect().encode(
        x=pixels(alt.X, "x"), x2="x2:Q", y=pixels(alt.Y, "y"), y2="y2:Q", fill=fill, tooltip=tip
    )
    solid = alt.Opacity("solid:Q", scale=None)
    color = on_square("datum.solid")
    if follow:
        pointed = alt.selection_point(
            name="pointed", fields=["element"], on="pointerover", clear="pointerout", empty=True
        )
        squares = squares.add_params(pointed).encode(opacity=alt.condition(pointed, solid, alt.value(_FADED)))
        color = alt.condition(pointed, color, WORDS)
    else:
        squares = squares.encode(opacity=solid)
    numbers = cells.transform_filter("datum.says").mark_text(baseline="middle", tooltip=None)
    numbers = numbers.encode(
        x=pixels(alt.X, "cx"),
        y=pixels(alt.Y, "cy"),
        text="says:N",
        size=alt.Size("font:Q", scale=None),
        color=color,
    )
    return [squares, numbers, *titles()]


@cache
def tiles_chart(colors: Colors, height: int, *, follow: bool = False, canvas: bool = False) -> dict[str, Any]:
    """Draw tensors; data from `tiles_frames`.

    Args:
        colors: "diverging" for values around zero, "ramp" for places in memory.
        height: in pixels.
        follow: whether pointing at an element fades all others, so that it is found again in every tile.
        canvas: whether it is painted as one picture, which is sooner done for very many squares.
    """
    chart = alt.layer(*tile_layers(colors, follow=follow)).properties(height=height)
    if canvas:
        chart = chart.properties(usermeta={"embedOptions": {"renderer": "canvas"}})
    return theme.finish(chart)


def titles() -> list[Any]:
    """Write the three lines above each tile."""
    named = _calculated(alt.Chart(alt.NamedData(name="titles")), _STEPS | _TITLE)
    looks: dict[str, dict[str, Any]] = {
        "headline": {"font": "monospace", "fontWeight": 600, "fontSize": 13},
        "note": {"fontSize": 12},
        "more": {"fontSize": 12},
    }
    lines = [
        named.transform_calculate(line=f"datum.top + {18 * i}")
        .mark_text(align="left", baseline="top", tooltip=None, **look)
        .encode(x=pixels(alt.X, "left"), y=pixels(alt.Y, "line"), text=f"{name}:N", color=WORDS)
        for i, (name, look) in enumerate(looks.items())
    ]
    return [lines[0].encode(size=alt.Size("letters:Q", scale=None)), *lines[1:]]
