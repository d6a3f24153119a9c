"""A run brought to an epoch in the visitor's own thread."""

import time
from collections.abc import Iterator

from core.jobs.turns import TURNS, next_slice
from core.training import TrainState, advance


def reach(state: TrainState, epoch: int) -> Iterator[TrainState]:
    """Advance a state to an epoch, in turns with all other work; yield what is reached after each slice.

    The first is the state itself, the last the one asked for, or where the run ended before.
    """
    epochs = 1
    yield state
    while state.epoch < epoch and not state.finished:
        with TURNS.turn():
            began = time.perf_counter()
            state = advance(state, min(epochs, epoch - state.epoch))
            epochs = next_slice(epochs, time.perf_counter() - began)
        yield state
