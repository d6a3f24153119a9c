"""An einsum drawn: the operands and the result, their dims with coloured letters, and the products of each element.

Point at an element of the result, and the elements that it is made of stay bright; of an operand, where it goes. All
of it happens in the browser.
"""

from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from torch import Tensor

from core.tensors.einsum import Contraction
from ui.charts import theme
from ui.charts.tensors.frames import tiles_frames
from ui.charts.tensors.ink import WORDS, on_square
from ui.charts.tensors.labels import labels
from ui.charts.tensors.shades import by_value
from ui.charts.tensors.tile import Tile
from ui.charts.tensors.tiles import laid_out, pixels, titles

HEIGHT: Final = 330
LETTERS: Final = 8  # that have a colour of their own
_WRITTEN: Final = 6  # products written out in a sentence before some are left out
_STEP: Final = 13  # pixels from one letter to the next

Frames = dict[str, pd.DataFrame]


def einsum_frames(done: Contraction) -> Frames:
    """Tabulate an einsum for `einsum_chart`."""
    named = [*zip("AB", done.operands, strict=False), ("C", done.result)]
    tiles = [Tile(title=name, note=" ", values=_flat(x), shade=by_value(x)[0]) for name, x in named]
    frames = tiles_frames(tiles, cap=60, aligned=True)
    cells, titles = frames["cells"], frames["titles"]
    for frame in (cells, titles):
        frame["mr"] += 1  # room for what is written at the foot
    cells["id"] = range(len(cells))
    cells["index"] = [place for name, x in named for place in _places(name, x)]
    starts = [sum(x.numel() for _, x in named[:i]) for i in range(len(named))]
    kin, sentences = _kin(done, starts)
    cells["kin"] = kin
    cells["sentence"] = sentences
    cells["first"], cells["n_all"] = starts[-1], len(cells)
    order = {letter.name: number for number, letter in enumerate(done.letters)}
    rows = [
        (tile, place, letter, order[letter] % LETTERS)
        for tile, letters in enumerate([*done.inputs, done.output])
        for place, letter in enumerate(letters)
    ]
    written = pd.DataFrame(rows, columns=["tile", "place", "letter", "hue"])
    frames["letters"] = written.merge(titles.drop(columns=["title", "note", "more"]), on="tile")
    return frames


def _flat(x: Tensor) -> Tensor:
    """A scalar is one square."""
    return x.reshape(1) if x.ndim == 0 else x


def _places(name: str, x: Tensor) -> list[str]:
    return [f"{name}{list(index) if index else ''}" for index in np.ndindex(*x.shape)]


def _kin(done: Contraction, starts: list[int]) -> tuple[list[str], list[str]]:
    """Return of each element those it has to do with, and a sentence on them."""
    result, *operands = done.terms.T.tolist()
    n = starts[-1] + done.result.numel()
    kin: list[dict[int, None]] = [{} for _ in range(n)]
    products: list[list[str]] = [[] for _ in range(done.result.numel())]
    said = [labels(x.reshape(-1).tolist()) for x in done.operands]
    for term, goes_into in enumerate(result):
        ids = [starts[which] + column[term] for which, column in enumerate(operands)]
        target = starts[-1] + goes_into
        for one in ids:
            kin[one][target] = None
            kin[target][one] = None
        products[goes_into].append("·".join(said[which][column[term]] for which, column in enumerate(operands)))
    own = labels(done.result.reshape(-1).tolist())
    names = [place for name, x in zip("AB", done.operands, strict=False) for place in _places(name, x)]
    goes = _places("C", done.result)
    into = [[goes[one - starts[-1]] for one in kin[number]] for number in range(len(names))]
    sentences = [f"{name} goes into {_few(each, ', ')}" for name, each in zip(names, into, strict=True)]
    for name, parts, value in zip(goes, products, own, strict=True):
        written = _few(parts, " + ")
        sentences.append(f"{name} = {written}" if written == value else f"{name} = {written} = {value}")
    return [f",{''.join(f'{one},' for one in each)}" for each in kin], sentences


def _few(parts: list[str], between: str) -> str:
    shown = parts if len(parts) <= _WRITTEN else [*parts[: _WRITTEN - 2], "…", parts[-1]]
    return between.join(shown) or "nothing"


# Which element is spoken of: the one pointed at, or the first of the result.
_POINTED: Final = {
    "at": "isArray(pointed.id) && pointed.id.length > 0 && pointed.id[0] < datum.n_all ? pointed.id[0] : datum.first",
    "lit": "datum.id == datum.at || indexof(datum.kin, ',' + datum.at + ',') >= 0",
    "strong": "datum.lit ? 1 : 0.22",
    "clear": "datum.lit ? 1 : 0.7",
    "rim": "1",
    "edge": "datum.id == datum.at ? 3 : datum.lit ? 1.5 : 0",
}


def _spoken(chart: Any) -> Any:
    for name, expression in _POINTED.items():
        chart = chart.transform_calculate(**{name: expression})
    return chart


@cache
def einsum_chart() -> dict[str, Any]:
    """Draw an einsum; data from `einsum_frames`."""
    pointed = alt.selection_point(name="pointed", fields=["id"], on="pointerover", clear=False, empty=False)
    cells = _spoken(laid_out("cells"))
    ink = alt.Scale(domain=[0, 1], range="ramp")
    squares = cells.mark_rect().encode(
        x=pixels(alt.X, "x"), x2="x2:Q", y=pixels(alt.Y, "y"), y2="y2:Q",
        fill=alt.Fill("shade:Q", scale=theme.diverging(1), legend=None),
        opacity=alt.Opacity("strong:Q", scale=None),
        stroke=alt.Stroke("rim:Q", scale=ink, legend=None),
        strokeWidth=alt.StrokeWidth("edge:Q", scale=None),
        tooltip=[alt.Tooltip("index:N", title="element"), alt.Tooltip("exact:N", title="value")],
    ).add_params(pointed)  # fmt: skip
    numbers = cells.transform_filter("datum.says").mark_text(baseline="middle", tooltip=None)
    numbers = numbers.encode(
        x=pixels(alt.X, "cx"), y=pixels(alt.Y, "cy"), text="says:N", size=alt.Size("font:Q", scale=None),
        color=on_square("datum.strong"), opacity=alt.Opacity("clear:Q", scale=None),
    )  # fmt: skip
    return theme.finish(alt.layer(squares, numbers, *titles(), *_foot(), _letters()).properties(height=HEIGHT))


def _letters() -> Any:
    """Write the letter of each dim below the tensor's name, in its colour."""
    scale = alt.Scale(domain=list(range(LETTERS)), range="category")
    base = laid_out("letters", cells=False).transform_calculate(
        lx=f"datum.left + {_STEP} * datum.place", ly="datum.top + 17"
    )
    look = {"font": "monospace", "fontWeight": "bold", "fontSize": 15}
    marks = base.mark_text(align="left", baseline="top", tooltip=None, **look)
    color = alt.Color("hue:N", scale=scale, legend=None)
    return marks.encode(x=pixels(alt.X, "lx"), y=pixels(alt.Y, "ly"), text="letter:N", color=color)


def _foot() -> list[Any]:
    """Write at the foot what the element pointed at has to do with the others, and where numbers are to be had."""
    cells = _spoken(laid_out("cells")).transform_filter("datum.id == datum.at")
    cells = cells.transform_calculate(
        letters="max(8, min(15, width / (length(datum.sentence) * 0.62)))",
        hint="datum.says ? '' : 'Point at a square for its number.'",
    )
    words = cells.mark_text(align="left", baseline="bottom", font="monospace", tooltip=None, x=0, y=HEIGHT)
    hint = cells.mark_text(align="left", baseline="bottom", fontSize=12, tooltip=None, x=0, y=HEIGHT - 18)
    return [
        words.encode(text="sentence:N", size=alt.Size("letters:Q", scale=None), color=WORDS),
        hint.encode(text="hint:N", color=WORDS),
    ]
