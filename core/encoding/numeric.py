"""The columns of a CSV file that can become numbers."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.encoding.table_code import TableFile
from core.errors import TableError
from core.tables.columns import NUMBERS_ROWS, Column, read_column
from core.tables.decode import decode, encoding_of
from core.tables.rows import read_sheet
from core.tensors.limits import TABLE_COLUMNS, TABLE_ROWS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NumericPart:
    """The numeric columns of a CSV file.

    Attributes:
        file: where they stand.
        columns: their names.
        values: (rows, columns), float64; a missing value is nan.
        words: for each column of words with few different ones, its name and these; left out or made one-hot.
        codes: (rows, columns of words), float64: which of its words each row has; nan where missing.
        numbering: the names of the columns that only number the rows.
        left_out: the names of the columns that hold neither numbers nor such words.
        beyond: the names of numeric columns beyond as many as the page takes.
        notes: why a column that is mostly numbers was left out, a sentence each.
    """

    file: TableFile
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
        TableError: in one sentence, if it is no table that can be read, or none of its columns holds numbers or few
            different words.
        ConfigError: if rows lies outside the limits.
    """
    TABLE_ROWS.check_count("rows", rows)
    text, _ = decode(data)
    sheet = read_sheet(text, least_rows=1, least_columns=1)
    columns = [read_column(sheet, place) for place in range(len(sheet.header))]
    numeric = [column for column in columns if column.kind == "number" and column.n_distinct]
    others = [column for column in columns if column not in numeric]
    notes = tuple(column.note for column in others if column.note)
    features = [column for column in numeric if column.flag != NUMBERS_ROWS] or numeric
    numbering = tuple(column.name for column in numeric if column not in features)
    coded = _coded(others)
    if not (numeric or coded):
        because = f" ({notes[0].rstrip('.')})" if notes else ""
        raise TableError(f"no column of the file holds numbers, or few different words{because}; a tensor needs one")
    most, n_rows = int(TABLE_COLUMNS.high), min(rows, len(sheet.rows))
    return NumericPart(
        file=TableFile(text=text, encoding=encoding_of(data), sheet=sheet),
        columns=tuple(column.name for column in features[:most]),
        values=_beside(features[:most], n_rows),
        words=tuple((column.name, column.categories) for column in coded),
        codes=_beside(coded, n_rows),
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
        return torch.zeros(rows, 0, dtype=torch.float64)
    return torch.from_numpy(np.stack([column.values[:rows] for column in columns], axis=1))
