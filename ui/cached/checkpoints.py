"""Caches of the Save & load page."""

import streamlit as st

from core.checkpoints import Interruption, Trio, interrupt, trio
from core.config import TrainConfig
from core.datasets import load
from core.training import TrainState
from ui.cached.bounds import FEW
from ui.cached.keys import told
from ui.charts.checkpoints import map_frames, weights_frames
from ui.draw import packed


@st.cache_resource(max_entries=FEW, show_spinner=False)
def cached_interruption(config: TrainConfig, epoch: int) -> Interruption:
    """Return three ways to the end of one run; shared by all visitors, and never changed.

    Without progress: `LESSON_EPOCHS` bounds it to a third of a second.
    """
    return interrupt(config, epoch)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_trio(
    config: TrainConfig,
    epoch: int,  # noqa: ARG001 (part of the key: how far the run went)
    forget: bool,
    _run: TrainState,
) -> tuple[Trio, dict[str, dict[str, bytes]]]:
    """Return three instances of a run's network, and the data of their maps and of their weights; never changed."""
    made, data = trio(_run, forget=forget), load(config)
    charts = {name: packed(map_frames(values, data)) for name, values in made.maps.items()}
    titled = {f"{name}.state_dict()": weights for name, weights in made.weights.items()}
    return made, charts | {"weights": packed(weights_frames(titled))}
