"""What a column of a table holds: numbers, categories or texts."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.errors import TableError
from core.quoting import quoted
from core.tables.limits import CATEGORIES, MAGNITUDE, NAME_LENGTH
from core.tables.numbers import looks_like_number, read_numbers
from core.tables.rows import Sheet

MISSING_WORDS: Final = frozenset(
    ["", "NA", "N/A", "n/a", "na", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "Null", "None", "<NA>", "?"]
)
_ID_NAME: Final = re.compile(r"(.*[\s_.-])?(id|idx|index|nr|no|number|row|uuid|key)\.?|#|unnamed: ?\d+", re.IGNORECASE)
_ID_CAMEL: Final = re.compile(r".*[a-z]I[dD]")
NUMBERS_ROWS: Final = "it only numbers the rows"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One column of a table.

    Attributes:
        name: as the header has it.
        kind: "number"; "category" (texts, few different ones); or "text" (nothing that can be learned from).
        values: (n_rows,) float64, read-only; nan where missing; of a category its index in categories.
        categories: the different texts in alphabetical order; empty for numbers and texts.
        n_missing: how many values are missing.
        n_distinct: how many different values there are, missing ones aside.
        flag: why the column is not suggested as a feature; empty if it is.
        note: how its values were read, where that is not plain.
    """

    name: str
    kind: str
    values: NDArray[np.float64]
    categories: tuple[str, ...]
    n_missing: int
    n_distinct: int
    flag: str
    note: str

    @property
    def usable(self) -> bool:
        """Whether the column can be a feature at all."""
        return self.kind != "text" and self.n_distinct > 0


def read_column(sheet: Sheet, place: int) -> Column:
    """Find out what a column holds.

    Args:
        sheet: the cells of the file.
        place: which column, from 0.

    Raises:
        TableError: a number beyond +-1e30.
    """
    name = sheet.header[place]
    cells = [row[place] for row in sheet.rows]
    where = [index for index, cell in enumerate(cells) if cell not in MISSING_WORDS]
    present = [cells[index] for index in where]
    if not present:
        return _column(name, "number", np.full(len(cells), np.nan), flag="all its values are missing")
    read = read_numbers(present, sheet.delimiter)
    if read is None:
        return _texts(name, cells, where, sheet)
    numbers, style = read
    values = np.full(len(cells), np.nan)
    values[where] = numbers
    outside = np.flatnonzero(~np.isnan(values) & ~(np.abs(values) <= MAGNITUDE.high))
    if outside.size:
        row = sheet.numbers[outside[0]]
        raise TableError(
            f"Row {row} holds {quoted(cells[outside[0]])} in the column {quoted(name)};"
            f" numbers must lie in [{MAGNITUDE.low:g}, {MAGNITUDE.high:g}]"
        )
    example = next((index for index, cell in enumerate(present) if "," in cell or cell.count(".") > 1), 0)
    note = f"{quoted(name)} has {style}: {present[example]} was read as {numbers[example]:.12g}." if style else ""
    return _column(name, "number", values, note=note)


def _texts(name: str, cells: list[str], where: list[int], sheet: Sheet) -> Column:
    """Make a column of texts: categories where they are few and short."""
    present = [cells[index] for index in where]
    distinct = sorted(set(present))
    n_numbers = sum(map(looks_like_number, present))
    note = ""
    if n_numbers * 2 > len(present):
        odd = next(index for index in where if not looks_like_number(cells[index]))
        note = (
            f"{quoted(name)} was read as text: {n_numbers} of its {len(present)} values are numbers,"
            f" but row {sheet.numbers[odd]} holds {quoted(cells[odd])}."
        )
    values = np.full(len(cells), np.nan)
    code = {text: index for index, text in enumerate(distinct)}
    values[where] = [code[text] for text in present]
    if len(distinct) not in CATEGORIES or max(map(len, distinct)) not in NAME_LENGTH:
        flag = f"its {len(distinct):,} different texts are too many (or too long) for categories"
        return _column(name, "text", values, flag=flag, note=note)
    return _column(name, "category", values, categories=tuple(distinct), note=note)


def _column(
    name: str,
    kind: str,
    values: NDArray[np.float64],
    *,
    categories: tuple[str, ...] = (),
    flag: str = "",
    note: str = "",
) -> Column:
    present = values[~np.isnan(values)]
    n_distinct = len(np.unique(present))
    values.flags.writeable = False
    return Column(
        name=name,
        kind=kind,
        values=values,
        categories=categories,
        n_missing=len(values) - len(present),
        n_distinct=n_distinct,
        flag=flag or _flag(name, kind, present, n_distinct),
        note=note,
    )


def _flag(name: str, kind: str, present: NDArray[np.float64], n_distinct: int) -> str:
    """Say why a column teaches nothing, if so."""
    if n_distinct == 1:
        return "it has the same value in every row"
    whole = kind == "number" and bool((present == np.round(present)).all())
    if whole and n_distinct == len(present) and (_ID_NAME.fullmatch(name) or _ID_CAMEL.fullmatch(name)):
        return NUMBERS_ROWS
    return ""
