"""Caches of the Save & load page."""

import streamlit as st

from core.checkpoints import Interruption, interrupt
from core.config import TrainConfig
from ui.cached.bounds import FEW


@st.cache_resource(max_entries=FEW, show_spinner=False)
def cached_interruption(config: TrainConfig, epoch: int) -> Interruption:
    """Return three ways to the end of one run; shared by all visitors, and never changed."""
    return interrupt(config, epoch)
