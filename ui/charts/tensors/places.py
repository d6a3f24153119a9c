"""Where the squares of a tensor stand: two dims on paper for as many as it has."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ui.charts.tensors.shades import Floats

STRIP: Final = 25
_GAP: Final = 0.5  # between slices, in cells


def positions(shape: Sequence[int]) -> tuple[Floats, Floats]:
    """Place every element: the last dim goes right, the one before down, the one before that right in blocks, ...

    A long vector goes on in the next row.

    Returns:
        (row, column) of each element in index order, in cells.
    """
    if len(shape) == 1 and shape[0] > STRIP:
        width = STRIP if shape[0] <= STRIP * STRIP else 4 * STRIP
        place = np.arange(shape[0])
        return (place // width).astype(float), (place % width).astype(float)
    axes = {"row": np.zeros(shape or 1), "column": np.zeros(shape or 1)}
    extent = {"row": 1.0, "column": 1.0}
    for back in range(1, len(shape) + 1):
        axis = "column" if back % 2 else "row"
        gap = _GAP * ((back - 1) // 2)
        index = np.arange(shape[-back]).reshape([-1, *[1] * (back - 1)])
        axes[axis] = axes[axis] + index * (extent[axis] + gap)
        extent[axis] = shape[-back] * extent[axis] + max(shape[-back] - 1, 0) * gap
    return axes["row"].reshape(-1), axes["column"].reshape(-1)
