"""Many networks around the run on the page: from other seeds, or over two settings."""

import streamlit as st

from core.datasets import Data
from core.errors import ConfigError
from core.training import TrainState
from ui.labs.training.many.cells import show_cells
from ui.labs.training.many.seeds import show_seeds
from ui.page import Text
from ui.state import linked
from ui.wording import on_screen
from ui.words import verbatim

_PLANS = {"64 seeds": 64, "16 seeds": 16, "a grid": 0}


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    """Offer the seeds and the grid, and show the one chosen."""
    options = list(_PLANS)
    ties = linked("many", label="Train at once", offered=options)
    chosen = st.segmented_control("Train at once", options, default=options[0], required=True, **ties)
    n_seeds = _PLANS[chosen or options[0]]
    try:
        if n_seeds:
            show_seeds(run.config, n_seeds, text)
        else:
            show_cells(run.config, text)
    except ConfigError as error:
        told = on_screen(str(error))
        st.warning(verbatim(f"{told[0].upper()}{told[1:]}."), icon=":material/info:")
