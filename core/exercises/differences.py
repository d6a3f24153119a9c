"""How an answer differs from what is wanted, in one sentence without its full stop; nothing where it does not."""

import math
from typing import Any, Final

import torch
from torch import Tensor

from core.exercises.numbers import number, numbers
from core.expressions import Value
from core.quoting import quoted
from core.tensors.sizes import shape_text

_RTOL: Final = 1e-4
_ATOL: Final = 1e-5
_PRINTED: Final = 5.01e-5  # half of the fourth decimal, the last that PyTorch prints


def same(one: Tensor, other: Tensor) -> Tensor:
    """Tell of every element whether two tensors of one shape agree; another way of rounding does not count."""
    if not (one.is_floating_point() or other.is_floating_point()):
        return one == other
    return torch.isclose(one.double(), other.double(), rtol=_RTOL, atol=_ATOL, equal_nan=True)


def difference(yours: Value, wanted: Value, *, dtype: bool = True) -> str:
    """Compare what a formula came to with what is wanted: kind, shape, dtype, numbers.

    Args:
        yours: anything that an expression may come to.
        wanted: the same, for most exercises a tensor.
        dtype: whether the dtype counts; truth values are no numbers all the same.
    """
    if isinstance(wanted, list | tuple):
        return _of_parts(yours, wanted, dtype=dtype)
    if not isinstance(wanted, Tensor):
        equal = type(yours) is type(wanted) and yours == wanted
        return "" if equal else f"{what(wanted)} is wanted, yours is {what(yours)}"
    if isinstance(yours, bool | int | float) and wanted.ndim == 0:
        kinds = {bool: torch.bool, int: torch.int64, float: torch.float32}
        yours = torch.tensor(yours, dtype=kinds[type(yours)])
    if not isinstance(yours, Tensor):
        return f"a tensor of shape {shape_text(wanted.shape)} is wanted, yours is {what(yours)}"
    return _of_tensors(yours.detach().cpu(), wanted, dtype=dtype)


def unrounded(yours: Value, wanted: Value) -> Value:
    """Give numbers that were typed as PyTorch prints them the digits back that it did not print.

    Args:
        yours: as typed.
        wanted: what they are to be; those that are further off stay as they are.
    """
    if isinstance(yours, list | tuple) and isinstance(wanted, list | tuple) and len(yours) == len(wanted):
        return [unrounded(one, other) for one, other in zip(yours, wanted, strict=True)]
    if isinstance(yours, float) and isinstance(wanted, Tensor):
        yours = torch.tensor(yours)
    if not isinstance(yours, Tensor) or not isinstance(wanted, Tensor) or yours.shape != wanted.shape:
        return yours
    if yours.dtype != wanted.dtype or not yours.is_floating_point():
        return yours
    near = torch.isclose(yours.detach().double(), wanted.double(), rtol=0, atol=_PRINTED)
    return torch.where(near, wanted, yours)


def what(value: Value) -> str:
    """Say what a value is, shortly."""
    if isinstance(value, Tensor):
        return f"a tensor of shape {shape_text(value.shape)}"
    if isinstance(value, list | tuple):
        return _what_of_parts(value)
    if isinstance(value, int | float):
        return f"the {'truth value' if isinstance(value, bool) else 'number'} {number(value)}"
    kind = "the dtype " if isinstance(value, torch.dtype) else "the value "
    return f"{'' if value is None else kind}{quoted(value)}"


def _what_of_parts(value: Any) -> str:
    if hasattr(value, "indices"):
        return "a pair, values and indices"
    if isinstance(value, torch.Size):
        return f"the shape {shape_text(value)}"
    few = {1: "a list of 1 value", 2: "a pair"}
    return few.get(len(value), f"a list of {len(value)} values")


def _of_parts(yours: Value, wanted: Any, *, dtype: bool) -> str:
    if not isinstance(yours, list | tuple) or len(yours) != len(wanted):
        return f"{what(wanted)} of tensors is wanted, yours is {what(yours)}"
    for which, one, other in zip(("first", "second", "third"), yours, wanted, strict=False):
        if found := difference(one, other, dtype=dtype):
            return f"in the {which} of the two, {found}"
    return ""


def _of_tensors(yours: Tensor, wanted: Tensor, *, dtype: bool) -> str:
    if yours.shape != wanted.shape:
        shapes = f"yours is {shape_text(yours.shape)}, wanted is {shape_text(wanted.shape)}"
        return f"the shape differs: {shapes}{_nevertheless(yours, wanted)}"
    if yours.dtype != wanted.dtype and (dtype or torch.bool in {yours.dtype, wanted.dtype}):
        dtypes = f"yours is {_dtype(yours)}, wanted is {_dtype(wanted)}"
        equal = "; the numbers are right" if bool(same(yours, wanted).all()) else "; numbers differ, too"
        return f"the dtype differs: {dtypes}{equal}"
    return _of_numbers(yours, wanted)


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _nevertheless(yours: Tensor, wanted: Tensor) -> str:
    """Say what is right with a tensor that differs."""
    if yours.numel() != wanted.numel() or not yours.numel():
        return ""
    if bool(same(yours.reshape(-1), wanted.reshape(-1)).all()):
        return "; its numbers are the right ones, in the right order"
    return _reordered(yours, wanted)


def _reordered(yours: Tensor, wanted: Tensor) -> str:
    both = [tensor.reshape(-1).double().sort().values for tensor in (yours, wanted)]
    alike = yours.numel() > 1 and bool(same(*both).all())
    return "; the right numbers are all there, in another order" if alike else ""


def _of_numbers(yours: Tensor, wanted: Tensor) -> str:
    apart = ~same(yours, wanted)
    n = int(apart.sum())
    if not n:
        return ""
    one, other = yours.double(), wanted.double()
    gap = torch.where(apart, (one - other).abs().nan_to_num(nan=torch.inf, posinf=torch.inf), -1.0)
    place = int(gap.argmax())
    index = [int(i) for i in torch.unravel_index(torch.tensor(place), yours.shape)]
    values = numbers(yours.reshape(-1)[place].item(), wanted.reshape(-1)[place].item())
    where = f" at {index}" if index else ""
    most = gap.max().item()
    by = f", {number(most)} apart" if math.isfinite(most) and yours.dtype != torch.bool else ""
    few = f"{n} of {yours.numel()} values differ, most of all{where}" if yours.numel() > 1 else "the value differs"
    return f"{few}: yours is {values[0]}, wanted is {values[1]}{by}{_reordered(yours, wanted)}"
