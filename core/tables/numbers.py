"""From texts to numbers, with decimal points, decimal commas and separated thousands."""

import re
from collections.abc import Sequence
from typing import Final

_EXPONENT: Final = r"([eE][+-]?\d{1,4})?"
_LONGEST: Final = 40

POINT: Final = re.compile(rf"[+-]?(\d+(\.\d*)?|\.\d+){_EXPONENT}", re.ASCII)
COMMA: Final = re.compile(rf"[+-]?(\d+(,\d*)?|,\d+){_EXPONENT}", re.ASCII)
THOUSANDS_COMMA: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})*(\.\d+)?", re.ASCII)
THOUSANDS_POINT: Final = re.compile(r"[+-]?\d{1,3}(\.\d{3})*(,\d+)?", re.ASCII)

_NOTES: Final = {
    POINT: "",
    COMMA: "a decimal comma",
    THOUSANDS_COMMA: "commas between the thousands",
    THOUSANDS_POINT: "points between the thousands and a decimal comma",
}
_REMOVED: Final = {POINT: "", COMMA: "", THOUSANDS_COMMA: ",", THOUSANDS_POINT: "."}


def looks_like_number(cell: str) -> bool:
    """Tell whether a cell is a number with a decimal point, or without one."""
    return len(cell) <= _LONGEST and POINT.fullmatch(cell) is not None


def read_numbers(cells: Sequence[str], delimiter: str) -> tuple[list[float], str] | None:
    """Read all cells as numbers written in one way, or return None where there is no such way.

    Where commas separate the cells, a (quoted) 1,234 has its thousands separated; elsewhere it is 1.234.

    Args:
        cells: texts that are not missing, at least one.
        delimiter: what stands between the cells of the file.

    Returns:
        The numbers (too large ones are inf) and, where they are not written with a decimal point, how they are.
    """
    commas = (THOUSANDS_COMMA, COMMA) if delimiter == "," else (COMMA, THOUSANDS_COMMA)
    if max(map(len, cells)) > _LONGEST:
        return None
    for pattern in (POINT, *commas, THOUSANDS_POINT):
        if all(map(pattern.fullmatch, cells)):
            removed = _REMOVED[pattern]
            decimal = "," if pattern in (COMMA, THOUSANDS_POINT) else "."
            numbers = [float(cell.replace(removed, "").replace(decimal, ".")) for cell in cells]
            return numbers, _NOTES[pattern]
    return None
