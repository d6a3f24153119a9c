"""From texts to numbers, with decimal points, decimal commas and separated thousands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_EXPONENT: Final = r"([eE][+-]?\d{1,4})?"
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A way in which numbers are written.

    Attributes:
        pattern: of one of them.
        decimal: the decimal sign.
        thousands: what stands between the thousands; nothing where nothing does.
        note: says so, where it is not a decimal point alone.
    """

    pattern: re.Pattern[str]
    decimal: str = "."
    thousands: str = ""
    note: str = ""


POINT: Final = Style(pattern=re.compile(rf"[+-]?(\d+(\.\d*)?|\.\d+){_EXPONENT}", re.ASCII))
COMMA: Final = Style(
    pattern=re.compile(rf"[+-]?(\d+(,\d*)?|,\d+){_EXPONENT}", re.ASCII), decimal=",", note="a decimal comma"
)
THOUSANDS_COMMA: Final = Style(
    pattern=re.compile(r"[+-]?\d{1,3}(,\d{3})*(\.\d+)?", re.ASCII),
    thousands=",",
    note="commas between the thousands",
)
THOUSANDS_POINT: Final = Style(
    pattern=re.compile(r"[+-]?\d{1,3}(\.\d{3})*(,\d+)?", re.ASCII),
    decimal=",",
    thousands=".",
    note="points between the thousands and a decimal comma",
)


def looks_like_number(cell: str) -> bool:
    """Tell whether a cell is a number with a decimal point, or without one."""
    return len(cell) <= _LONGEST and POINT.pattern.fullmatch(cell) is not None


def style_of(cells: Sequence[str], delimiter: str) -> Style | None:
    """Return the one way in which all cells are written as numbers, or None where there is no such way.

    Where commas separate the cells, a (quoted) 1,234 has its thousands separated; elsewhere it is 1.234.

    Args:
        cells: texts that are not missing, at least one.
        delimiter: what stands between the cells of the file.
    """
    commas = (THOUSANDS_COMMA, COMMA) if delimiter == "," else (COMMA, THOUSANDS_COMMA)
    if max(map(len, cells)) > _LONGEST:
        return None
    for style in (POINT, *commas, THOUSANDS_POINT):
        if all(map(style.pattern.fullmatch, cells)):
            return style
    return None


def read_numbers(cells: Sequence[str], delimiter: str) -> tuple[list[float], str] | None:
    """Read all cells as numbers written in one way, as `style_of` finds it, or return None.

    Returns:
        The numbers (too large ones are inf) and, where they are not written with a decimal point, how they are.
    """
    style = style_of(cells, delimiter)
    if style is None:
        return None
    return [float(cell.replace(style.thousands, "").replace(style.decimal, ".")) for cell in cells], style.note
