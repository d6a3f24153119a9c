"""Caches of what two runs have in common."""

import streamlit as st

from core.comparing import Parting, Same, Unlike, first_difference
from core.config import TrainConfig
from core.training import TrainState
from ui.cached.bounds import FEW
from ui.cached.keys import told

_Until = tuple[TrainConfig, int]  # a run as far as an epoch


@st.cache_data(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_difference(
    here: _Until,  # noqa: ARG001 (part of the key)
    there: _Until,  # noqa: ARG001
    _here: TrainState,
    _there: TrainState,
) -> Parting | Unlike | Same:
    """Return where two runs part, as far as they went."""
    return first_difference(_here, _there)
