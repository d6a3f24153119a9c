"""A @ B written out: every row times every column, product by product."""

import itertools
from dataclasses import dataclass

import torch
from torch import Tensor

from core.errors import TensorError


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One product in one dot product: A[row, k] * B[k, column], and the sum up to here, in their dtype."""

    row: int
    column: int
    k: int
    left: float
    right: float
    running: float


def as_matrices(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Lay a vector on the left as a row, a vector on the right as a column, as matmul reads them.

    Raises:
        TensorError: for anything but vectors and matrices.
    """
    if not (1 <= a.ndim <= 2 and 1 <= b.ndim <= 2):
        raise TensorError(f"row by column is drawn for vectors and matrices, not for {a.ndim}-D and {b.ndim}-D")
    return a.reshape(1, -1) if a.ndim == 1 else a, b.reshape(-1, 1) if b.ndim == 1 else b


def dot_terms(a: Tensor, b: Tensor) -> tuple[Term, ...]:
    """Write out every row times every column, product by product, as far as there are pairs.

    Args:
        a: (rows, inner).
        b: (inner, columns); where its inner size is another, the pairs end with the shorter one.
    """
    pairs = min(a.shape[1], b.shape[0])
    dtype = torch.result_type(a, b)
    dtype = torch.int64 if dtype == torch.bool else dtype  # refused by PyTorch; a sum of products counts them
    running = torch.zeros(pairs, a.shape[0], b.shape[1], dtype=dtype)  # (pairs, rows, columns)
    for k in range(pairs):
        running[k] = (running[k - 1] if k else 0) + a[:, k, None] * b[k]
    places = itertools.product(range(a.shape[0]), range(b.shape[1]), range(pairs))
    return tuple(
        Term(row=i, column=j, k=k, left=a[i, k].item(), right=b[k, j].item(), running=running[k, i, j].item())
        for i, j, k in places
    )
