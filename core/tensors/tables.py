"""A table becomes numbers: its numeric columns, one row each."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.errors import TableError
from core.tensors.limits import DTYPES, TABLE_BYTES, TABLE_COLUMNS, TABLE_ROWS
from core.tensors.refusals import attempt

SAMPLE_TABLE: Final = b"""house,area,rooms,distance,price
A,52,2,4.5,210
B,78,3,2.0,345
C,110,4,7.5,390
D,35,1,1.0,198
E,140,5,12.0,420
F,95,3,3.5,405
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numeric columns of a CSV file.

    Attributes:
        columns: their names.
        values: their numbers, (rows, columns), float64; a missing one is nan.
        left_out: the names of the other columns.
    """

    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    left_out: tuple[str, ...]


def read_table(data: bytes) -> Table:
    """Read the numeric columns of a CSV file: the first row names them, the first rows are taken.

    Raises:
        TableError: in one sentence, if it is too large, no text, no table, or has no numeric column.
    """
    if len(data) not in TABLE_BYTES:
        raise TableError(f"the file has {len(data):,} bytes; this page takes 1 to {TABLE_BYTES.high:,}")
    names, rows = _split(data)
    columns = [[row[i] if i < len(row) else "" for row in rows] for i in range(len(names))]
    numeric = [i for i, column in enumerate(columns) if _is_numeric(column)]
    if not numeric:
        raise TableError("no column of the file holds numbers only; a tensor needs at least one that does")
    kept = numeric[: int(TABLE_COLUMNS.high)]
    return Table(
        columns=tuple(names[i] for i in kept),
        values=tuple(tuple(_number(columns[i][row]) for i in kept) for row in range(len(rows))),
        left_out=tuple(name for i, name in enumerate(names) if i not in kept),
    )


def table_tensor(table: Table, dtype: str = "inferred") -> Tensor:
    """Turn a table into a MATRIX (rows, columns); `inferred` is float64, as pandas and NumPy have it.

    Raises:
        RefusedError: with PyTorch's words, if the numbers do not fit the dtype.
    """
    with attempt():
        return torch.tensor(table.values, dtype=DTYPES[dtype] or torch.float64)


def _split(data: bytes) -> tuple[list[str], list[list[str]]]:
    try:
        text = data.decode("utf-8-sig")
        if "\0" in text:
            raise TableError("the file is no text, so it is not a CSV file")
        first_line = text.lstrip().split("\n", 1)[0]
        delimiter = max(",;\t", key=first_line.count)
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        lines = [line for _, line in zip(range(int(TABLE_ROWS.high) + 1), filter(any, reader), strict=False)]
    except UnicodeDecodeError as error:
        raise TableError("the file is not UTF-8 text; save the table as CSV with UTF-8 encoding") from error
    except csv.Error as error:
        raise TableError(f"the file cannot be read as CSV: {error}") from error
    if len(lines) < 2:
        raise TableError("the file needs a row of column names and at least one row of values")
    return [name.strip()[:40] for name in lines[0]], lines[1:]


def _number(cell: str) -> float:
    return float(cell) if cell.strip() else math.nan


def _is_numeric(column: Sequence[str]) -> bool:
    try:
        return any(not math.isnan(_number(cell)) for cell in column)
    except ValueError:
        return False


def table_script(dtype: str = "inferred") -> str:
    """Write the code that turns a file `table.csv` into the tensor."""
    option = "" if dtype == "inferred" else f", dtype=torch.{dtype}"
    return "\n".join(
        [
            "import pandas",
            "import torch",
            "",
            'table = pandas.read_csv("table.csv").select_dtypes("number")',
            f'MATRIX = torch.tensor(table.to_numpy("float64"){option})',
        ]
    )
