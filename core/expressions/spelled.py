"""What an expression may come to, as text, and when two of them are the same answer."""

import math
from typing import Any, Final

import torch
from torch import Tensor

Value = Any  # a Tensor, a number, a bool, None, a dtype, a shape, or a list or tuple of these
_LONGEST: Final = 1_500


def spelled(value: Value) -> str:
    """Write a value as Python prints it, shortened where it is long."""
    text = f"{list(value)}" if isinstance(value, torch.Size) else repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 4] + " ..."


def alike(one: Value, other: Value) -> bool:
    """Tell whether two values are the same: kind, shape, dtype and every number, nan like nan."""
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        equal = one.shape == other.shape and one.dtype == other.dtype
        return equal and bool(torch.isclose(one, other, rtol=1e-5, atol=1e-8, equal_nan=True).all())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-5, abs_tol=1e-8) or (math.isnan(one) and math.isnan(other))
    return type(one) is type(other) and bool(one == other)
