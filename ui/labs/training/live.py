"""The picture of a run: whole where it is done, growing where it is not."""

import streamlit as st

from core.config import TrainConfig
from core.training import TrainState
from ui.cached.training import cached_film, live_film
from ui.components import replay
from ui.runs import GLIMPSE, growing


def show_film(config: TrainConfig, run: TrainState | None) -> None:
    """Show the time machine of a run; without one, of what it has reached, again and again until it is done."""
    st.fragment(_film, run_every=GLIMPSE if run is None else None)(config, run)


def _film(config: TrainConfig, run: TrainState | None) -> None:
    if run is not None:
        replay.show(cached_film(config, run.epoch, run))
    elif (state := growing(config)) is not None:
        replay.show(live_film(state))
