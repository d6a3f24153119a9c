"""Memory and the tensors that look at it, as tables for `memory_chart`: a row for every square, and for every line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd
from torch import Tensor

from core.storage.windows import Memory, Sight, Window
from ui.charts.tensors.labels import labels
from ui.charts.tensors.memory_squares import Square, in_order, looks, seen_at, square, words_of, written_places

HEIGHT: Final = 390  # of the whole picture, in pixels
LEFT: Final = 62  # where the places begin, in pixels
RING: Final = 3  # around what was written, in pixels
_MOST_STRIPS: Final = 260  # pixels for all memories; beyond that they are drawn lower
_HEADING, _PLACES, _BYTES, _ROW, _APART = 20, 32, 17, 23, 12  # heights, in pixels
_MANY: Final = 16  # places, beyond which only every other is numbered
_HEAD: Final = 40  # above a tensor's squares, in pixels

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What stands in place of a result that is still to be guessed, or that there is none of."""

    title: str
    note: str
    mark: str = "?"


@dataclass(slots=True, kw_only=True)
class _Page:
    """What has been laid out so far."""

    squares: list[Square] = field(default_factory=list)
    lines: list[Square] = field(default_factory=list)

    def say(self, text: str, y: float, place: float | None = None, **more: Any) -> None:
        """Write a line at a height: at the left, or under a place."""
        at = {"place": -1.0 if place is None else place}
        self.lines.append({"text": text, "y": y, "tile": -1} | at | more)


def memory_frames(
    sight: Sight,
    more: Mapping[str, str],
    changed: Mapping[str, Tensor] | None = None,
    unknown: Unknown | None = None,
) -> Frames:
    """Tabulate tensors over the memory that they look at.

    Args:
        sight: the tensors and their memory.
        more: what is said of each tensor, by name.
        changed: of each tensor, which elements were changed by what was written.
        unknown: a result that is not shown.
    """
    page = _Page()
    written = written_places(sight, changed or {})
    seen = seen_at(sight)
    scale = _scale(sight, unknown)
    top = 0.0
    for number in range(len(sight.memories)):
        top = _memory(page, sight, number, top, scale, unknown if number == 0 else None)
    for number, window in enumerate(sight.windows):
        _tensor(page, sight, number, window, more.get(window.name, ""))
    if unknown is not None:
        _question(page, len(sight.windows), unknown)
    for each in page.squares:
        each |= {"ring": RING * (each["element"] in written), "seen": seen.get(each["element"], "")}
    tiles = len(sight.windows) + (unknown is not None)
    n = max(len(memory.values) for memory in sight.memories)
    layout = {"n": max(n, 1), "tiles": tiles, "top": top, "area": HEIGHT - top, "head": _HEAD}
    return {"squares": _frame(page.squares, layout), "lines": _frame(page.lines, layout)}


def _frame(rows: Sequence[Square], layout: Square) -> pd.DataFrame:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return pd.DataFrame(columns | {name: [value] * len(rows) for name, value in layout.items()})


def _scale(sight: Sight, unknown: Unknown | None) -> float:
    rows = len(sight.windows) + (unknown is not None)
    wanted = len(sight.memories) * (_HEADING + _PLACES + _BYTES + _APART) + rows * _ROW
    return min(1.0, _MOST_STRIPS / wanted)


def _memory(page: _Page, sight: Sight, number: int, top: float, scale: float, unknown: Unknown | None) -> float:
    """Lay out one memory with a row for each tensor that looks at it; return where the next one begins."""
    memory = sight.memories[number]
    page.say(_heading(memory, number), top, look="bold")
    top += _HEADING * scale
    said = labels(memory.values.tolist())
    for place, label in enumerate(said):
        at = {"y": top, "tall": _PLACES * scale - 2}
        page.squares.append(square(sight, number, place * memory.itemsize, label, **at))
    top += _PLACES * scale
    for place in range(0, len(said), 1 + (len(said) > _MANY)):
        page.say(f"+{place * memory.itemsize}", top, place, look="small")
    top += _BYTES * scale
    for window in sight.windows:
        if window.memory == number:
            page.say(window.name, top + 4 * scale, look="code")
            page.squares += looks(sight, window, top, _ROW * scale - 3)
            top += _ROW * scale
    if unknown is not None:
        page.say(unknown.mark, top + 4 * scale, look="code")
        page.say(unknown.note, top + 4 * scale, 0, look="note")
        top += _ROW * scale
    return top + _APART * scale


def _heading(memory: Memory, number: int) -> str:
    n = len(memory.values)
    which = "Memory" if number == 0 else "A memory of its own"
    return f"{which} at {memory.address:#x}: {n} × {memory.itemsize} bytes"


def _tensor(page: _Page, sight: Sight, number: int, window: Window, more: str) -> None:
    """Lay out a tensor in the order of its indices."""
    tensor = window.tensor
    title = f"{window.name}: {more}" if more else window.name
    _title(page, number, title, f"{list(tensor.shape)} · stride {tensor.stride()} · offset {tensor.storage_offset()}")
    page.squares += in_order(sight, window, number)


def _title(page: _Page, number: int, title: str, note: str) -> None:
    page.say(title, 0.0, tile=number, look="code")
    page.say(note, 18.0, tile=number, look="note")


def _question(page: _Page, number: int, unknown: Unknown) -> None:
    _title(page, number, unknown.title, unknown.note)
    page.squares.append({
        "tile": number, "row": 0.0, "col": 0.0, "cols": 1.0, "rows": 1.0, "place": 0.0, "span": 1.0, "y": 0.0,
        "tall": 0.0, "shade": 0.0, "element": -1, "start": 0, **words_of(unknown.mark),
    })  # fmt: skip
