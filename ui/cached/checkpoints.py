"""Caches of the Save & load page."""

import streamlit as st

from core.checkpoints import Interruption, Trio, interrupt, trio
from core.config import TrainConfig, to_dict
from core.datasets import load
from core.training import TrainState
from ui.cached.bounds import FEW
from ui.charts.checkpoints import Frames, map_frames, weights_frames


@st.cache_resource(max_entries=FEW, show_spinner=False)
def cached_interruption(config: TrainConfig, epoch: int) -> Interruption:
    """Return three ways to the end of one run; shared by all visitors, and never changed."""
    return interrupt(config, epoch)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: to_dict})
def cached_trio(
    config: TrainConfig,
    epoch: int,  # noqa: ARG001 (part of the key: how far the run went)
    forget: bool,
    _run: TrainState,
) -> tuple[Trio, dict[str, Frames]]:
    """Return three instances of a run's network, and the frames of their maps and weights; never changed."""
    made = trio(_run, forget=forget)
    frames = {name: map_frames(values, load(config)) for name, values in made.maps.items()}
    titled = {f"{name}.state_dict()": weights for name, weights in made.weights.items()}
    return made, frames | {"weights": weights_frames(titled)}
