"""One run at a time, shared by all visitors."""

import time
from typing import Final

from core.config import TrainConfig
from core.jobs.pool import Pool
from core.jobs.turns import next_slice
from core.jobs.working import Working
from core.training import TrainState, advance, start

MAX_RUNS: Final = 32


class Job(Working[TrainState]):
    """One run that may be under way; safe to read from any thread."""

    def __init__(self, config: TrainConfig) -> None:
        """Prepare a run; nothing is computed before somebody watches."""
        super().__init__()
        self.config, self._epochs = config, 1

    @property
    def share(self) -> float:
        """How much of the run is done, in [0, 1]."""
        return self.state.epoch / self.config.epochs if self.state else 0.0

    def _slice(self, state: TrainState | None) -> TrainState:
        if state is None:
            return start(self.config)
        began = time.perf_counter()
        state = advance(state, self._epochs)
        self._epochs = next_slice(self._epochs, time.perf_counter() - began)
        return state


class RunPool(Pool[TrainConfig, Job]):
    """The runs of a server, at most `max_runs`; the one not asked for longest is forgotten first."""

    def __init__(self, max_runs: int = MAX_RUNS) -> None:
        """Keep at most `max_runs` runs, those being watched not counted."""
        super().__init__(Job, max_runs)
