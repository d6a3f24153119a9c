"""Where the squares of a tensor stand: two dims on paper for as many as it has."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ui.charts.tensors.shades import Floats

_STRIP: Final = 25  # the longest vector in one row
_ROW: Final = 20  # of a longer one; so many squares have room for two digits each on a narrow screen
_GAP: Final = 0.5  # between slices, in cells
_PIECE: Final = 16  # the rows of a long column that stand below each other
_LONG: Final = 4  # times as long as wide: a strip


def positions(shape: Sequence[int]) -> tuple[Floats, Floats]:
    """Place every element: the last dim goes right, the one before down, the one before that right in blocks, ...

    A long vector goes on in the next row; so does a row much longer than its matrix is high. A column much higher
    than its matrix is wide goes on beside itself.

    Returns:
        (row, column) of each element in index order, in cells.
    """
    if len(shape) == 1 and shape[0] > _STRIP:
        width = _ROW if shape[0] <= _ROW * _ROW else 4 * _ROW
        place = np.arange(shape[0])
        return (place // width).astype(float), (place % width).astype(float)
    if is_strip(shape):
        return _folded(shape)
    axes = {"row": np.zeros(shape or 1), "column": np.zeros(shape or 1)}
    extent = {"row": 1.0, "column": 1.0}
    for back in range(1, len(shape) + 1):
        axis = "column" if back % 2 else "row"
        gap = _GAP * ((back - 1) // 2)
        index = np.arange(shape[-back]).reshape([-1, *[1] * (back - 1)])
        axes[axis] = axes[axis] + index * (extent[axis] + gap)
        extent[axis] = shape[-back] * extent[axis] + max(shape[-back] - 1, 0) * gap
    return axes["row"].reshape(-1), axes["column"].reshape(-1)


def is_strip(shape: Sequence[int]) -> bool:
    """Tell whether a matrix is so long that it is drawn in pieces."""
    return len(shape) == 2 and max(shape) > _LONG * max(min(shape), 1) and max(shape) > _PIECE


def _folded(shape: Sequence[int]) -> tuple[Floats, Floats]:
    """Place a long strip in pieces, with a gap between them."""
    wide = shape[1] > shape[0]
    down, right = np.indices(tuple(shape))
    along, across = (right, down) if wide else (down, right)
    piece = _ROW if wide else _PIECE
    across = across + along // piece * (min(shape) + _GAP * (min(shape) > 1 or not wide))
    rows, columns = (across, along % piece) if wide else (along % piece, across)
    return rows.reshape(-1).astype(float), columns.reshape(-1).astype(float)
