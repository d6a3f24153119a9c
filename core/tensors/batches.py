"""Which matrix of A meets which of B: a product of more than two dims is one product for each place in the batch."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.errors import TensorError
from core.tensors.broadcasting import align


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meeting:
    """Two matrices that meet, and the one that comes of them; as places in A, B and C, counted in index order.

    Attributes:
        names: of the three, such as A[0], B and C[0].
        a: (rows, inner).
        b: (inner, columns); another inner size where the two do not fit.
        c: (rows, columns).
    """

    names: tuple[str, str, str]
    a: Tensor
    b: Tensor
    c: Tensor


def meetings(a: Tensor, b: Tensor, code: str = "A @ B") -> tuple[Meeting, ...]:
    """List what meets in `A @ B`, in the order of C; a vector on the left is a row, one on the right a column.

    Args:
        a: of one dim or more, as is b.
        b: the other.
        code: what they are called in the product, such as A @ B.mT.

    Raises:
        TensorError: for a scalar, or where the dims before the last two do not go together.
    """
    if not (a.ndim and b.ndim):
        raise TensorError(f"row by column goes for tensors with dims, not for {a.ndim}-D and {b.ndim}-D")
    in_a, in_b = (torch.arange(x.numel()).reshape(x.shape) for x in (a, b))
    in_a, in_b = in_a[None] if a.ndim == 1 else in_a, in_b[:, None] if b.ndim == 1 else in_b
    batch = [dim.result for dim in align(in_a.shape[:-2], in_b.shape[:-2]) if dim.result is not None]
    if len(batch) < max(a.ndim, b.ndim) - 2:
        raise TensorError("the dims before the last two do not go together")
    of_a, of_b = (x.expand(*batch, -1, -1) for x in (in_a, in_b))
    rows, columns = in_a.shape[-2], in_b.shape[-1]
    in_c = torch.arange(math.prod(batch) * rows * columns).reshape(*batch, rows, columns)
    return tuple(
        Meeting(
            names=_names(code, (in_a.shape, in_b.shape, in_c.shape), at),
            a=of_a[at], b=of_b[at], c=in_c[at],
        )
        for at in itertools.product(*map(range, batch))
    )  # fmt: skip


def pattern(a: Tensor, b: Tensor, code: str = "A @ B") -> str:
    """Write which matrices meet, with a letter for each dim of the batch: C[i, j] = A[i, 0] @ B[j]."""
    shapes = [x.shape if x.ndim > 1 else (1, 1) for x in (a, b)]
    batch = [dim.result or 0 for dim in align(*(shape[:-2] for shape in shapes))]
    left, right, product = _names(code, (*shapes, (*batch, 1, 1)), "ijkl"[: len(batch)])
    return f"{product} = {left} @ {right}"


def _names(code: str, shapes: Sequence[Sequence[int]], at: Sequence[object]) -> tuple[str, str, str]:
    """Name the two matrices and their product at a place of the batch."""
    left, right = code.split(" @ ")
    a, b, c = (_name(name, shape[:-2], at) for name, shape in zip((left, right, "C"), shapes, strict=True))
    return a, b, c


def _name(name: str, batch: Sequence[int], at: Sequence[object]) -> str:
    """Name the matrix at a place of the batch; a size of 1 is repeated there, and so is what has no such dim."""
    own = ["0" if size == 1 else str(place) for size, place in zip(batch, at[len(at) - len(batch) :], strict=True)]
    return f"{name}[{', '.join(own)}]" if own else name
