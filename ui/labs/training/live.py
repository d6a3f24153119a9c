"""The picture of a run: whole where it is done, growing where it is not."""

import streamlit as st

from core.config import TrainConfig
from core.training import TrainState
from ui.cached.training import live_film
from ui.components import replay
from ui.labs.training.again import other_weights
from ui.labs.training.stepping import film_of, step_from
from ui.runs import grow


def show_film(config: TrainConfig, run: TrainState | None) -> None:
    """Show the time machine of a run; without one, of what it has reached, again and again until it is done."""
    if run is None:
        grow(config, lambda state: replay.show(live_film(state)))
    else:
        # No fragment: only one that is gone stops being run again, when another has asked for this one's run.
        with st.container():  # as a fragment has, so that the time machine stays the same one
            stepped = {"step": lambda epoch: step_from(run, epoch)}
            replay.show(film_of(run), offered=stepped | other_weights(config))
