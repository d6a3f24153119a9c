"""What works in place of a refused A @ B or A + B: other forms of the operands, each of them tried."""

import itertools
from typing import Final

import torch
from torch import Tensor

from core.tensors.limits import NDIM
from core.tensors.products import Combined, combine

_OFFERED: Final = 8


def fixes(operator: str, a: Tensor, b: Tensor) -> tuple[Combined, ...]:
    """Return what works in place of a refused `A @ B` or `A + B`: every one of them was tried.

    Where another dtype is enough, nothing else is offered: it would give other numbers.
    """
    (cast_a, a), (cast_b, b) = _one_dtype(operator, a, b)
    cast = combine(operator, a, b, f"A{cast_a} {operator} B{cast_b}")
    if (cast_a or cast_b) and cast.fits:
        return (cast,)
    of_a, of_b = _changes(operator, a, b), _changes(operator, b, a)
    pairs = [(("", a), changed) for changed in [("", b), *of_b]] + [(changed, ("", b)) for changed in of_a]
    if a.ndim == b.ndim == 1:
        pairs.append(((".unsqueeze(-1)", a.unsqueeze(-1)), (".unsqueeze(0)", b.unsqueeze(0))))
    simple_first = sorted(pairs, key=lambda pair: len(pair[0][0]) + len(pair[1][0]))
    tried = (
        combine(operator, x, y, f"A{cast_a}{how_a} {operator} B{cast_b}{how_b}")
        for (how_a, x), (how_b, y) in simple_first
    )
    return tuple(itertools.islice((one for one in tried if one.result is not None), _OFFERED))


def choose(operator: str, a: Tensor, b: Tensor, fix: str | None) -> Combined:
    """Return the plain `A @ B` or `A + B`; where it is refused, the fix chosen by its code, if that is one."""
    plain = combine(operator, a, b)
    if plain.refused is None:
        return plain
    return next((one for one in fixes(operator, a, b) if one.code == fix), plain)


def _one_dtype(operator: str, a: Tensor, b: Tensor) -> tuple[tuple[str, Tensor], tuple[str, Tensor]]:
    """Return both in a dtype that goes into a product, each after the code for it; + casts by itself."""
    if operator == "+" or (a.dtype == b.dtype != torch.bool):
        return ("", a), ("", b)
    one, other = (("" if x.is_floating_point() else ".float()", x.float()) for x in (a, b))
    return one, other


def _changes(operator: str, tensor: Tensor, other: Tensor) -> list[tuple[str, Tensor]]:
    """List an operand's other forms, each after the code that makes it."""
    changes: list[tuple[str, Tensor]] = []
    if tensor.ndim >= 2:
        changes.append((".T", tensor.T) if tensor.ndim == 2 else (".mT", tensor.mT))
    if tensor.ndim == 1 or (operator == "+" and 0 < tensor.ndim < NDIM.high):
        changes += [(f".unsqueeze({dim})", tensor.unsqueeze(dim)) for dim in (0, -1)]
    n, sizes = tensor.numel(), {size for size in other.shape if size}
    shapes = {tuple(other.shape)} | {(n // size, size) for size in sizes} | {(size, n // size) for size in sizes}
    for shape in sorted(shapes):
        if shape and shape != tuple(tensor.shape) and torch.Size(shape).numel() == n:
            changes.append((f".reshape({', '.join(map(str, shape))})", tensor.reshape(shape)))
    return changes
