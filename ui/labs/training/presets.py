"""Runs known to work, one click each; what there is to see is said above the picture."""

import streamlit as st

from core.config import TrainConfig
from core.presets import PRESETS, preset_of
from ui.controls import widget_values
from ui.labs.training.playground import playground_control
from ui.page import Text
from ui.state import assign

_OPEN = "presets"


def presets_control(text: Text) -> None:
    """Offer the presets by name, and to paste a link of TensorFlow Playground."""
    with st.popover("Presets", icon=":material/star:", help=text["Presets"], key=_OPEN, on_change="rerun") as offered:
        if offered.open:
            with st.container(gap=None):
                for name, preset in PRESETS.items():
                    st.button(name, key=f"preset {name}", type="tertiary", on_click=_choose, args=(preset.config,))
        playground_control(text)


def _choose(config: TrainConfig) -> None:
    assign(widget_values(config) | {_OPEN: False})


def said_of_preset(config: TrainConfig) -> str:
    """Return what there is to say of a run that is a preset; nothing where it is none."""
    name = preset_of(config)
    return f"**{name}.** {PRESETS[name].why} {PRESETS[name].look}" if name else ""
