"""A table becomes numbers: its numeric columns, one row each."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.errors import TableError
from core.ranges import check_name
from core.tables.columns import read_column
from core.tables.decode import decode
from core.tables.rows import read_sheet
from core.tensors.limits import TABLE_COLUMNS, TABLE_ROWS

COLUMNS: Final = ("as they are", "standardised")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NumericPart:
    """The numeric columns of a CSV file.

    Attributes:
        columns: their names.
        values: (rows, columns), float64; a missing value is nan.
        left_out: the names of the columns that hold no numbers.
        beyond: the names of numeric columns beyond as many as the page takes.
        notes: why a column that is mostly numbers was left out, a sentence each.
    """

    columns: tuple[str, ...]
    values: Tensor
    left_out: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def numeric_part(data: bytes, rows: int) -> NumericPart:
    """Read the numeric columns of a CSV file, and of these the first rows.

    Raises:
        TableError: in one sentence, if it is no table that can be read, or none of its columns holds numbers.
        ConfigError: if rows lies outside the limits.
    """
    TABLE_ROWS.check_count("rows", rows)
    text, _ = decode(data)
    sheet = read_sheet(text)
    columns = [read_column(sheet, place) for place in range(len(sheet.header))]
    numeric = [column for column in columns if column.kind == "number" and column.n_distinct]
    others = [column for column in columns if column not in numeric]
    notes = tuple(column.note for column in others if column.note)
    if not numeric:
        because = f" only ({notes[0].rstrip('.')})" if notes else ""
        raise TableError(f"no column of the file holds numbers{because}; a tensor needs at least one that does")
    most = int(TABLE_COLUMNS.high)
    return NumericPart(
        columns=tuple(column.name for column in numeric[:most]),
        values=torch.from_numpy(np.stack([column.values[:rows] for column in numeric[:most]], axis=1)),
        left_out=tuple(column.name for column in others if not column.note),
        beyond=tuple(column.name for column in numeric[most:]),
        notes=notes,
    )


def table_tensor(part: NumericPart, columns: str = "standardised") -> Tensor:
    """Turn the numbers into a MATRIX (rows, columns).

    Args:
        part: the numbers.
        columns: "as they are", float64 as pandas and NumPy have it; or "standardised": mean 0 and standard deviation
            1, float32, a missing value at the mean.
    """
    check_name("columns", columns, COLUMNS)
    matrix = part.values
    if columns == "as they are":
        return matrix
    mean = matrix.nanmean(dim=0)
    std = (matrix - mean).square().nanmean(dim=0).sqrt()
    return ((matrix - mean) / std.where(std > 0, 1)).nan_to_num(0).float()


_STANDARDISED: Final = (
    "mean = MATRIX.nanmean(dim=0)  # of each column, without what is missing",
    "std = (MATRIX - mean).square().nanmean(dim=0).sqrt()",
    "MATRIX = (MATRIX - mean) / std.where(std > 0, 1)  # a column that never changes stays 0",
    "MATRIX = MATRIX.nan_to_num(0).float()  # what is missing becomes the mean",
)


def table_script(part: NumericPart, columns: str = "standardised") -> str:
    """Write the code that turns a file `table.csv` into the tensor, and prints what the page shows of it."""
    return "\n".join(
        [
            "import pandas",
            "import torch",
            "",
            f'table = pandas.read_csv("table.csv")[{list(part.columns)}].head({len(part.values)})',
            'MATRIX = torch.tensor(table.to_numpy("float64").tolist(), dtype=torch.float64)',
            *(_STANDARDISED if columns == "standardised" else ()),
            "print(MATRIX.shape, MATRIX.dtype, MATRIX.device)  # what shape, what dtype, where",
        ]
    )
