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

_TABLE, _LEFT, _FILE = "table", "table_left", "table_file"
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
            f"CSV with a header row; a file over {TABLE_BYTES.high / 2**20:g} MB is refused",
            type=["csv", "tsv", "txt"],
            key="upload",
        )
        with st.container(horizontal=True):
            st.download_button("Get the sample file", sample_csv, "flats.csv", "text/csv", on_click="ignore")
            if recall(_TABLE) is not None or upload is not None:
                st.button("Use the sample", on_click=use_table, args=(None,))
    complaint = ""
    if upload is not None and upload.file_id != recall(_LEFT):
        try:
            remember(_TABLE, cached_table(upload.getvalue(), upload.name))
        except TableError as error:
            complaint = f"{upload.name}: {error}. Nothing was changed."
    own: Table | None = recall(_TABLE)
    return File(table=own or cached_table(sample_csv(), "flats.csv (sample)"), sample=own is None, complaint=complaint)


def use_table(table: Table | None, data: bytes = b"") -> None:
    """Use another table than the file in use, or one that is still in the uploader.

    Args:
        table: None is the sample.
        data: its file, where the learner has none.
    """
    remember(_TABLE, table)
    remember(_FILE, (table, data))
    remember(_LEFT, getattr(st.session_state.get("upload"), "file_id", None))


def file_of(table: Table | None) -> bytes:
    """Return the file of a table that was made here; nothing where it is the learner's own."""
    made, data = recall(_FILE, (None, b""))
    return data if table is not None and made == table else b""


def told_file(file: File, target: str, text: Text) -> str:
    """Name the file in use; say why the last column is not what is predicted, if so."""
    table = file.table
    size = f"{table.n_rows:,} rows × {len(table.columns)} columns"
    name = table.name if len(table.name) <= _NAME else f"{table.name[: _NAME - 1]}…"
    told = text["The sample"].format(size=size) if file.sample else f"**{verbatim(name)}**: {size}."
    why = verbatim(table.passed_over) if target == table.suggested_target else ""
    return f"{told} {why}"


def told_rows(table: Table, config: TrainConfig) -> str:
    """Say what was done about missing values, and what was found out in reading the file."""
    data, told = load(config), [verbatim(note) for note in table.notes[:_NOTES]]
    left_out = table.n_rows - len(data.train.x) - len(data.test.x)
    filled = sum(int(split.points.isnan().sum()) for split in (data.train, data.test))
    if filled:
        values = "1 value is" if filled == 1 else f"{filled:,} values are"
        stand_in = config.missing.removeprefix("fill with ")
        told.insert(0, f"{values} missing: the {stand_in} of the column, or its most frequent text, is put there.")
    if left_out:
        rows = "1 row is" if left_out == 1 else f"{left_out:,} rows are"
        told.insert(0, f"{rows} left out because a value is missing there.")
    return " ".join(told)
