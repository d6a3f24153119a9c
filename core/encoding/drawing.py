"""A picture drawn by hand, as text that fits into a link: the side, then a hexadecimal digit for each pixel."""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.encoding.limits import DRAWING_LENGTH, SIDE
from core.errors import TensorError
from core.quoting import quoted
from core.tensors.limits import check_length

STEP: Final = 17  # from one level to the next, of 0 to 255
_TEXT: Final = re.compile(r"[0-9]{1,2}(?:\.[0-9a-f]*)*", re.ASCII)

# A seven, as somebody writes it with a soft pen.
SEVEN: Final = (
    "12...0028ffffff8.002ffffffff.000000008ff.00000002ff8.00000008ff.0000002ff8.0000008ff.000002ff8.000008ff"
)


def parse_drawing(text: str) -> NDArray[np.uint8]:
    """Read a drawing.

    Args:
        text: the side, then the rows from the top, all with a point before them; a digit 0 to f for each pixel.
            What is missing at the end of a row, or below, is 0.

    Returns:
        (side, side), uint8: 0, 17, 34, ..., 255.

    Raises:
        TensorError: in one sentence, if it is none.
    """
    check_length("the drawing", text, DRAWING_LENGTH)
    if not _TEXT.fullmatch(text):
        raise TensorError(
            f"{quoted(text)} is no drawing; write the side and its rows with points between, such as 8.0ff.f00f"
        )
    first, *rows = text.split(".")
    side = int(first)
    if side not in SIDE:
        raise TensorError(f"a drawing has {SIDE.low:g} to {SIDE.high:g} pixels on a side, not {side}")
    if len(rows) > side or max(map(len, rows), default=0) > side:
        raise TensorError(f"this drawing has more than {side} pixels in a row or column, which is its side")
    pixels = np.zeros((side, side), np.uint8)
    for y, row in enumerate(rows):
        pixels[y, : len(row)] = [int(digit, 16) * STEP for digit in row]
    return pixels


def drawing_text(pixels: NDArray[np.uint8]) -> str:
    """Write a drawing; pixels between two levels go to the one below."""
    rows = ("".join(f"{level:x}" for level in row).rstrip("0") for row in (pixels // STEP).tolist())
    return ".".join([str(len(pixels)), *rows]).rstrip(".")
