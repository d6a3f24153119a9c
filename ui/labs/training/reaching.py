"""The run brought once more to an epoch that is looked into; how far it is, where that takes a while."""

import time
from itertools import islice

import streamlit as st

from core.jobs import reach
from core.training import TrainState, start
from ui.runs import GLIMPSE
from ui.state import recall, remember

_REACHED = "step_reached"


def brought(run: TrainState, epoch: int) -> TrainState | None:
    """Return the run as it was after an epoch, trained again up to there from where this visitor last was.

    None where it takes longer than an instant: what has been reached is kept, and `bringing` goes on.
    """
    last: TrainState | None = recall(_REACHED)
    near = last is not None and last.config == run.config and last.epoch <= epoch
    state, until = last if last is not None and near else start(run.config), time.monotonic() + GLIMPSE
    for reached in islice(reach(state, epoch), 1, None):  # the first is where it stands
        state = reached
        if time.monotonic() > until:
            break
    remember(_REACHED, state)
    return state if state.epoch == epoch else None


def bringing(run: TrainState, epoch: int) -> None:
    """Go on to the epoch a little at each run, and run the page anew when it is reached.

    Call it in a fragment that runs again every `GLIMPSE` seconds: while one runs, no other control is answered.
    """
    if brought(run, epoch) is not None:
        st.rerun()
    last: TrainState = recall(_REACHED)
    st.progress(last.epoch / epoch, text=f"Epoch {last.epoch} of {epoch}, once more")
