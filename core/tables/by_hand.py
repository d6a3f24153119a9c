"""Points set by hand, written as a CSV file and read as one: what is trained on can be kept and run elsewhere."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from core.decimals import decimal
from core.errors import TableError
from core.quoting import quoted
from core.ranges import Range
from core.tables.columns import MISSING_WORDS
from core.tables.numbers import read_numbers
from core.tables.read import read_csv
from core.tables.table import Table

OWN_POINTS: Final = Range(4, 2_000)
COORDINATE: Final = Range(-1_000_000, 1_000_000)
CLASS_LENGTH: Final = Range(1, 20)
POINTS_FILE: Final = "your_points.csv"
_CLASS: Final = re.compile(rf"[\w+.\- ]{{1,{CLASS_LENGTH.high:g}}}")
_NUMBER: Final = f"a number from {COORDINATE.low:,.0f} to {COORDINATE.high:,.0f}"

Cell = float | str | None


def points_csv(names: tuple[str, ...], rows: Sequence[Sequence[Cell]], task: str) -> bytes:
    """Write points set by hand as a CSV file.

    Args:
        names: of one or two coordinates, and of what is predicted.
        rows: a point each, its coordinates and its class, or its number for regression; None where a cell is
            empty. A row without any value is left out.
        task: "classification" or "regression".

    Raises:
        TableError: a cell that cannot be used, too few or too many points, or a class of a single one.
    """
    given = {number: row for number, row in enumerate(rows, start=1) if not _empty(row)}
    if len(given) not in OWN_POINTS:
        raise TableError(
            f"From {OWN_POINTS.low:g} to {OWN_POINTS.high:,g} points can be trained on; here are {len(given):,}"
        )
    points = [point_cells(names, row, number, task) for number, row in given.items()]
    if task == "classification":
        _check_labels(names[-1], dict(zip(given, (point[-1] for point in points), strict=True)))
        _check_classes(names[-1], Counter(point[-1] for point in points))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, *points])
    return out.getvalue().encode()


def respelled(points: bytes) -> str:
    """Return a sentence on the labels that become other ones in the table: +1 becomes 1; "" where none does.

    Args:
        points: a file that `points_csv` wrote for classification.
    """
    labels = [row[-1] for row in csv.reader(io.StringIO(points.decode()))][1:]
    others = {text: kept for text, kept in zip(labels, _as_in_file(labels), strict=True) if text != kept}
    if not others:
        return ""
    told = ", ".join(f"{quoted(text)} becomes {kept}" for text, kept in [*others.items()][:3])
    return f"Classes that are all numbers are read as numbers: {told}."


def points_table(data: bytes, target: str, task: str) -> Table:
    """Read points that `points_csv` wrote.

    Raises:
        TableError: nothing in them can be learned.
    """
    table = read_csv(data, POINTS_FILE)
    table.checked_task(target, task)
    return table


def point_cells(names: tuple[str, ...], row: Sequence[Cell], number: int, task: str) -> tuple[str, ...]:
    """Return the cells of a point as they are written to its file: coordinates to six decimals.

    Args:
        names: of the columns.
        row: one or two coordinates, and a class or number.
        number: of the row, to name it by.
        task: "classification" or "regression".

    Raises:
        TableError: a cell that cannot be used.
    """
    coordinates = (_number(name, cell, number) for name, cell in zip(names[:-1], row[:-1], strict=True))
    last = _class if task == "classification" else _number
    return *coordinates, last(names[-1], row[-1], number)


def _number(name: str, cell: Cell, row: int) -> str:
    if _missing(cell):
        raise TableError(f"Row {row} has no {name}: give it {_NUMBER}")
    value = decimal(cell) if isinstance(cell, str) else cell if isinstance(cell, int | float) else None
    if value is None or value not in COORDINATE:
        raise TableError(f"Row {row} has {quoted(str(cell))} as {name}: it must be {_NUMBER}")
    return repr(round(value, 6) + 0.0)  # no -0.0


def _class(name: str, cell: Cell, row: int) -> str:
    if _missing(cell):
        raise TableError(f"Row {row} has no {name}: give it the name of a class")
    text = str(cell).strip()
    if text in MISSING_WORDS:
        raise TableError(f"Row {row} has {quoted(text)} as {name}, which stands for a missing value in a CSV file")
    if _CLASS.fullmatch(text) is None:
        raise TableError(
            f"Row {row} has {quoted(text)} as {name}: up to {CLASS_LENGTH.high:g} letters, digits, spaces or + - _ ."
            " name a class"
        )
    return text


def _as_in_file(labels: Sequence[str]) -> list[str]:
    """Return the labels that the file gives back: where all are numbers, +1 and 1 are the same."""
    read = read_numbers(labels, ",")
    return [f"{number + 0.0:.12g}" for number in read[0]] if read else list(labels)


def _check_labels(name: str, labels: Mapping[int, str]) -> None:
    """Refuse labels that the file would give back as one."""
    first: dict[str, tuple[int, str]] = {}
    for (row, text), kept in zip(labels.items(), _as_in_file([*labels.values()]), strict=True):
        before, other = first.setdefault(kept, (row, text))
        if other != text:
            raise TableError(
                f"Row {before} has {quoted(other)} and row {row} {quoted(text)} as {name}: a CSV file gives both"
                f" back as the number {kept}, so write them alike or let them begin with a letter"
            )


def _check_classes(name: str, counts: Counter[str]) -> None:
    if len(counts) < 2:
        raise TableError(f"All points have the same {name}, {quoted(next(iter(counts)))}: give some another one")
    if alone := next((text for text, count in counts.items() if count == 1), None):
        raise TableError(
            f"A single point has {quoted(alone)} as {name}; each class needs two, to learn from and to check on"
        )


def _missing(cell: Cell) -> bool:
    return cell is None or cell != cell or (isinstance(cell, str) and not cell.strip())  # noqa: PLR0124 (nan)


def _empty(row: Sequence[Cell]) -> bool:
    return all(map(_missing, row))
