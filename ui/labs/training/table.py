"""The learner's own table: which file is in use, and what was done with its rows."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.config import TrainConfig
from core.datasets import load
from core.errors import TableError
from core.tables import TABLE_BYTES, Table, sample_csv
from ui.cached.training import cached_table
from ui.page import Text
from ui.state import recall, remember
from ui.words import verbatim

_TABLE, _REFUSED = "table", "table_refused"
_NOTES: Final = 2  # how many notes on how the file was read stand in sight; the Data view has them all
_NAME: Final = 60  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The table in use, and why the file just uploaded is not it, if so."""

    table: Table
    sample: bool
    complaint: str = ""


def file_control() -> File:
    """Offer to upload a table; the last good one stays in use, and before there is one the sample."""
    with st.popover("CSV file", icon=":material/upload_file:"):
        upload = st.file_uploader(
            f"CSV with a header row, up to {TABLE_BYTES.high / 2**20:g} MB",
            type=["csv", "tsv", "txt"],
            key="upload",
            on_change=_removed,
        )
        st.download_button("The sample file", sample_csv, "flats.csv", "text/csv", on_click="ignore")
    complaint = ""
    if upload is not None:
        try:
            remember(_TABLE, cached_table(upload.getvalue(), upload.name))
        except TableError as error:
            complaint = f"{upload.name}: {error}. Nothing was changed."
        remember(_REFUSED, bool(complaint))
    own: Table | None = recall(_TABLE)
    return File(table=own or cached_table(sample_csv(), "flats.csv (sample)"), sample=own is None, complaint=complaint)


def _removed() -> None:
    """Go back to the sample when the file in use is taken away; a refused one was never in use."""
    if st.session_state["upload"] is None and not recall(_REFUSED):
        remember(_TABLE, None)


def tell_file(file: File, target: str, text: Text) -> None:
    """Name the file in use; say why the last column is not what is predicted, and why a file was refused."""
    if file.complaint:
        st.warning(verbatim(file.complaint), icon=":material/info:")
    table = file.table
    size = f"{table.n_rows:,} rows × {len(table.columns)} columns"
    name = table.name if len(table.name) <= _NAME else f"{table.name[: _NAME - 1]}…"
    told = text["The sample"].format(size=size) if file.sample else f"**{verbatim(name)}**: {size}."
    why = verbatim(table.passed_over) if target == table.suggested_target else ""
    st.caption(f"{told} {why}")


def tell_rows(config: TrainConfig) -> None:
    """Say what was done about missing values, and what was found out in reading the file."""
    table, data = config.table, load(config)
    if table is None:
        return
    told = [verbatim(note) for note in table.notes[:_NOTES]]
    left_out = table.n_rows - len(data.train.x) - len(data.test.x)
    filled = sum(int(split.points.isnan().sum()) for split in (data.train, data.test))
    if filled:
        values = "1 missing value is" if filled == 1 else f"{filled:,} missing values are"
        told.insert(0, f"{values} filled, a number with the {config.missing.removeprefix('fill with ')}.")
    if left_out:
        rows = "1 row is" if left_out == 1 else f"{left_out:,} rows are"
        told.insert(0, f"{rows} left out, with a value missing.")
    if told:
        st.caption(" ".join(told))
