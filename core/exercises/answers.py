"""Answers to a question that asks for a value: a number, truth value, dtype or shape, typed or worked out."""

import math
from typing import Any, Final

import torch
from torch import Tensor

from core.exercises.differences import what
from core.exercises.numbers import number
from core.expressions import Value

# So that an answer may be written as PyTorch prints it, without `torch.` in front.
PRINTED: Final = ("tensor",)
SHORT: Final[dict[str, Value]] = {
    **{str(dtype).removeprefix("torch."): dtype for dtype in (
        torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.uint8, torch.int8, torch.int16,
        torch.int32, torch.int64,
    )},
    "inf": math.inf,
    "nan": math.nan,
}  # fmt: skip


def answer_difference(yours: Value, wanted: Value, tolerance: float) -> str:
    """Compare a value with the one that is wanted; a tensor counts by its numbers, however it is written.

    Args:
        yours: anything that an expression may come to.
        wanted: a number, truth value, dtype, or several of these, in a tensor, list, tuple or shape.
        tolerance: how far a number may be off.
    """
    return _apart(_plain(yours), _plain(wanted), tolerance)


def _plain(value: Value) -> Any:
    """Return a tensor's numbers, and a shape or a tuple as a list."""
    if isinstance(value, Tensor):
        return value.tolist()
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _apart(yours: Any, wanted: Any, tolerance: float) -> str:
    if isinstance(wanted, list):
        return _of_lists(yours, wanted, tolerance)
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        wish = "True or False" if isinstance(wanted, bool) else "a dtype such as torch.int64"
        if type(yours) is not type(wanted):
            return f"{wish} is wanted, yours is {what(yours)}"
        return "" if yours == wanted else f"yours is {yours}, which it is not"
    if isinstance(yours, bool) or not isinstance(yours, int | float):
        return f"a number is wanted, yours is {what(yours)}"
    return _of_numbers(float(yours), float(wanted), tolerance)


def _of_lists(yours: Any, wanted: list[Any], tolerance: float) -> str:
    if not isinstance(yours, list) or len(yours) != len(wanted):
        n = f"yours has {len(yours)}" if isinstance(yours, list) else f"yours is {what(yours)}"
        return f"{len(wanted)} values are wanted, written as (1, 2, 3); {n}"
    pairs = zip(yours, wanted, strict=True)
    wrong = [(place, found) for place, pair in enumerate(pairs) if (found := _apart(*pair, tolerance))]
    return f"{len(wrong)} of {len(wanted)} values differ; at place {wrong[0][0]}, {wrong[0][1]}" if wrong else ""


def _of_numbers(yours: float, wanted: float, tolerance: float) -> str:
    if math.isclose(yours, wanted, rel_tol=1e-9, abs_tol=tolerance) or (math.isnan(yours) and math.isnan(wanted)):
        return ""
    if math.isnan(yours - wanted):
        return f"yours is {number(yours)}, which it is not"
    return f"yours is {number(yours)}, too {'large' if yours > wanted else 'small'}"
