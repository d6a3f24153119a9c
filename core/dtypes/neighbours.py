"""The numbers next to a number in its dtype."""

import math
from functools import cache

import torch
from torch import Tensor


def neighbours(tensor: Tensor) -> tuple[float | None, float | None]:
    """Return the next smaller and the next larger number of the same dtype; None where there is none.

    Args:
        tensor: a float without dims. PyTorch has no `nextafter` for float8, whose 256 numbers are all looked at.
    """
    value = tensor.item()
    if tensor.element_size() == 1:
        every = _every(tensor.dtype)
        below = max((number for number in every if number < value), default=None)
        return below, min((number for number in every if number > value), default=None)
    down, up = (torch.nextafter(tensor, torch.tensor(end, dtype=tensor.dtype)).item() for end in (-math.inf, math.inf))
    return down if down < value else None, up if up > value else None


@cache
def _every(dtype: torch.dtype) -> list[float]:
    """List the numbers of a float8; nan, which is none, is never smaller or larger."""
    numbers: list[float] = torch.arange(256, dtype=torch.uint8).view(dtype).tolist()
    return numbers
