"""The settings of a run, above the picture they change; what does not fit is said, and the last good run stays."""

from dataclasses import fields, replace
from typing import Any, Final

import streamlit as st

from core.config import TrainConfig
from core.datasets import DATASETS
from core.errors import PlaygroundError
from core.tables import Table
from ui.controls import (
    DEFAULTS,
    classes_of,
    data_controls,
    dataset_control,
    network_controls,
    parsed,
    rare_controls,
    target_control,
    training_controls,
)
from ui.labs.training.playground import say_imported
from ui.labs.training.presets import presets_control, said_of_preset
from ui.labs.training.table import file_control, told_file, told_rows
from ui.links import said_of_link
from ui.page import Text
from ui.state import hold_assigned, recall, remember
from ui.wording import on_screen
from ui.words import verbatim

_GOOD, _KNOWN, _LAST = "good_config", "known_configs", "last_standing"
# Settings whose widget says it all: no other one starts anew because of them.
_PLAIN: Final = frozenset({"hidden", "activation", "lr", "batch_size", "epochs", "seed", "data_seed", "momentum"})
_MORE: Final = "more"
_OUT_OF_SIGHT: Final = frozenset(field.name for field in fields(TrainConfig)) - {
    "dataset", "target", "hidden", "activation", "lr"
}  # fmt: skip
_MANY: Final = 64  # configurations remembered by their widgets' values
_WIDE: Final = 446  # pixels: three settings side by side, two on a narrow screen


def foreseen() -> TrainConfig | None:
    """Return the configuration that the widgets as they stand will give; None where that cannot be told yet.

    It can where they stood so before, and where only plain settings have changed since the last run. Call it before
    the widgets: those out of sight are first set right.
    """
    hold_assigned(_OUT_OF_SIGHT, opened=bool(st.session_state.get(_MORE)))
    standing = _standing()
    found: TrainConfig | None = recall(_KNOWN, {}).get(standing)
    return found or _guessed(standing)


def _guessed(standing: tuple[str, ...]) -> TrainConfig | None:
    last: tuple[tuple[str, ...], TrainConfig] | None = recall(_LAST)
    if last is None:
        return None
    names = [field.name for field in fields(TrainConfig)]
    changed = {name for name, now, before in zip(names, standing, last[0], strict=True) if now != before}
    values = {name: st.session_state.get(name) for name in changed}
    if not changed <= _PLAIN or None in values.values():
        return None
    try:
        return replace(last[1], **parsed(values))
    except PlaygroundError:
        return None  # the widgets say what is wrong


def _standing() -> tuple[str, ...]:
    """Return the values of all widgets; a setting's key is its name in the config."""
    return tuple(repr(st.session_state.get(field.name)) for field in fields(TrainConfig))


def chosen_config(text: Text) -> TrainConfig:
    """Lay out all settings and return them; where they do not go together, the last ones that did."""
    with said_of_link("settings"):
        return _chosen_or_last(text)


def _chosen_or_last(text: Text) -> TrainConfig:
    try:
        config = _config(text)
    except PlaygroundError as error:
        st.warning(verbatim(f"{on_screen(str(error))}. Below is the last run that worked."), icon=":material/info:")
        kept: TrainConfig = recall(_GOOD, DEFAULTS)
        return kept
    remember(_GOOD, config)
    if config.table is None:
        known: dict[tuple[str, ...], TrainConfig] = recall(_KNOWN, {})
        remember(_KNOWN, dict([*known.items()][1 - _MANY :]) | {_standing(): config})
        remember(_LAST, (_standing(), config))
    return config


def _config(text: Text) -> TrainConfig:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name = dataset_control()
        file = file_control() if name == "your CSV" else None
        target = target_control(file.table) if file else ""
        chosen = network_controls(name)
        with st.popover("More settings", icon=":material/tune:", key=_MORE, on_change="rerun"):
            chosen |= _more(name, file.table if file else None, target)
        presets_control(text)
    about = st.empty()
    about.caption(_said_of_dataset(name, chosen["hidden"], text))
    if file is None:
        config = TrainConfig(**parsed(chosen))
        if said := said_of_preset(config):
            about.caption(said)
        say_imported(config, text)
        return config
    if file.complaint:
        st.warning(verbatim(file.complaint), icon=":material/info:")
    told, place = told_file(file, target, text), st.empty()
    place.caption(told)
    config = TrainConfig(**parsed(chosen))
    place.caption(f"{told} {told_rows(file.table, config)}")
    return config


def _more(name: str, table: Table | None, target: str) -> dict[str, Any]:
    """Lay out the settings that most runs leave as they are: of the data, of training, of the network."""
    st.markdown("**Data**")
    with st.container(horizontal=True, gap="small", width=_WIDE):
        data = data_controls(name, table, target)
    st.markdown("**Training**")
    with st.container(horizontal=True, gap="small", width=_WIDE):
        training = training_controls()
    st.markdown("**Loss and network**")
    with st.container(horizontal=True, gap="small", width=_WIDE):
        return data | training | rare_controls(*_task(data), name)


def _said_of_dataset(name: str, hidden: str, text: Text) -> str:
    dataset = DATASETS[name]
    hint = f" {text['One neuron']}" if dataset.hidden == () and hidden.strip() else ""
    return f"**{name[0].upper()}{name[1:]}.** {dataset.idea}{hint} {text['What to do']}"


def _task(data: dict[str, Any]) -> tuple[str, int]:
    """Return the task and the number of classes: the last ones where the data is refused, so no widget is lost."""
    try:
        return classes_of(data)
    except PlaygroundError:
        kept: TrainConfig = recall(_GOOD, DEFAULTS)
        return kept.task, kept.n_classes
