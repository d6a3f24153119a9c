"""How dark a square is: by the value of its element, or by its place in memory."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Floats = NDArray[np.float64]

_REPEATED: Final = 0.45


def by_value(tensor: Tensor, limit: float | None = None) -> tuple[Floats, float]:
    """Shade elements by value: 0 for zero, 1 or -1 at the limit.

    Args:
        tensor: of any shape.
        limit: where the colour saturates; the largest finite size if left out.

    Returns:
        The shades in index order, and the limit.
    """
    values = tensor.detach().to(torch.float64).reshape(-1).numpy()
    finite = np.abs(values[np.isfinite(values)])
    limit = limit or float(finite.max(initial=0.0)) or 1.0
    return np.clip(np.nan_to_num(values / limit, nan=0.0, posinf=1.0, neginf=-1.0), -1, 1), limit


def solidity(tensor: Tensor, shape: Sequence[int]) -> Floats:
    """Tell, for every element of a tensor broadcast to a shape, the stored (1) from the repeated ones (less)."""
    aligned = (1,) * (len(shape) - tensor.ndim) + tuple(tensor.shape)
    repeated = np.zeros(tuple(shape), dtype=bool)
    for dim, (have, want) in enumerate(zip(aligned, shape, strict=True)):
        if have < want:
            repeated |= np.arange(want).reshape([-1, *[1] * (len(shape) - dim - 1)]) > 0
    return np.where(repeated, _REPEATED, 1.0).reshape(-1)
