"""The squares of the storage lab's picture: one for every place in memory, every element of every tensor."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from torch import Tensor

from core.storage.windows import Sight, Window
from ui.charts.tensors.labels import labels
from ui.charts.tensors.places import positions

_PALEST: Final = 0.22
_GREY: Final = 0.12
_SHORT: Final = 5  # letters that fit almost anywhere
_THOUSANDS: Final = 999_500  # beyond it a number in thousands takes more letters than a power of ten
_NAMED: Final = 6  # elements at one place that are named one by one
_MEMORIES_APART: Final = 10_000

Square = dict[str, Any]


def _element(sight: Sight, window: Window, start: int) -> int:
    """Return what one place in memory is called in every square that shows it."""
    return _key(window.memory, start // sight.memories[window.memory].itemsize)


def _key(memory: int, place: int) -> int:
    return _MEMORIES_APART * memory + place


def _indices(window: Window) -> list[str]:
    every = itertools.product(*map(range, window.tensor.shape))
    return [", ".join(map(str, index)) for index in every]


def seen_at(sight: Sight) -> dict[int, str]:
    """Name, for every place, the elements that lie there."""
    found: dict[int, list[str]] = {}
    for window in sight.windows:
        for start, index in zip(window.starts, _indices(window), strict=True):
            name = f"{window.name}[{index}]" if index else window.name
            found.setdefault(_element(sight, window, start), []).append(name)
    return {
        element: ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
        for element, names in found.items()
    }


def written_places(sight: Sight, changed: Mapping[str, Tensor]) -> set[int]:
    """Return the places that were changed."""
    return {
        _element(sight, window, start)
        for window in sight.windows
        if window.name in changed
        for start, was in zip(window.starts, changed[window.name].reshape(-1).tolist(), strict=True)
        if was
    }


def _shade(sight: Sight, memory: int, place: float) -> float:
    """Return the colour of a place: blue in the first memory, orange in the second, paler where it begins."""
    sign = {0: 1, 1: -1}.get(memory, 0)
    along = place / max(len(sight.memories[memory].values) - 1, 1)
    return round(sign * (_PALEST + (1 - _PALEST) * along), 3) if sign else _GREY


def square(sight: Sight, memory: int, start: int, label: str, **more: Any) -> Square:
    """Return a square that shows what lies so many bytes after the start of a memory."""
    itemsize = sight.memories[memory].itemsize
    place = start / itemsize
    shade, element = _shade(sight, memory, place), _key(memory, start // itemsize)
    return {
        "tile": -1, "row": 0.0, "col": 0.0, "cols": 1.0, "rows": 1.0, "place": place, "span": 1.0, "y": 0.0,
        "tall": 0.0, "shade": shade, "element": element, "start": start,
    } | words_of(label) | more  # fmt: skip


def words_of(label: str) -> Square:
    """Return what a square says, shorter where it is small, and how wide both are, in letters."""
    brief = _brief(label)
    return {"label": label, "brief": brief, "wide_label": _width(label), "wide_brief": _width(brief)}


def _width(label: str) -> float:
    return len(label) - sum(label.count(narrow) for narrow in ".,") / 2


def _brief(label: str) -> str:
    """Write a number so that it fits into a small square: 27 for 27., 728k for 728218, 1.065e9 for 1065353216."""
    label = label.removesuffix(".")
    if "," in label or len(label) <= _SHORT or "e" in label or not label.strip("-.").replace(".", "").isdigit():
        return label
    value = float(label)
    if abs(value) < _THOUSANDS:
        return f"{value / 1000:.0f}k"
    digits, power = f"{value:.3e}".split("e")
    return f"{digits.rstrip('0').rstrip('.')}e{int(power)}"


def looks(sight: Sight, window: Window, top: float, tall: float) -> Iterator[Square]:
    """Yield a square for every place that a tensor looks at, with the index of the element there, or how many."""
    found: dict[int, list[str]] = {}
    for start, index in zip(window.starts, _indices(window), strict=True):
        found.setdefault(start, []).append(index.replace(" ", "") or "()")
    span = window.tensor.element_size() / sight.memories[window.memory].itemsize
    names = {start: each[0] if len(each) == 1 else f"{len(each)}×" for start, each in found.items()}
    for start, name in names.items():
        yield square(sight, window.memory, start, name, span=span, y=top, tall=tall)


def in_order(sight: Sight, window: Window, tile: int) -> Iterator[Square]:
    """Yield the squares of a tensor in the order of its indices, each in the colour of its place in memory."""
    if not window.starts:
        return
    said, (rows, cols) = labels(window.tensor.reshape(-1).tolist()), positions(window.tensor.shape)
    extent = {"rows": float(np.max(rows) + 1), "cols": float(np.max(cols) + 1)}
    for start, label, row, col in zip(window.starts, said, rows.tolist(), cols.tolist(), strict=True):
        yield square(sight, window.memory, start, label, tile=tile, row=row, col=col, **extent)
