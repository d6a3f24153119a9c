"""The settings that one epoch is trained with: those of the run, its schedule, and what has changed on the way."""

from dataclasses import dataclass
from typing import Any

from core.config import TrainConfig
from core.schedules import rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The settings of an epoch that may be others in the next; each as in `TrainConfig`."""

    lr: float
    regularization_rate: float
    batch_size: int | None
    dropout: float


def settings_in(config: TrainConfig, epoch: int) -> Now:
    """Return what this epoch is trained with; the first is 1."""
    found: dict[str, Any] = {
        "lr": rates(config.schedule, config.epochs, config.lr)[epoch - 1],
        "regularization_rate": config.regularization_rate,
        "batch_size": config.batch_size,
        "dropout": config.dropout,
    }
    found |= {change.name: change.value for change in config.changed if change.epoch < epoch and not change.index}
    return Now(**found)
