"""From the bytes of a CSV file to a table."""

import hashlib
from typing import Final

from core.errors import TableError
from core.tables.columns import read_column
from core.tables.decode import decode
from core.tables.rows import read_sheet
from core.tables.table import Table
from core.tables.targets import found_task, target_problem

_SHOWN: Final = 8


def read_csv(data: bytes, name: str = "your table") -> Table:
    """Read a CSV file: comma, semicolon, tab or | between cells, and one header row.

    Args:
        data: the bytes of the file.
        name: of the file, for display.

    Raises:
        TableError: one sentence on what stands in the way, where, and what would be accepted.
    """
    text, notes = decode(data)
    sheet = read_sheet(text)
    columns = tuple(read_column(sheet, place) for place in range(len(sheet.header)))
    table = Table(
        name=name,
        digest=hashlib.sha256(data).hexdigest(),
        columns=columns,
        n_rows=len(sheet.rows),
        head=sheet.rows[:_SHOWN],
        notes=notes + tuple(column.note for column in columns if column.note),
    )
    _check(table)
    return table


def _check(table: Table) -> None:
    if all(column.n_distinct == 0 for column in table.columns):
        raise TableError("Every value in the file is missing")
    if not any(column.kind == "number" and column.n_distinct for column in table.columns):
        raise TableError(
            "No column holds numbers: a network needs at least one (with a point or comma as decimal sign)"
        )
    if not table.targets:
        problem = target_problem(table.columns[-1], found_task(table.columns[-1]))
        raise TableError(f"No column can be predicted: {problem[0].lower()}{problem[1:]}")
    table.suggested_features(table.suggested_target)
