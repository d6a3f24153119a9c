"""The code that reads a CSV file with pandas, told what this page found out about it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.tables.columns import MISSING_WORDS
from core.tables.numbers import POINT, Style, style_of
from core.tables.rows import Sheet

# What pandas takes for missing of its own accord.
_ITS_MISSING: Final = frozenset(
    ["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
     "NULL", "NaN", "None", "n/a", "nan", "null"]
)  # fmt: skip
_NO_PLAIN_WORD: Final = re.compile(r".*\d.*|true|false|[+-]?inf(inity)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableFile:
    """What was found out about a CSV file.

    Attributes:
        text: all of it.
        encoding: of the text.
        sheet: its cells.
    """

    text: str
    encoding: str
    sheet: Sheet


def reading_code(name: str, file: TableFile, numbers: Sequence[str], words: Sequence[str], n_rows: int) -> list[str]:
    """Write the lines that read a CSV file into a `table`, with as few arguments as it takes.

    Args:
        name: of the file.
        file: what was found out about it.
        numbers: the names of the columns of numbers that are used.
        words: the names of the columns of words that are used.
        n_rows: how many of the first rows are used.
    """
    sheet = file.sheet
    cells = {column: [row[sheet.header.index(column)] for row in sheet.rows] for column in (*numbers, *words)}
    used = {cell for column in cells.values() for cell in column}
    style = _style([_present(cells[column]) for column in numbers], sheet.delimiter)
    records = [*csv.reader(io.StringIO(file.text, newline=""), delimiter=sheet.delimiter, skipinitialspace=True)]
    padded = any(cell != cell.strip() for record in records for cell in record)
    arguments = [repr(name), *_layout(file, records, n_rows)]
    missing = used & MISSING_WORDS
    if padded or style is None or (used - missing) & _ITS_MISSING:
        lines = [f"table = pandas.read_csv({', '.join([*arguments, 'dtype=str', 'keep_default_na=False'])})"]
        lines += ["table = table.rename(columns=str.strip).apply(lambda column: column.str.strip())"] * padded
        lines += [f"table = table.mask(table.isin({sorted({'', *missing})}))"]
        return [*lines, *(_respelled(column, _present(cells[column]), sheet.delimiter) for column in numbers)]
    odd = [column for column in words if any(map(_NO_PLAIN_WORD.fullmatch, _present(cells[column])))]
    arguments += [*style, *([f"na_values={sorted(missing)}"] if missing - _ITS_MISSING else [])]
    arguments += [f"dtype={dict.fromkeys(odd, 'str')}"] if odd else []
    return [f"table = pandas.read_csv({', '.join(arguments)})"]


def _layout(file: TableFile, records: Sequence[Sequence[str]], n_rows: int) -> Iterator[str]:
    """Say how the file is laid out, where pandas would take it for something else."""
    delimiter, numbers = file.sheet.delimiter, file.sheet.numbers
    if delimiter != "," and (delimiter in file.text or "," in file.text):
        yield f"sep={delimiter!r}"
    if not file.encoding.startswith("utf-8"):
        yield f'encoding="{file.encoding}"'
    if re.search(rf"(^|[{delimiter}]) ", file.text, re.MULTILINE):
        yield "skipinitialspace=True"
    last = numbers[min(n_rows, len(numbers)) - 1]
    blank = [place for place, record in enumerate(records[:last]) if record and not any(map(str.strip, record))]
    if blank:
        yield f"skiprows={blank}"


def _present(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell not in MISSING_WORDS]


def _style(columns: Sequence[Sequence[str]], delimiter: str) -> list[str] | None:
    """Return the arguments with which pandas reads all columns of numbers, or None where there are none."""
    styles = [style_of(cells, delimiter) or POINT for cells in columns]
    decimal = "," if any(style.decimal == "," for style in styles) else "."
    thousands = next((style.thousands for style in styles if style.thousands), "")
    both = Style(pattern=POINT.pattern, decimal=decimal, thousands=thousands)
    for cells, style in zip(columns, styles, strict=True):
        others = [sign for sign in ".," if _meaning(sign, style) != _meaning(sign, both)]
        if any(sign in cell for sign in others for cell in cells):
            return None
    return ['decimal=","'] * (decimal == ",") + [f'thousands="{thousands}"'] * bool(thousands)


def _meaning(sign: str, style: Style) -> str:
    return {style.thousands: "thousands", style.decimal: "decimal"}.get(sign, "")


def _respelled(column: str, cells: Sequence[str], delimiter: str) -> str:
    """Write the line that makes numbers of a column of texts."""
    style = style_of(cells, delimiter) or POINT
    calls = f'.str.replace("{style.thousands}", "")' if style.thousands else ""
    calls += '.str.replace(",", ".")' if style.decimal == "," else ""
    return f"table[{column!r}] = table[{column!r}]{calls}.astype(float)"
