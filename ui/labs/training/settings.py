"""The settings of a run, above the picture they change; what does not fit is said, and the last good run stays."""

from typing import Any

import streamlit as st

from core.config import TrainConfig
from core.datasets import DATASETS
from core.errors import PlaygroundError
from ui.controls import (
    DEFAULTS,
    classes_of,
    data_controls,
    dataset_control,
    network_controls,
    parsed,
    rare_controls,
    unusable_links,
)
from ui.labs.training.playground import playground_control, say_imported
from ui.labs.training.table import file_control, told_file, told_rows
from ui.page import Text
from ui.state import recall, remember
from ui.words import verbatim

_GOOD = "good_config"


def chosen_config(text: Text) -> TrainConfig:
    """Lay out all settings and return them; where they do not go together, the last ones that did."""
    try:
        config = _config(text)
    except PlaygroundError as error:
        st.warning(verbatim(f"{error}. Below is the last run that worked."), icon=":material/info:")
        kept: TrainConfig = recall(_GOOD, DEFAULTS)
        return kept
    finally:
        if unusable := unusable_links():
            st.warning(verbatim(f"{text['From the link']} {'; '.join(unusable)}."), icon=":material/info:")
    remember(_GOOD, config)
    return config


def _config(text: Text) -> TrainConfig:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name = dataset_control()
        file = file_control() if name == "your CSV" else None
        data = data_controls(name, file.table if file else None)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        network = network_controls(name)
        with st.popover("More settings", icon=":material/tune:"):
            task, classes = _task(data)
            with st.container(horizontal=True, gap="small", width=288):
                rare = rare_controls(task, classes, name)
        playground_control(text)
    _say_dataset(name, network["hidden"], text)
    if file is None:
        config = TrainConfig(**data, **parsed(network), **rare)
        say_imported(config, text)
        return config
    if file.complaint:
        st.warning(verbatim(file.complaint), icon=":material/info:")
    told, place = told_file(file, data["target"], text), st.empty()
    place.caption(told)
    config = TrainConfig(**data, **parsed(network), **rare)
    place.caption(f"{told} {told_rows(file.table, config)}")
    return config


def _say_dataset(name: str, hidden: str, text: Text) -> None:
    dataset = DATASETS[name]
    hint = f" {text['One neuron']}" if dataset.hidden == () and hidden.strip() else ""
    st.caption(f"**{name[0].upper()}{name[1:]}.** {dataset.idea}{hint} {text['What to do']}")


def _task(data: dict[str, Any]) -> tuple[str, int]:
    """Return the task and the number of classes: the last ones where the data is refused, so no widget is lost."""
    try:
        return classes_of(data)
    except PlaygroundError:
        kept: TrainConfig = recall(_GOOD, DEFAULTS)
        return kept.task, kept.n_classes
