"""Training as a page meets it: at once from the pool of runs, or with progress and a stop button."""

import logging
import re
from collections.abc import Callable
from typing import Final

import streamlit as st

from core.config import TrainConfig
from core.jobs import Job, RunPool, reach
from core.training import TrainState
from ui.state import recall, remember

_PAUSED: Final = "paused"
_FOLLOWED: Final = "followed"
PATIENCE: Final = 0.05  # seconds without a progress bar
SOON: Final = 0.35  # seconds that a run is waited for that is well on its way by then
_STEPS_A_SECOND: Final = 100_000  # that no run exceeds
GLIMPSE: Final = 0.2  # seconds from one picture of a growing run to the next
LEASE: Final = 10 * GLIMPSE  # seconds that a run goes on without being asked for
_STEPS: Final = {"One epoch": 1, "Ten epochs": 10}
MANY: Final = 8  # runs one visitor may have stopped

# A tick that was under way when its run was done asks for a picture that is gone: no news for whoever reads the log.
for _name in ("app_session", "scriptrunner.script_runner"):
    logging.getLogger(f"streamlit.runtime.{_name}").addFilter(
        lambda record: not re.search("does not exist anymore|Couldn't find fragment", record.getMessage())
    )


@st.cache_resource
def pool() -> RunPool:
    """Return the runs that all visitors of this server share."""
    return RunPool()


def trained(config: TrainConfig) -> TrainState:
    """Return the run of this configuration, as far as it goes; for the short runs of a lesson.

    One that takes longer than an instant shows its progress and can be stopped; what it has reached is kept, shown,
    and gone on from. (In a fragment a control touched meanwhile waits for the end: see `awaited`.)

    Raises:
        PlaygroundError: the run cannot be done as asked.
    """
    if (reached := _stopped(config)) is not None:
        return reached
    job, place = pool().job(config), st.empty()
    with job.watching():
        if not job.wait(SOON):
            with place.container(horizontal=True, vertical_alignment="center"):
                bar = st.progress(0.0)
                _button("Stop", "stop", config, paused=True)
            while not job.wait(0.1):
                bar.progress(job.share, text=_progress(job))
    place.empty()
    return _reached(job)


def settled(config: TrainConfig) -> TrainState | None:
    """Return the run of this configuration if it is done, or was stopped; None if it takes longer than an instant.

    In that case `growing` shows it while it goes on.

    Raises:
        PlaygroundError: the run cannot be done as asked.
    """
    if (reached := _stopped(config)) is not None:
        return reached
    if (left := recall(_FOLLOWED)) not in (None, config):
        pool().job(left).let_go()
    remember(_FOLLOWED, config)
    return _soon(config)


def alongside(config: TrainConfig) -> TrainState | None:
    """Return, as `settled` does, a run that is shown beside the one of the page, without letting that one go."""
    reached = _stopped(config)
    return _soon(config) if reached is None else reached


def awaited(config: TrainConfig) -> TrainState | None:
    """Return a run that is told of beside the one of the page; None while it is under way, which is shown.

    Raises:
        PlaygroundError: the run cannot be done as asked.
    """
    if (reached := alongside(config)) is None:
        st.fragment(growing, run_every=GLIMPSE)(config, lambda _: None)
    return reached


def _soon(config: TrainConfig) -> TrainState | None:
    job = pool().job(config)
    if not job.done and config.steps * (1 - job.share) > SOON * _STEPS_A_SECOND:
        job.keep_going(LEASE)  # no use in waiting
        return None
    with job.watching():
        done = job.wait(PATIENCE) or (job.share > PATIENCE / SOON and job.wait(SOON))
        return _reached(job) if done else None


def growing(config: TrainConfig, show: Callable[[TrainState], None]) -> None:
    """Show the progress of a run under way and what it has reached; when it is done or stopped, the page runs anew.

    Call it in a fragment that runs again every `GLIMPSE` seconds, which keeps the run going. (A fragment that waited
    for the end would keep a control just touched waiting: Streamlit does not interrupt one for another.)

    Args:
        config: the run.
        show: draws what has been reached; not called before the first epoch.
    """
    job = pool().job(config)
    if job.done or config in recall(_PAUSED, {}):
        st.rerun()
    job.keep_going(LEASE)
    job.wait_begun(GLIMPSE / 2)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(job.share, text=_progress(job))
        _button("Stop", "stop", config, paused=True)
    if job.state is not None:
        show(job.state)


def _stopped(config: TrainConfig) -> TrainState | None:
    """Return what this visitor has stopped, with the way to go on."""
    reached: TrainState | None = recall(_PAUSED, {}).get(config)
    if reached is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Stopped after epoch {reached.epoch} of {config.epochs}.")
            for label, epochs in _STEPS.items():
                key = f"{label} {hash(config)}"
                st.button(label, key=key, icon=":material/skip_next:", on_click=_step, args=(config, epochs))
            _button("Go on", "play_arrow", config, paused=False)
    return reached


def _step(config: TrainConfig, epochs: int) -> None:
    """Train what was stopped for a few epochs more; at its end it is no longer stopped."""
    kept: dict[TrainConfig, TrainState] = recall(_PAUSED, {})
    if (stopped := kept.get(config)) is None:
        return
    *_, state = reach(stopped, stopped.epoch + epochs)
    _keep(config, None if state.finished else state)


def _reached(job: Job) -> TrainState:
    if job.state is None:
        raise RuntimeError("a finished run has a state")
    return job.state


def _button(label: str, icon: str, config: TrainConfig, *, paused: bool) -> None:
    key = f"{label} {hash(config)}"
    st.button(label, key=key, icon=f":material/{icon}:", on_click=_pause, args=(config, paused))


def _pause(config: TrainConfig, paused: bool) -> None:
    """Keep what a run has reached, whatever becomes of it meanwhile; or forget that it was stopped."""
    state = pool().job(config).state
    _keep(config, state if paused and state is not None and not state.finished else None)


def _keep(config: TrainConfig, state: TrainState | None) -> None:
    kept = {other: reached for other, reached in recall(_PAUSED, {}).items() if other != config}
    remember(_PAUSED, kept if state is None else dict([*kept.items()][-MANY:]) | {config: state})


def _progress(job: Job) -> str:
    if job.state is None:
        return "Waiting for a free moment"
    return f"Epoch {job.state.epoch} of {job.config.epochs}, train loss {job.state.history[-1].train_loss:.4g}"
