"""The bits of a number drawn: sign, exponent and fraction of every dtype, and what each of them says."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.dtypes.bits import Stored
from core.dtypes.numbers import exactly
from core.spelling import raised
from ui.charts import theme
from ui.charts.clicks import clickable

_PARTS: Final = ("sign", "exponent", "fraction")
_SHORT_LINE, _LONG_LINE = 32, 64  # bits in a line, on a telephone and elsewhere
_HEAD, _FOOT = 21, 27  # pixels over and under the squares of a dtype
_GAP: Final = 0.6  # between the parts, in squares
_DIGITS: Final = 12  # of a significand, after its point
_TALL: Final = 17  # pixels of a square

_PER: Final = f"(width < 640 ? {_SHORT_LINE} : {_LONG_LINE})"
_SIDE: Final = f"min(21, width / ({_PER} + {2 * _GAP}))"
_STEPS: Final = {
    "lines": "width < 640 ? datum.lines_short : datum.lines_long",
    "top": f"datum.block * {_HEAD + _FOOT} + datum.lines * {_TALL + 3}",
}
_SQUARE: Final = {
    "x": f"(datum.i % {_PER} + {_GAP} * datum.part_i) * {_SIDE}",
    "x2": f"datum.x + {_SIDE} - 1.5",
    "y": f"datum.top + {_HEAD} + floor(datum.i / {_PER}) * {_TALL + 3}",
    "y2": f"datum.y + {_TALL}",
    "cx": "(datum.x + datum.x2) / 2",
    "cy": "(datum.y + datum.y2) / 2",
    "font": f"min(13, {_SIDE} * 0.85)",
}
_MEANT: Final = {
    "x": f"(datum.start + {_GAP} * datum.part_i) * {_SIDE}",
    "y": f"datum.top + {_HEAD} + ceil(datum.n / {_PER}) * {_TALL + 3}",
}


def bits_frames(stored: Sequence[Stored]) -> dict[str, pd.DataFrame]:
    """Tabulate the bits, what each part of them says, and the dtypes.

    Args:
        stored: one number in several dtypes.
    """
    bits, said, heads, place = [], [], [], 0
    for block, (one, lines) in enumerate(zip(stored, _lines(stored), strict=True)):
        where = {"block": block, "n": len(one.bits), **lines}
        heads.append({**where, "says": one.dtype, "note": _note(one)})
        start = 0
        for part_i, (part, width) in enumerate(zip(_PARTS, _widths(one), strict=True)):
            share = one.bits[start : start + width]
            said.append({**where, "start": start, "part_i": part_i, "says": _says(one, part, share)})
            for i, bit in enumerate(share, start):
                bits.append({**where, "i": i, "part": part, "part_i": part_i, "bit": bit, "place": place + i,
                             "strong": 0.92 if bit == "1" else 0.14, "worth": _worth(one, part, i - start),
                             "dtype": one.dtype})  # fmt: skip
            start += width
        place += len(one.bits)
    return {"bits": pd.DataFrame(bits), "said": pd.DataFrame(said), "heads": pd.DataFrame(heads)}


def bits_height(stored: Sequence[Stored]) -> int:
    """Return how tall the picture is where it is narrow."""
    return len(stored) * (_HEAD + _FOOT) + sum(-(-len(one.bits) // _SHORT_LINE) for one in stored) * (_TALL + 3)


def _lines(stored: Sequence[Stored]) -> list[dict[str, int]]:
    """Count the lines of squares above each dtype, in long lines and in short ones."""
    above = []
    for number in range(len(stored)):
        counts = [sum(-(-len(one.bits) // per) for one in stored[:number]) for per in (_LONG_LINE, _SHORT_LINE)]
        above.append(dict(zip(("lines_long", "lines_short"), counts, strict=True)))
    return above


def _widths(one: Stored) -> tuple[int, int, int]:
    return 1, one.layout.exponent, one.layout.fraction


def _note(one: Stored) -> str:
    sign, exponent, fraction = _widths(one)
    return f"{sign} sign, {exponent} exponent, {fraction} fraction"


def _says(one: Stored, part: str, share: str) -> str:
    if part == "sign":
        return "−" if share == "1" else "+"
    if part == "exponent":
        return "" if one.kind in {"inf", "nan", "zero"} else f"2{raised(one.power)}"
    if one.kind in {"inf", "nan", "zero"}:
        return f"= {one.kind}" if one.kind != "zero" else "= 0"
    note = " (subnormal: no 1 in front)" if one.kind == "subnormal" else ""
    return f"× {exactly(one.significand, _DIGITS)}{note}"


def _worth(one: Stored, part: str, i: int) -> str:
    if part == "sign":
        return "minus"
    if part == "exponent":
        return f"{2 ** (one.layout.exponent - 1 - i):,} in the exponent"
    return f"2{raised(-1 - i)} in the fraction"


def _calculated(chart: Any, steps: dict[str, str]) -> Any:
    for name, expression in steps.items():
        chart = chart.transform_calculate(**{name: expression})
    return chart


def _pixels(channel: Any, name: str) -> Any:
    return channel(f"{name}:Q", scale=None, axis=None)


@cache
def bits_chart(height: int) -> dict[str, Any]:
    """Draw the bits, each of which can be selected; data from `bits_frames`."""
    bits = _calculated(alt.Chart(alt.NamedData(name="bits")), _STEPS | _SQUARE)
    # The series begins with blue, orange, green.
    fill = alt.Fill("part:N", scale=alt.Scale(domain=["fraction", "sign", "exponent"], range="category"), legend=None)
    tips = [alt.Tooltip("dtype:N"), alt.Tooltip("part:N"), alt.Tooltip("worth:N", title="a 1 here is")]
    squares = bits.mark_rect(cursor="pointer").encode(
        x=_pixels(alt.X, "x"), x2="x2:Q", y=_pixels(alt.Y, "y"), y2="y2:Q",
        fill=fill, fillOpacity=alt.FillOpacity("strong:Q", scale=None), tooltip=tips,
    )  # fmt: skip
    ink = "datum.bit == '1' ? background : (luminance(background) > 0.5 ? 'black' : 'white')"
    digits = bits.mark_text(baseline="middle", tooltip=None, aria=False).encode(
        x=_pixels(alt.X, "cx"), y=_pixels(alt.Y, "cy"), text="bit:N",
        size=alt.Size("font:Q", scale=None), color=alt.value(alt.expr(ink)),
    )  # fmt: skip
    said = _line("said", _MEANT, baseline="top", fontSize=12)
    heads = _line("heads", {"x": "0", "y": "datum.top + 16"}, baseline="bottom", fontSize=13, fontWeight=600)
    notes = _line("heads", {"x": "110", "y": "datum.top + 16"}, baseline="bottom", fontSize=12, opacity=0.7)
    notes = notes.encode(text="note:N")
    layers = alt.layer(squares.add_params(clickable()), digits, said, heads, notes)
    return theme.finish(layers.properties(height=height))


def _line(data: str, place: dict[str, str], **look: Any) -> Any:
    chart = _calculated(alt.Chart(alt.NamedData(name=data)), _STEPS | place)
    marks = chart.mark_text(align="left", tooltip=None, color=theme.INK, **look)
    return marks.encode(x=_pixels(alt.X, "x"), y=_pixels(alt.Y, "y"), text="says:N")
