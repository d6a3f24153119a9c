"""The operations that rearrange a tensor, one entry each, and the arguments worth trying on one."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

Arguments = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation, as the registry holds it.

    Attributes:
        call: the function or method of PyTorch.
        names: of its whole-number arguments, in order; None where any number of sizes or dims may stand.
        joins: whether it takes a list of tensors (here: copies of one) instead of one tensor.
        candidates: arguments worth trying on a tensor; PyTorch then decides.
        idea: one sentence on what it does.
    """

    call: Callable[..., Tensor]
    names: tuple[str, ...] | None
    candidates: Callable[[Tensor], Iterator[Arguments]]
    idea: str
    joins: bool = False


def _shapes(numel: int, ndim: int) -> Iterator[Arguments]:
    if ndim == 1:
        yield (numel,)
        return
    for first in range(1, numel + 1):
        if numel % first == 0:
            yield from ((first, *rest) for rest in _shapes(numel // first, ndim - 1))


def _sizes(x: Tensor) -> Iterator[Arguments]:
    """Yield the other shapes with as many elements: no dims of size 1 first, few dims first."""
    shapes = [shape for ndim in (1, 2, 3) for shape in _shapes(x.numel(), ndim)]
    fresh = (shape for shape in shapes if shape != tuple(x.shape))
    return iter(sorted(fresh, key=lambda shape: (shape.count(1), len(shape), abs(shape[0] - shape[-1]))))


def _orders(x: Tensor) -> Iterator[Arguments]:
    return (order for order in itertools.permutations(range(x.ndim)) if order != tuple(range(x.ndim)) or x.ndim < 2)


def _new_dims(x: Tensor) -> Iterator[Arguments]:
    return ((dim,) for dim in range(x.ndim + 1))


def _own_dims(x: Tensor) -> Iterator[Arguments]:
    return ((dim,) for dim in range(x.ndim))


def _ones(x: Tensor) -> Iterator[Arguments]:
    yield ()
    yield from ((dim,) for dim in range(x.ndim) if x.shape[dim] == 1)


def _spans(x: Tensor) -> Iterator[Arguments]:
    yield ()
    yield from ((first, last) for first in range(x.ndim) for last in range(first + 1, x.ndim))


OPERATIONS: Final[Mapping[str, Operation]] = {
    "reshape": Operation(
        call=Tensor.reshape,
        names=None,
        candidates=_sizes,
        idea="Another shape for the same elements in the same order: a view where memory allows it, else a copy.",
    ),
    "view": Operation(
        call=Tensor.view,
        names=None,
        candidates=_sizes,
        idea="Another shape for the same memory, or an error; it never copies.",
    ),
    "flatten": Operation(
        call=Tensor.flatten,
        names=("start_dim", "end_dim"),
        candidates=_spans,
        idea="Runs several dims together into one.",
    ),
    "permute": Operation(
        call=Tensor.permute,
        names=None,
        candidates=_orders,
        idea="Puts the dims into another order; the memory stays, only the strides change places.",
    ),
    "transpose": Operation(
        call=Tensor.transpose,
        names=("dim0", "dim1"),
        candidates=lambda x: itertools.combinations(range(x.ndim), 2),
        idea="Swaps two dims; for a matrix that is x.T.",
    ),
    "squeeze": Operation(
        call=Tensor.squeeze,
        names=("dim",),
        candidates=_ones,
        idea="Takes out dims of size 1: all of them, or the one you name.",
    ),
    "unsqueeze": Operation(
        call=Tensor.unsqueeze,
        names=("dim",),
        candidates=_new_dims,
        idea="Puts in a dim of size 1, such as the batch dim that a model expects.",
    ),
    "stack": Operation(
        call=torch.stack,
        names=("dim",),
        candidates=_new_dims,
        joins=True,
        idea="Lays equal tensors along a new dim; always a copy.",
    ),
    "cat": Operation(
        call=torch.cat,
        names=("dim",),
        candidates=_own_dims,
        joins=True,
        idea="Joins tensors along a dim they already have; always a copy.",
    ),
}
