"""Many runs at once as a page meets them: from the pool they share, growing, with progress and a stop button."""

from typing import Final

import streamlit as st

from core.config import TrainConfig
from core.ensembles import ManyState
from core.jobs import ManyPool
from ui import runs
from ui.state import recall, remember

_PAUSED: Final = "many_paused"
_FOLLOWED: Final = "many_followed"
TICK: Final = 0.4  # seconds from one picture of growing runs to the next
LEASE: Final = 3 * TICK  # seconds that they go on without being asked for
_KEPT: Final = 2  # fans and grids one visitor may have stopped

Configs = tuple[TrainConfig, ...]


@st.cache_resource
def many_pool() -> ManyPool:
    """Return the fans and grids that all visitors of this server share."""
    return ManyPool()


def settled_many(configs: Configs) -> ManyState | None:
    """Return these runs if they are done, or were stopped; None if they take longer than an instant.

    In that case `growing_many` shows them while they go on.

    Raises:
        PlaygroundError: the runs cannot be done as asked.
    """
    if (reached := _stopped(configs)) is not None:
        return reached
    if (left := recall(_FOLLOWED)) not in (None, configs):
        many_pool().job(left).let_go()
    remember(_FOLLOWED, configs)
    job = many_pool().job(configs)
    with job.watching():
        return job.state if job.wait(runs.PATIENCE) else None


def growing_many(configs: Configs) -> ManyState | None:
    """Show the progress of runs under way; return what they have reached, None before their first epoch.

    Call it in a fragment that runs again every `TICK` seconds, which keeps them going; when they are done or
    stopped, the whole page runs anew.
    """
    job = many_pool().job(configs)
    if job.done or configs in recall(_PAUSED, {}):
        st.rerun()
    job.keep_going(LEASE)
    job.wait_begun(TICK / 2)
    with st.container(horizontal=True, vertical_alignment="center"):
        words = f"{len(configs)} runs, {job.share:.0%} done" if job.state else "Waiting for a free moment"
        st.progress(job.share, text=words)
        _button("Stop all", "stop", configs, paused=True)
    return job.state


def _stopped(configs: Configs) -> ManyState | None:
    """Return what this visitor has stopped, with the way to go on."""
    reached: ManyState | None = recall(_PAUSED, {}).get(configs)
    if reached is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{len(configs)} runs, stopped when {reached.share:.0%} was done.")
            _button("Go on with all", "play_arrow", configs, paused=False)
    return reached


def _button(label: str, icon: str, configs: Configs, *, paused: bool) -> None:
    key = f"{label} {hash(configs)}"
    st.button(label, key=key, icon=f":material/{icon}:", on_click=_pause, args=(configs, paused))


def _pause(configs: Configs, paused: bool) -> None:
    """Keep what the runs have reached, whatever becomes of them meanwhile; or forget that they were stopped."""
    kept = {other: state for other, state in recall(_PAUSED, {}).items() if other != configs}
    state = many_pool().job(configs).state
    if paused and state is not None and not state.finished:
        kept = dict([*kept.items()][1 - _KEPT :]) | {configs: state}
    remember(_PAUSED, kept)
