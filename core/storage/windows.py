"""Tensors as windows on memory: where every element of each lies, and who else looks there."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from core.errors import TensorError
from core.storage.limits import CELLS, PLACES
from core.tensors.facts import memory_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Memory:
    """What one or several tensors look at.

    Attributes:
        address: of its first byte.
        itemsize: bytes of one place, as the first tensor that looks at it counts.
        values: what lies in it, in its order, a vector that is the memory itself.
    """

    address: int
    itemsize: int
    values: Tensor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """One tensor and where it looks.

    Attributes:
        name: of the variable.
        tensor: itself, not a copy.
        memory: number of the memory that it looks at.
        starts: of each element in index order, how many bytes after the start of that memory it lies.
    """

    name: str
    tensor: Tensor
    memory: int
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sight:
    """All tensors of an experiment with the memory that they look at."""

    memories: tuple[Memory, ...]
    windows: tuple[Window, ...]


def address_of(tensor: Tensor) -> int:
    """Return the address at which the memory of a tensor starts, shared by all views of it."""
    return tensor.untyped_storage().data_ptr()


def places_of(tensor: Tensor) -> tuple[int, ...]:
    """Return the place in memory of every element in index order: the offset and, per dim, the index times the stride.

    Counted in elements of the tensor's own dtype.
    """
    place = torch.full(tuple(tensor.shape), int(tensor.storage_offset()))
    for dim, (size, stride) in enumerate(zip(tensor.shape, tensor.stride(), strict=True)):
        steps = torch.arange(size) * stride
        place = place + steps.reshape([-1, *[1] * (tensor.ndim - dim - 1)])
    return tuple(place.reshape(-1).tolist())


def look(tensors: Mapping[str, Tensor]) -> Sight:
    """Ask PyTorch which memory each tensor looks at, and where.

    Args:
        tensors: by the name of the variable; all of them are alive, so equal addresses are the same memory.

    Raises:
        TensorError: where one is too large to be drawn.
    """
    memories: dict[int, Memory] = {}
    for name, tensor in tensors.items():
        _check(name, tensor)
        address = address_of(tensor)
        if address not in memories:
            memories[address] = Memory(address=address, itemsize=tensor.element_size(), values=memory_of(tensor))
    numbers = {address: number for number, address in enumerate(memories)}
    windows = (
        Window(
            name=name,
            tensor=tensor,
            memory=numbers[address_of(tensor)],
            starts=tuple(place * tensor.element_size() for place in places_of(tensor)),
        )
        for name, tensor in tensors.items()
    )
    return Sight(memories=tuple(memories.values()), windows=tuple(windows))


def _check(name: str, tensor: Tensor) -> None:
    if tensor.numel() not in CELLS:
        raise TensorError(f"{name} has {tensor.numel():,} elements; here up to {CELLS.high} are drawn")
    n = tensor.untyped_storage().nbytes() // tensor.element_size()
    if n > PLACES.high:
        raise TensorError(f"the memory of {name} has {n:,} places; here up to {PLACES.high} are drawn")
