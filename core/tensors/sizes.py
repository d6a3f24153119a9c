"""A shape, read from text and written as text."""

import math
import re
from collections.abc import Sequence
from typing import Final

from core.errors import TensorError
from core.ranges import Range
from core.tensors.limits import ELEMENTS, SIZE_LENGTH, check_elements, check_length, check_ndim

_SIZE: Final = re.compile(r"[0-9]{1,60}", re.ASCII)
_LARGEST: Final = 999_999  # of one size: beside a size of 0, the number of elements alone would not stop it


def parse_size(text: str, allowed: Range = ELEMENTS) -> tuple[int, ...]:
    """Read a shape: `3, 4`, `3x4`, `[3, 4]`; nothing at all is the shape of a scalar.

    Args:
        text: as typed.
        allowed: how many elements it may have.

    Raises:
        TensorError: if it is none, or has more dims or elements than that.
    """
    check_length("the shape", text, SIZE_LENGTH)
    bare = re.fullmatch(r"\s*(?:\[(.*)\]|\((.*)\)|(.*))\s*", text, re.DOTALL)
    inside = next((part for part in bare.groups() if part is not None), "") if bare else ""
    parts = [part.strip() for part in re.split(r"[,x×]", inside)]
    if parts[-1] == "":  # a comma at the end, as in (3,), or nothing at all
        parts.pop()
    if not all(_SIZE.fullmatch(part) for part in parts):
        raise TensorError(f"{text[:20]!r} is not a shape; write whole sizes with commas, such as 3, 4")
    size = tuple(map(int, parts))
    check_ndim(len(size))
    check_elements(math.prod(size), allowed)
    if max(size, default=0) > _LARGEST:
        raise TensorError(f"the size {max(size)} is too large; here a size goes up to {_LARGEST:,}")
    return size


def shape_text(shape: Sequence[int]) -> str:
    """Write a shape as PyTorch prints it: [3, 4]."""
    return f"[{', '.join(map(str, shape))}]"
