"""The settings that one epoch is trained with: those of the run, its schedule, and what has changed on the way."""

from dataclasses import dataclass
from typing import Any

from core.config import TrainConfig
from core.datasets import Data, load
from core.schedules import rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The settings of an epoch that may be others in the next; each as in `TrainConfig`."""

    lr: float
    regularization_rate: float
    batch_size: int | None
    dropout: float
    noise: float | None


def settings_in(config: TrainConfig, epoch: int) -> Now:
    """Return what this epoch is trained with; the first is 1."""
    found: dict[str, Any] = {
        "lr": rates(config.schedule, config.epochs, config.lr)[epoch - 1],
        "regularization_rate": config.regularization_rate,
        "batch_size": config.batch_size,
        "dropout": config.dropout,
        "noise": config.noise,
    }
    found |= {change.name: change.value for change in config.changed if change.epoch < epoch and not change.index}
    return Now(**found)


def data_in(config: TrainConfig, epoch: int) -> Data:
    """Return the points that the losses after this epoch are of; noise may change on the way.

    Epoch 0 is before training, on the points of the first.
    """
    return load(config, settings_in(config, max(1, epoch)).noise)


def noise_varies(config: TrainConfig) -> bool:
    """Tell whether the points change on the way, before the last epoch."""
    return any(change.name == "noise" and change.epoch < config.epochs for change in config.changed)
