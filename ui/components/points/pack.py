"""Points as plain values for the browser."""

import math
from collections.abc import Sequence
from typing import Any

from core.tables import OWN_POINTS, WAITING, drawable

_Row = tuple[Any, ...]


def pack(
    names: tuple[str, ...], rows: Sequence[_Row], usual: Sequence[_Row], classes: Sequence[str]
) -> dict[str, Any]:
    """Write points as plain values; a row with a cell that cannot be used is left out.

    Args:
        names: of one or two coordinates, and of what is predicted; the first two are the axes.
        rows: the points.
        usual: those of the data set, which say what part of the axes is drawn.
        classes: in the order of their colours; none where a number is predicted.
    """
    task = "classification" if classes else "regression"
    points = [(at, *point) for at, row in enumerate(rows) if (point := drawable(names, row, task))]
    beside = [point for row in usual if (point := drawable(names, row, task))]
    coloured = not classes and len(names) == 3
    values = [point[3] for point in points] + [point[2] for point in beside] if coloured else []
    return {
        "points": points,
        "n_rows": len(rows),
        "names": list(names),
        "classes": list(classes),
        "values": [min(values, default=-1.0), max(values, default=1.0)],
        "limit": max(map(abs, values), default=1.0) or 1.0,
        "extent": [extent([point[at] for point in beside], [point[at + 1] for point in points]) for at in (0, 1)],
        "most": int(OWN_POINTS.high),
        "waiting": int(WAITING.high),
    }


def extent(usual: Sequence[float], drawn: Sequence[float]) -> tuple[float, float]:
    """Return the part of an axis that is drawn; it changes only where a point leaves what is usual."""
    low, high = _rounded(usual)
    return (low, high) if all(low <= value <= high for value in drawn) else _rounded([low, high, *drawn])


def _rounded(values: Sequence[float]) -> tuple[float, float]:
    low, high = (min(values), max(values)) if values else (-1.0, 1.0)
    wide = high - low or max(1.0, abs(high))
    unit = 10 ** math.floor(math.log10(wide)) / 2
    return math.floor((low - wide / 20) / unit) * unit, math.ceil((high + wide / 20) / unit) * unit
