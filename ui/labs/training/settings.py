"""The settings of a run, above the picture they change; what does not fit is said, and the last good run stays."""

from typing import Any

import streamlit as st

from core.config import TrainConfig
from core.datasets import DATASETS
from core.errors import PlaygroundError, TableError
from core.tables import TABLE_BYTES, Table, sample_csv
from ui.cached.training import cached_table
from ui.controls import DEFAULTS, classes_of, data_controls, dataset_control, network_controls, parsed, rare_controls
from ui.page import Text
from ui.state import recall, remember
from ui.words import verbatim

_TABLE, _GOOD = "table", "good_config"


def chosen_config(text: Text) -> TrainConfig:
    """Lay out all settings and return them; where they do not go together, the last ones that did."""
    try:
        config = _config(text)
    except PlaygroundError as error:
        st.warning(verbatim(f"{error}. Below is the last run that worked."), icon=":material/info:")
        kept: TrainConfig = recall(_GOOD, DEFAULTS)
        return kept
    remember(_GOOD, config)
    return config


def _config(text: Text) -> TrainConfig:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name = dataset_control()
        place = st.container(width="content") if name == "your CSV" else None
        data = data_controls(name, _table(place))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        network = network_controls(name)
        with st.popover("More settings", icon=":material/tune:"):
            task, classes = _task(data)
            with st.container(horizontal=True, gap="small", width=288):
                rare = rare_controls(task, classes)
    hint = f" {text['One neuron']}" if DATASETS[name].hidden == () and network["hidden"].strip() else ""
    st.caption(f"**{name[0].upper()}{name[1:]}.** {DATASETS[name].idea}{hint} {text['What to do']}")
    return TrainConfig(**data, **parsed(network), **rare)


def _task(data: dict[str, Any]) -> tuple[str, int]:
    """Return the task and the number of classes: the last ones where the data is refused, so no widget is lost."""
    try:
        return classes_of(data)
    except PlaygroundError:
        kept: TrainConfig = recall(_GOOD, DEFAULTS)
        return kept.task, kept.n_classes


def _table(place: Any) -> Table | None:
    """Return the learner's table: the file just uploaded, else the last good one, else the sample."""
    if place is None:
        return None
    with place.popover("CSV file", icon=":material/upload_file:"):
        upload = st.file_uploader(
            f"CSV with a header row, up to {TABLE_BYTES.high / 2**20:g} MB", type=["csv", "tsv", "txt"], key="upload"
        )
        st.download_button("The sample file", sample_csv, "flats.csv", "text/csv", on_click="ignore")
    if upload is not None:
        try:
            remember(_TABLE, cached_table(upload.getvalue(), upload.name))
        except TableError as error:
            st.warning(verbatim(f"{upload.name}: {error}. Nothing was changed."), icon=":material/info:")
    table: Table = recall(_TABLE) or cached_table(sample_csv(), "flats.csv (sample)")
    return table
