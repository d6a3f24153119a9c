"""A table as a tensor: its numeric columns, as they are or standardised."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from core.encoding.layers import linear
from core.encoding.numeric import NumericPart, numeric_part
from core.encoding.tables import COLUMNS, table_script, table_tensor
from core.tables.sample import sample_csv
from core.tensors.limits import TABLE_COLUMNS, TABLE_ROWS
from ui.labs.tensors.real.encoded import Encoded, nothing
from ui.labs.tensors.real.own import own_file
from ui.state import linked
from ui.words import verbatim

_NAMED: Final = 12  # columns named before the rest is counted
_LONGEST: Final = 40


def table(text: Mapping[str, str]) -> Encoded:
    """Ask for a table and for the way its numbers become a tensor."""
    ties = linked("columns", label="Columns", offered=COLUMNS)
    columns = st.segmented_control("Columns", COLUMNS, default="standardised", required=True, **ties) or "standardised"
    ties = linked("rows", offered=TABLE_ROWS)
    rows = st.slider("Rows", int(TABLE_ROWS.low), int(TABLE_ROWS.high), 8, **ties)
    label = "A table of your own (CSV; it stays in this visit)"
    file = own_file(label, ["csv", "txt", "tsv"], "flats.csv", sample_csv)
    part = numeric_part(file.data, rows)
    st.caption(verbatim(_described(part)))
    if not part.columns:
        st.caption(text["Table: words only"])
    words = bool(part.words and part.columns) and st.toggle(
        "Words as one-hot", help=text["Table: words"], **linked("words", label="Words as one-hot")
    )
    n_missing = int(part.values.isnan().sum())
    if n_missing:
        st.caption(text["Table: missing"].format(n=n_missing))
    if len(part.values) == 1 and part.columns and columns == "standardised":
        st.caption(text["Table: one row"])
    tensor = table_tensor(part, columns, words=words)
    return Encoded(
        tensor=tensor,
        script=lambda: table_script(part, columns, words=words, name=file.name),
        layer=linear(tensor.shape[1]),
        dims=("rows", "columns"),
        above=(lambda: _first_row(part)) if part.columns else nothing,
    )


def _first_row(part: NumericPart) -> None:
    """Write the first row with the names of its columns."""
    cells = zip(part.columns[:_NAMED], part.values[0].tolist(), strict=False)
    said = ", ".join(f"{_short(name)} {value:g}" for name, value in cells)
    st.caption(verbatim(f"The first row in the file: {said}{' ...' if len(part.columns) > _NAMED else '.'}"))


def _described(part: NumericPart) -> str:
    """Say which columns were taken, and why others were not."""
    n_rows = "1 row" if len(part.values) == 1 else f"{len(part.values)} rows"
    said = [f"{n_rows} of {_listed(part.columns)}." if part.columns else f"{n_rows}."]
    if part.words:
        said.append(f"Words: {_listed([f'{name} ({len(each)})' for name, each in part.words])}.")
    if part.numbering:
        said.append(f"Left out, as it only numbers the rows: {_listed(part.numbering)}.")
    if part.left_out:
        said.append(f"Left out, as not numeric: {_listed(part.left_out)}.")
    if part.beyond:
        most = f"{TABLE_COLUMNS.high:g}"
        said.append(f"Left out, as this page takes up to {most} numeric columns: {_listed(part.beyond)}.")
    return " ".join([*said, *part.notes[:_NAMED]])


def _listed(names: Sequence[str]) -> str:
    short = [_short(name) for name in names[:_NAMED]]
    rest = len(names) - len(short)
    return ", ".join(short) + (f" and {rest} more" if rest else "")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
