"""Many runs at once, shared by all visitors: their stacks take turns with each other and with single runs."""

import time
from collections.abc import Sequence
from typing import Final

from core.config import TrainConfig
from core.ensembles import ManyState, advance_part, start_many
from core.jobs.pool import Pool
from core.jobs.turns import SLICE_SECONDS, next_slice
from core.jobs.working import Working

MAX_MANY: Final = 8  # each may hold `core.ensembles.NUMBERS` numbers


class ManyJob(Working[ManyState]):
    """Many runs that may be under way; safe to read from any thread."""

    def __init__(self, configs: Sequence[TrainConfig]) -> None:
        """Prepare the runs; nothing is computed before somebody watches."""
        super().__init__()
        self.configs = tuple(configs)
        self._began = 0.0
        self._epochs: dict[int, int] = {}  # of each part's next slice: a stack of small batches takes longer

    @property
    def share(self) -> float:
        """How much of all runs is done, in [0, 1]."""
        return self.state.share if self.state else 0.0

    def _slice(self, state: ManyState | None) -> ManyState:
        """Begin, letting others go first in between, or train that part of the runs which is least far."""
        self._began = began = time.perf_counter()
        if state is None:
            return start_many(self.configs, self._between)
        part, epochs = state.least_far, self._epochs.get(state.least_far, 1)
        state = advance_part(state, part, epochs)
        self._epochs[part] = next_slice(epochs, time.perf_counter() - began)
        return state

    def _between(self) -> None:
        """Let others go first once a slice's time is over: sixty-four data sets may take seconds to make."""
        if time.perf_counter() - self._began > SLICE_SECONDS:
            self._pass_on()
            self._began = time.perf_counter()


class ManyPool(Pool[tuple[TrainConfig, ...], ManyJob]):
    """Fans and grids of a server, at most `max_many`; the one not asked for longest is forgotten first."""

    def __init__(self, max_many: int = MAX_MANY) -> None:
        """Keep at most `max_many`, those being watched not counted."""
        super().__init__(ManyJob, max_many)
