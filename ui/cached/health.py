"""Caches of what lies inside a run on the Training page."""

import streamlit as st

from core.config import TrainConfig
from core.health import Health, examine
from core.training import TrainState
from ui.cached.bounds import FEW
from ui.cached.keys import told


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_health(config: TrainConfig, epoch: int, _run: TrainState) -> Health:  # noqa: ARG001 (part of the key)
    """Return what goes on inside the layers of a run."""
    return examine(_run)
