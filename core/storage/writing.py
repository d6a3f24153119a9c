"""Write one number into one cell, and see who notices."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.errors import TensorError
from core.storage.limits import VALUE
from core.storage.operation import Tensors
from core.tensors.refusals import attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is written where.

    Attributes:
        into: the name of a tensor.
        element: of its elements in index order, which one, from 0.
        value: the number.
    """

    into: str
    element: int
    value: float

    def __post_init__(self) -> None:
        """Refuse a number outside the limits."""
        VALUE.check("the value", self.value)


def index_of(shape: Sequence[int], element: int) -> tuple[int, ...]:
    """Return the index of an element that is counted in index order."""
    index: list[int] = []
    for size in reversed(shape):
        element, i = divmod(element, size)
        index.append(i)
    return tuple(reversed(index))


def write(tensors: Tensors, cell: Cell) -> dict[str, Tensor]:
    """Write a number; return, for every tensor, which of its elements changed (in its shape, bool).

    Raises:
        TensorError: there is no such tensor or element.
        RefusedError: PyTorch does not put this number into this dtype.
    """
    target = tensors.get(cell.into)
    if target is None or not 0 <= cell.element < target.numel():
        raise TensorError(f"there is no element {cell.element} of {cell.into} to write into")
    before = {name: tensor.clone() for name, tensor in tensors.items()}
    with attempt():
        target[index_of(target.shape, cell.element)] = number_for(target, cell.value)
    return {name: ~_same(tensor, before[name]) for name, tensor in tensors.items()}


def _same(one: Tensor, other: Tensor) -> Tensor:
    return (one == other) | (one.isnan() & other.isnan())


def number_for(tensor: Tensor, value: float) -> float | int | bool:
    """Return the number as code would have it for a tensor of this dtype: 100 for whole numbers, 100.0 for others."""
    if tensor.dtype == torch.bool:
        return bool(value)
    return value if tensor.is_floating_point() else int(value)


def target_code(cell: Cell, shape: Sequence[int]) -> str:
    """Write the cell as code: x[0, 1]; of a scalar, x[()]."""
    index = index_of(shape, cell.element)
    return f"{cell.into}[{', '.join(map(str, index)) or '()'}]"
