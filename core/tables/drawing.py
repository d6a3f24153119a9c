"""Points changed in a picture: what a browser says was done, checked like a file before it is believed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from core.errors import TableError
from core.quoting import quoted
from core.ranges import Range
from core.tables.by_hand import OWN_POINTS, Cell, point_cells

WAITING: Final = Range(0, 200)
"""How many changes may wait to be taken in at once."""

_Names = tuple[str, ...]
_Row = tuple[Cell, ...]
_Change = Mapping[str, Any]
_Point = tuple[Any, ...]


def fresh_changes(sent: object, source: str, done: int) -> tuple[list[_Change], int]:
    """Choose from the changes that a browser holds those that were not taken in yet.

    Args:
        sent: a list of changes, each with its number `seq` and the `source` of the points that it changes.
        source: of the points that are there now; what was done to others is passed over.
        done: the number of the last change that was taken in.

    Returns:
        The changes in their order, and the number of the last one sent.

    Raises:
        TableError: it is no such list.
    """
    if not isinstance(sent, list | tuple) or len(sent) not in WAITING:
        raise TableError(f"The picture must send a list of up to {WAITING.high:g} changes")
    fresh = []
    for change in sent:
        number = change.get("seq") if isinstance(change, Mapping) else None
        if type(number) is not int or not 0 < number < 2**53:
            raise TableError("The picture sent a change without a number")
        if number > done:
            done = number
            fresh.append(change)
    return [change for change in fresh if change.get("source") == source], done


def drawable(names: _Names, row: Sequence[Cell], task: str) -> _Point | None:
    """Return the coordinates and the class (or number) of a row, or None where a cell cannot be used."""
    try:
        return _drawn(names, row, 1, task)
    except TableError:
        return None


def changed_points(names: _Names, rows: Sequence[_Row], change: _Change, task: str) -> list[_Row]:
    """Return the rows after one change made in the picture.

    Args:
        names: of one or two coordinates, and of what is predicted; the first two are the axes of the picture.
        rows: a point each; those with an empty cell are not in the picture, but keep their place.
        change: its `kind` is "add" (`points`: a cell for each name), "move" (`row`, `was`: the
            point as it was, `to`: where on the axes), "label" (`row`, `was`, `to`: a class or number), "remove"
            (`row`, `was`) or "clear".
        task: "classification" or "regression".

    Raises:
        TableError: it is no such change, a point that cannot be used, one that is not there, or one too many.
    """
    kind = change.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise TableError(f"The picture can {', '.join(_KINDS)} points, not {quoted(str(kind))}")
    return _KINDS[kind](names, list(rows), change, task)


def _add(names: _Names, rows: list[_Row], change: _Change, task: str) -> list[_Row]:
    points = change.get("points")
    if not isinstance(points, list | tuple) or not points:
        raise TableError("The picture sent no point to add")
    if len(rows) + len(points) > OWN_POINTS.high:
        raise TableError(f"There is room for {OWN_POINTS.high:,.0f} points: remove some to add others")
    return [*rows, *(_checked(names, point, len(rows) + at, task) for at, point in enumerate(points, start=1))]


def _move(names: _Names, rows: list[_Row], change: _Change, task: str) -> list[_Row]:
    place, there = _found(names, rows, change, task)
    to = change.get("to")
    if not isinstance(to, list | tuple) or len(to) != 2:
        raise TableError("The picture must move a point to two coordinates")
    rows[place] = _checked(names, (*to, *there[2:]), place + 1, task)
    return rows


def _label(names: _Names, rows: list[_Row], change: _Change, task: str) -> list[_Row]:
    place, there = _found(names, rows, change, task)
    rows[place] = _checked(names, (*there[:2], change.get("to")), place + 1, task)
    return rows


def _remove(names: _Names, rows: list[_Row], change: _Change, task: str) -> list[_Row]:
    place, _ = _found(names, rows, change, task)
    del rows[place]
    return rows


def _clear(names: _Names, rows: list[_Row], change: _Change, task: str) -> list[_Row]:  # noqa: ARG001
    return []


_KINDS: Final[Mapping[str, Callable[[_Names, list[_Row], _Change, str], list[_Row]]]] = {
    "add": _add,
    "move": _move,
    "label": _label,
    "remove": _remove,
    "clear": _clear,
}


def _found(names: _Names, rows: list[_Row], change: _Change, task: str) -> tuple[int, _Point]:
    """Return the place of the point that a change means, if it is still there as the picture had it."""
    place = change.get("row")
    there = drawable(names, rows[place], task) if type(place) is int and 0 <= place < len(rows) else None
    if type(place) is not int or there is None or _checked(names, change.get("was"), place + 1, task) != there:
        raise TableError("The point that was changed in the picture is no longer there")
    return place, there


def _checked(names: _Names, point: object, row: int, task: str) -> _Point:
    """Return a point from the browser: two numbers, not texts that look like some, and a class or a number."""
    if not isinstance(point, list | tuple) or len(point) != len(names):
        raise TableError(f"A point of the picture must have {' and '.join(names)}")
    for at, (name, cell) in enumerate(zip(names, point, strict=True)):
        named = at == len(names) - 1 and task == "classification"
        if type(cell) not in ((str,) if named else (int, float)):
            wanted = "the name of a class" if named else "a number"
            raise TableError(f"Row {row} has {quoted(str(cell))} as {name}: it must be {wanted}")
    return _drawn(names, point, row, task)


def _drawn(names: _Names, row: Sequence[Cell], number: int, task: str) -> _Point:
    *coordinates, last = point_cells(names, row, number, task)
    return *map(float, coordinates), last if task == "classification" else float(last)
