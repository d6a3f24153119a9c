"""Many equal matrices behind each other, laid out so that none depends on its neighbours, not even in the last bit."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Final

import torch
from torch import Tensor

_WIDTH: Final = 8
POINTS: Final = 4
_LENGTH: Final = 32
_FEWEST: Final = 2
_LITTLE: Final = 400  # multiplications of one product

Shape = tuple[int, ...]


def padded(size: int, unit: int = _WIDTH) -> int:
    """Return how long something in a stack is that should be `size` long.

    Neurons come in eights and points in fours, so that each matrix begins at a multiple of 32 numbers. PyTorch's
    routines for products choose by the address, and those for single numbers compute what is left over after the last
    32 in another way than the rest: without padding a member's last bits would change with its place in the stack, and
    with the number of members.
    """
    return -(-size // unit) * unit


def n_places(n_members: int) -> int:
    """Return how many members a stack has room for: a lone matrix would be multiplied by another routine than many."""
    return max(_FEWEST, n_members)


def flat_zeros(places: int, shapes: Iterable[Shape], dtype: torch.dtype) -> Tensor:
    """Make one vector of zeros with room for a stack of tensors of each shape."""
    return torch.zeros(padded(places * sum(prod(map(padded, shape)) for shape in shapes), _LENGTH), dtype=dtype)


def views(flat: Tensor, places: int, shapes: Iterable[Shape]) -> list[Tensor]:
    """Return the stacks inside such a vector, (places, *shape) each with their padding."""
    found, low = [], 0
    for shape in shapes:
        sides = [padded(side) for side in shape]
        high = low + places * prod(sides)
        found.append(flat[low:high].view(places, *sides))
        low = high
    return found


def without_padding(stack: Tensor, shape: Shape) -> Tensor:
    """Return the part of a padded stack that was asked for, (places, *shape)."""
    return stack[(slice(None), *(slice(side) for side in shape))]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One stack of matrices in one memory.

    Attributes:
        flat: every number, for what is done number by number.
        view: (places, neurons, points) with the padding, for products.
        real: (places, neurons, points) without it.
    """

    flat: Tensor
    view: Tensor
    real: Tensor


def block(places: int, size: int, points: int, dtype: torch.dtype, *, rows: int = 0) -> Block:
    """Make a stack of zeros, with a row for each of `size` neurons, or with so many rows."""
    rows, columns = rows or padded(size), padded(points, POINTS)
    flat = torch.zeros(padded(places * rows * columns, _LENGTH), dtype=dtype)
    view = flat[: places * rows * columns].view(places, rows, columns)
    return Block(flat, view, view[:, :size, :points])


def points_block(places: int, size: int, points: int, dtype: torch.dtype) -> Block:
    """Make such a stack for what comes in, whose memory has a row for each point."""
    memory = torch.zeros(places, padded(points, POINTS), padded(size), dtype=dtype)
    view = memory.transpose(1, 2)
    return Block(memory.view(-1), view, view[:, :size, :points])


def twin(one: Block) -> Block:
    """Make a stack of zeros of the same shape."""
    places, size, points = one.real.shape
    return block(places, size, points, one.flat.dtype, rows=one.view.shape[1])


def row_alone(fan_in: int, points: int) -> bool:
    """Tell whether a lone neuron may stand without padding: so little PyTorch multiplies by a plain loop.

    That loop does not ask for the address, and all that follows is an eighth as long.
    """
    return padded(fan_in) * padded(points, POINTS) < _LITTLE


def part(one: Block, places: slice) -> Block:
    """Return some of the members of a stack; they share its memory."""
    view = one.view[places]
    return Block(view.view(-1), view, one.real[places])
