"""A run without a stacked way, trained by itself, with the same questions answered as by a stack."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite

from torch import Tensor

from core.config import TrainConfig
from core.ensembles.stack import Ended
from core.training import EpochRecord, TrainState, advance, start


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Single:
    """A run by itself; it has one place, 0."""

    state: TrainState

    @property
    def configs(self) -> tuple[TrainConfig, ...]:
        """Its settings, as the only member's."""
        return (self.state.config,)

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return self.state.epoch

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.state.finished

    @property
    def ended(self) -> Mapping[int, Ended]:
        """How it ended before its last epoch, if it did."""
        return {0: Ended(stop=self.state.stop, weights=self.state.weights)} if self.state.stop else {}

    def weights(self, place: int) -> Mapping[str, Tensor]:  # noqa: ARG002 (as of a stack)
        """Return its weights by their names in the state_dict."""
        return self.state.weights

    def last(self, place: int) -> EpochRecord:  # noqa: ARG002
        """Return how good it is now."""
        return self.state.history[-1]

    def lowest(self, place: int) -> EpochRecord:  # noqa: ARG002
        """Return how good it was in the epoch with its lowest test loss."""
        known = [record for record in self.state.history if isfinite(record.test_loss)]
        return min(known, key=lambda record: record.test_loss, default=self.state.history[0])

    def curve(self, place: int) -> tuple[EpochRecord, ...]:  # noqa: ARG002
        """Return its history, every epoch."""
        return self.state.history


def start_single(config: TrainConfig) -> Single:
    """Return a run before its first step.

    Raises:
        PlaygroundError: the data cannot be used as asked.
    """
    return _lean(start(config))


def advance_single(single: Single, epochs: int) -> Single:
    """Train for some more epochs, at most to the config's last one."""
    return _lean(advance(single.state, epochs))


def _lean(state: TrainState) -> Single:
    """Drop the film: many of them would take too much memory."""
    return Single(state=replace(state, snapshots=()))
