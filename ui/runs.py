"""Training as a page meets it: at once from the pool of runs, or with progress and a stop button."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from core.config import TrainConfig
from core.jobs import Job, RunPool
from core.training import TrainState
from ui.state import recall, remember

_PAUSED: Final = "paused"
PATIENCE: Final = 0.25  # seconds without a progress bar
MANY: Final = 8  # runs one visitor may have stopped


@st.cache_resource
def pool() -> RunPool:
    """Return the runs that all visitors of this server share."""
    return RunPool()


def trained(config: TrainConfig, glimpse: Callable[[TrainState], None] | None = None) -> TrainState:
    """Return the run of this configuration, as far as it goes.

    A run that takes longer than an instant shows its progress and can be stopped; what it has reached is kept,
    shown, and gone on from. Any other control touched meanwhile pauses it, as the script runs anew.

    Args:
        config: its settings.
        glimpse: shows how far a run is, once, where it takes longer and no picture of another one stands below.

    Raises:
        PlaygroundError: the run cannot be done as asked.
    """
    job = pool().job(config)
    place, reached = st.empty(), job.state  # read once: the last slice may end meanwhile
    if config in recall(_PAUSED, ()) and reached is not None and not reached.finished:
        with place.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Stopped after epoch {reached.epoch} of {config.epochs}.")
            _button("Go on", "play_arrow", config, paused=False)
        return reached
    state = _watch(job, place, glimpse)
    place.empty()
    return state


def _watch(
    job: Job, place: st.delta_generator.DeltaGenerator, glimpse: Callable[[TrainState], None] | None
) -> TrainState:
    with job.watching():
        if not job.wait(PATIENCE):
            with place.container():
                with st.container(horizontal=True, vertical_alignment="center"):
                    bar = st.progress(0.0)
                    _button("Stop", "stop", job.config, paused=True)
                while not job.wait(0.1):
                    bar.progress(job.share, text=_progress(job))
                    if glimpse is not None and job.state is not None:
                        glimpse(job.state)
                        glimpse = None
    if job.state is None:
        raise RuntimeError("a finished run has a state")
    return job.state


def _button(label: str, icon: str, config: TrainConfig, *, paused: bool) -> None:
    key = f"{label} {hash(config)}"
    st.button(label, key=key, icon=f":material/{icon}:", on_click=_pause, args=(config, paused))


def _pause(config: TrainConfig, paused: bool) -> None:
    others = [other for other in recall(_PAUSED, ()) if other != config]
    remember(_PAUSED, (*others[-MANY:], config) if paused else tuple(others))


def _progress(job: Job) -> str:
    if job.state is None:
        return "Waiting for a free moment"
    return f"Epoch {job.state.epoch} of {job.config.epochs}, train loss {job.state.history[-1].train_loss:.4g}"
