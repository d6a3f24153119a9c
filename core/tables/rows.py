"""From text to a header and rows of cells."""

import csv
import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from core.errors import TableError
from core.quoting import quoted
from core.tables.limits import NAME_LENGTH, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS
from core.tables.numbers import looks_like_number

# Where two fit equally well the rarer one is meant: commas stand in numbers and sentences too.
DELIMITERS: Final = ("\t", ";", "|", ",")
_LOOKED_AT: Final = 50
_CONTENT: Final = re.compile(r'[^\s;|,"]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The cells of a file, stripped of white space.

    Attributes:
        header: the names of the columns, all different.
        rows: the cells of each row, as many as there are names.
        numbers: where each row stands in the file, counted from 1 with header and blank rows, as a spreadsheet does.
        delimiter: what stands between two cells.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    delimiter: str


def read_sheet(text: str, least_rows: int = int(TABLE_ROWS.low), least_columns: int = int(TABLE_COLUMNS.low)) -> Sheet:
    """Cut a text into cells.

    Args:
        text: of the file.
        least_rows: how many it must have below its header.
        least_columns: how many it must have.

    Raises:
        TableError: no rows, too many rows or columns, a header or a row that does not fit.
    """
    if not _CONTENT.search(text):
        raise TableError("The file is empty: a table needs a header and rows")
    delimiter = _delimiter(text)
    records = _records(text, delimiter)
    (_, header), *body = records
    _check_header(header, least_columns)
    if not body and any(delimiter in line and not line.strip(f'{delimiter}" \t') for line in text.splitlines()):
        raise TableError("The file has a header, but all its rows are empty: rows of values must follow it")
    if not body:
        raise TableError("The file has only a header: rows of values must follow it")
    if len(body) < least_rows:
        few = "one row" if len(body) == 1 else f"{len(body)} rows"
        raise TableError(f"The file has {few} below its header; at least {least_rows} are needed")
    for number, cells in body:
        if len(cells) != len(header):
            cells_here = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            raise TableError(f"Row {number} has {cells_here} where the header has {len(header)}")
    if len(body) * len(header) > TABLE_CELLS.high:
        raise TableError(
            f"The file has {len(body):,} rows of {len(header)} cells; at most {TABLE_CELLS.high:,} cells can be read"
        )
    numbers, rows = zip(*body, strict=True)
    return Sheet(header=header, rows=rows, numbers=numbers, delimiter=delimiter)


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first rows into the same number of cells, and into most."""

    def score(delimiter: str) -> tuple[bool, float, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        try:
            widths = [len(cells) for cells in islice(reader, _LOOKED_AT) if any(cell.strip() for cell in cells)]
        except csv.Error:
            return False, 0.0, 0
        same = sum(width == widths[0] for width in widths) / len(widths) if widths else 0.0
        return bool(widths) and widths[0] > 1, same, widths[0] if widths else 0

    return max(DELIMITERS, key=score)


def _records(text: str, delimiter: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return every record that is not blank, with its number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    records: list[tuple[int, tuple[str, ...]]] = []
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            cells = tuple(cell.strip() for cell in record)
            if any(cells):
                records.append((number, cells))
            if len(records) > TABLE_ROWS.high + 1:
                raise TableError(f"The file has more than {TABLE_ROWS.high:,} rows, the most that can be read")
    except csv.Error as error:
        raise TableError(
            f"The cells cannot be told apart from row {number + 1} on, where a quotation mark is opened and"
            " never closed, closed too early, or a cell is endless"
        ) from error
    return records


def _check_header(header: tuple[str, ...], least_columns: int) -> None:
    _check_width(header, least_columns)
    numbers = [name for name in header if looks_like_number(name)]
    fractions = [name for name in numbers if "." in name]
    if fractions or len(numbers) == len(header):
        raise TableError(
            f"The header must hold the names of the columns, not numbers such as {(fractions or numbers)[0]}"
        )
    for place, name in enumerate(header, start=1):
        if not name:
            raise TableError(f"Column {place} has no name in the header; give every column one")
        if len(name) not in NAME_LENGTH:
            raise TableError(f"Column {place} has a name of {len(name):,} characters; at most {NAME_LENGTH.high}")
        if name in header[: place - 1]:
            first = header.index(name) + 1
            raise TableError(f"Columns {first} and {place} are both named {quoted(name)}; give each its own name")


def _check_width(header: tuple[str, ...], least_columns: int) -> None:
    if len(header) < least_columns:
        raise TableError(
            "Only one column was found; a table needs one to predict and one to predict it from,"
            " with a comma, semicolon, tab or | between the cells"
        )
    if len(header) > TABLE_COLUMNS.high:
        raise TableError(f"The file has {len(header):,} columns; at most {TABLE_COLUMNS.high} can be read")
