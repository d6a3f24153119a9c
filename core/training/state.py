"""A run as plain values and tensors: what can be kept, sent, and gone on from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from torch import Tensor

from core.config import TrainConfig
from core.training.reaching import Reached, Watch
from core.training.records import Broken, EpochRecord

N_SNAPSHOTS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The weights after `epoch` epochs, by their names in the state_dict."""

    epoch: int
    weights: Mapping[str, Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why a run ended before its last epoch: the first epoch and layer with a number that is not finite."""

    epoch: int
    layer: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainState:
    """A run that can go on: plain values and tensors only, none of which is ever changed in place.

    What broke first is told where the run broke before our eyes; a file keeps only epoch and layer.
    """

    config: TrainConfig
    epoch: int
    weights: Mapping[str, Tensor]
    gradients: Mapping[str, Tensor]
    optimizer: Mapping[str, Any]
    random: Mapping[str, Tensor]
    history: tuple[EpochRecord, ...]
    snapshots: tuple[Snapshot, ...]
    stop: Stop | None = None
    broken: Broken | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.stop is not None or self.epoch >= self.config.epochs or self.reached is not None

    @property
    def reached(self) -> Reached | None:
        """What the run was asked for, where that has ended it; the history alone tells."""
        return Watch(self.config, self.history).reached if self.stop is None else None


def snapshot_epochs(epochs: int) -> tuple[int, ...]:
    """Choose about 60 epochs from 0 to `epochs`, more densely early, when most happens."""
    last = N_SNAPSHOTS - 1
    return tuple(sorted({min(epochs, max(i, round(epochs * (i / last) ** 2))) for i in range(N_SNAPSHOTS)}))


def moments(config: TrainConfig) -> frozenset[int]:
    """Choose the epochs that a run is remembered at: about 60, and those before and after what changes on the way."""
    around = {epoch for change in config.changed for epoch in (change.epoch, change.epoch + 1)}
    return frozenset(snapshot_epochs(config.epochs)) | around
