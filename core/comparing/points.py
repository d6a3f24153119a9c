"""The points of two runs, compared."""

import torch
from torch import Tensor

from core.config import TrainConfig
from core.training import data_in


def other_points(a: TrainConfig, b: TrainConfig) -> tuple[str, ...]:
    """Return which parts of the data the two do not share, from the start or from an epoch on: "train", "test".

    Raises:
        PlaygroundError: data that cannot be used as asked.
    """
    redrawn = {change.epoch + 1 for config in (a, b) for change in config.changed if change.name == "noise"}
    epochs = [0, *(epoch for epoch in redrawn if epoch <= min(a.epochs, b.epochs))]
    return tuple(part for part in ("train", "test") if not all(_share(a, b, epoch, part) for epoch in epochs))


def _share(a: TrainConfig, b: TrainConfig, epoch: int, part: str) -> bool:
    ours, theirs = (getattr(data_in(config, epoch), part) for config in (a, b))
    return all(_equal(getattr(ours, v), getattr(theirs, v)) for v in "xy")


def _equal(a: Tensor, b: Tensor) -> bool:
    return a.shape == b.shape and torch.equal(a.float(), b.float())  # of one dtype: both hold the same points
