"""A tensor as plain values for the browser."""

import math
from typing import Any, Final

from torch import Tensor

from ui.charts.tensors import by_value
from ui.charts.tensors.labels import labels

MOST: Final = 96  # elements, beyond which brackets are no longer read
_MOST_ACROSS: Final = 16  # columns of a matrix that fit on a narrow screen
_MOST_TILES: Final = 24


def fits(shape: tuple[int, ...]) -> bool:
    """Tell whether a tensor of that shape can be read in its brackets."""
    few = math.prod(shape) <= MOST and math.prod(shape[:-1]) <= MOST
    return few and (len(shape) < 2 or (shape[-1] <= _MOST_ACROSS and math.prod(shape[:-2]) <= _MOST_TILES))


def pack(tensor: Tensor, name: str) -> dict[str, Any]:
    """Write a tensor as plain values.

    Args:
        tensor: of a shape that `fits`, on the CPU.
        name: what it is called in the code.

    Returns:
        The shape; and for each element, in index order, what its square says, its value in full, and its shade from
        -1 to 1.
    """
    values = tensor.reshape(-1).tolist()
    return {
        "name": name,
        "shape": list(tensor.shape),
        "said": labels(values),
        "exact": [str(value) for value in values],
        "shades": [round(float(shade), 3) for shade in by_value(tensor)[0]],
    }
