"""A table becomes numbers: its numeric columns, one row each."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.errors import TableError
from core.ranges import check_name
from core.tables.columns import NUMBERS_ROWS, Column, read_column
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
        words: for each column of words with few different ones, its name and these; left out or made one-hot.
        codes: (rows, columns of words), float64: which of its words each row has; nan where missing.
        numbering: the names of the columns that only number the rows.
        left_out: the names of the columns that hold neither numbers nor such words.
        beyond: the names of numeric columns beyond as many as the page takes.
        notes: why a column that is mostly numbers was left out, a sentence each.
    """

    columns: tuple[str, ...]
    values: Tensor
    words: tuple[tuple[str, tuple[str, ...]], ...]
    codes: Tensor
    numbering: tuple[str, ...] = ()
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
    features = [column for column in numeric if column.flag != NUMBERS_ROWS] or numeric
    numbering = tuple(column.name for column in numeric if column not in features)
    if not numeric:
        because = f" only ({notes[0].rstrip('.')})" if notes else ""
        raise TableError(f"no column of the file holds numbers{because}; a tensor needs at least one that does")
    most = int(TABLE_COLUMNS.high)
    coded = _coded(others)
    return NumericPart(
        columns=tuple(column.name for column in features[:most]),
        values=_beside(features[:most], rows),
        words=tuple((column.name, column.categories) for column in coded),
        codes=_beside(coded, rows),
        numbering=numbering,
        left_out=tuple(column.name for column in others if not column.note and column not in coded),
        beyond=tuple(column.name for column in features[most:]),
        notes=notes,
    )


def _coded(columns: list[Column]) -> list[Column]:
    """Choose the columns of words that are made one-hot: as many as there is room for."""
    room, chosen = int(TABLE_COLUMNS.high), []
    for column in columns:
        if column.kind == "category" and not column.note and len(column.categories) <= room:
            chosen.append(column)
            room -= len(column.categories)
    return chosen


def _beside(columns: list[Column], rows: int) -> Tensor:
    """Lay the first rows of columns side by side, (rows, columns), float64."""
    if not columns:
        return torch.zeros(0, 0, dtype=torch.float64)
    return torch.from_numpy(np.stack([column.values[:rows] for column in columns], axis=1))


def table_tensor(part: NumericPart, columns: str = "standardised", *, words: bool = False) -> Tensor:
    """Turn a table into a MATRIX (rows, columns).

    Args:
        part: the numbers.
        columns: "as they are", float64 as pandas and NumPy have it; or "standardised": mean 0 and standard deviation
            1, float32, a missing value at the mean.
        words: whether columns of words follow, one-hot: a column for each word, 1 where the row has it.
    """
    check_name("columns", columns, COLUMNS)
    numbers = _numbers(part.values, columns)
    if not (words and part.words):
        return numbers
    hot = [
        codes[:, None] == torch.arange(len(each)) for codes, (_, each) in zip(part.codes.T, part.words, strict=True)
    ]
    return torch.cat([numbers, *(one.to(numbers.dtype) for one in hot)], dim=1)


def _numbers(matrix: Tensor, columns: str) -> Tensor:
    if columns == "as they are":
        return matrix
    mean = matrix.nanmean(dim=0)
    std = (matrix - mean).square().nanmean(dim=0).sqrt()
    std = std.where(std > 1e-9 * mean.abs(), 1)
    return ((matrix - mean) / std).nan_to_num(0).float()


_STANDARDISED: Final = (
    "mean = MATRIX.nanmean(dim=0)  # of each column, without what is missing",
    "std = (MATRIX - mean).square().nanmean(dim=0).sqrt()",
    "std = std.where(std > 1e-9 * mean.abs(), 1)  # a column that never changes, but for rounding, becomes 0",
    "MATRIX = (MATRIX - mean) / std",
    "MATRIX = MATRIX.nan_to_num(0).float()  # what is missing becomes the mean",
)


def table_script(
    part: NumericPart, columns: str = "standardised", *, words: bool = False, name: str = "table.csv"
) -> str:
    """Write the code that turns a CSV file into the tensor, and prints what the page shows of it."""
    n = len(part.values)
    hot = [
        f"names = {[name for name, _ in part.words]}",
        f"hot = pandas.get_dummies(table[names], columns=names).head({n})  # a column for each word",
        "MATRIX = torch.cat([MATRIX, torch.tensor(hot.to_numpy()).to(MATRIX.dtype)], dim=1)",
    ]
    return "\n".join(
        [
            "import pandas",
            "import torch",
            "",
            f"table = pandas.read_csv({name!r})",
            f"numbers = table[{list(part.columns)}].head({n})",
            'MATRIX = torch.tensor(numbers.to_numpy("float64").tolist(), dtype=torch.float64)',
            *(_STANDARDISED if columns == "standardised" else ()),
            *(hot if words and part.words else ()),
            "print(MATRIX.shape, MATRIX.dtype, MATRIX.device)  # what shape, what dtype, where",
        ]
    )
