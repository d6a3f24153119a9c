"""Change a run from an epoch on: what is chosen here is added to its changes on the way."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.config import EPOCHS, TrainConfig, read_changes, write_changes
from core.datasets import DATASETS, Data
from core.errors import PlaygroundError
from core.training import TrainState
from ui.page import Text
from ui.state import assign, recall, remember
from ui.wording import on_screen
from ui.words import verbatim

_EPOCH, _WHAT, _VALUE, _REFUSED = "change_epoch", "change_what", "change_value", "change_refused"
_WIDTH: Final = 150  # pixels


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    """Offer to change a setting or a weight from an epoch on."""
    noise = DATASETS[run.config.dataset].noise_range
    noisy = noise.low < noise.high
    noisier = " noisier points," if noisy else ""
    st.markdown(text["Change"].format(name=next(iter(run.config.parameter_shapes)), noisier=noisier))
    _form(run.config, noisy)
    if refused := recall(_REFUSED):
        st.warning(verbatim(refused), icon=":material/info:")


def _form(config: TrainConfig, noisy: bool) -> None:
    settings = ["lr", "batch_size", "regularization_rate", *(["noise"] if noisy else [])]
    settings += ["dropout"] if config.dropout else []
    typed = st.session_state.get(_WHAT, settings[0])
    offered = settings if typed in settings else [*settings, typed]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.number_input("After epoch", 0, int(EPOCHS.high), config.epochs // 2, key=_EPOCH, width=_WIDTH)
        st.selectbox("What", offered, key=_WHAT, accept_new_options=True, width=_WIDTH)
        st.text_input("Value from then on", key=_VALUE, placeholder="0.01", width=_WIDTH)
        st.button("Change it", on_click=_add, args=(config,))
        if config.changes:
            last = config.changed[-1]
            st.button(f"Take back {last.epoch}: {last.told}", on_click=_take_back, args=(config,))


def _add(config: TrainConfig) -> None:
    """Add what the form says to the changes, or say why it cannot be."""
    epoch, what, value = (st.session_state[key] for key in (_EPOCH, _WHAT, _VALUE))
    refused = ""
    try:
        changed = replace(config, changes=f"{config.changes}; {epoch}: {what}={value}")
    except PlaygroundError as error:
        refused = f"{on_screen(str(error))}. Nothing was changed."
    else:
        if epoch >= config.epochs:
            refused = f"This run ends after epoch {config.epochs}: choose an earlier one. Nothing was changed."
        else:
            assign({"changes": changed.changes})
    remember(_REFUSED, refused)


def _take_back(config: TrainConfig) -> None:
    """Drop the last change."""
    remember(_REFUSED, "")
    assign({"changes": write_changes(read_changes(config.changes)[:-1])})
