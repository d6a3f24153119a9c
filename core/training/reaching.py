"""When a run has reached what it was asked for, and ends before its last epoch."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from core.config import TrainConfig
from core.training.records import EpochRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Why a run ended early, as it was asked to.

    Attributes:
        condition: "target_loss" or "patience".
        epoch: after which it ended.
        best: the epoch with the lowest test loss.
    """

    condition: str
    epoch: int
    best: int


class Watch:
    """Watches the losses of a run, epoch by epoch; those before training do not count."""

    def __init__(self, config: TrainConfig, history: Iterable[EpochRecord] = ()) -> None:
        """Begin, or go on after these epochs."""
        self._target, self._patience = config.target_loss, config.patience
        self._lowest, self._best = math.inf, 0
        self.reached: Reached | None = None
        for record in history if self._target or self._patience else ():
            self.see(record)

    def see(self, record: EpochRecord) -> None:
        """Take note of an epoch; `reached` tells whether the run ends with it."""
        if not record.epoch:
            return
        if record.test_loss < self._lowest:
            self._lowest, self._best = record.test_loss, record.epoch
        condition = ""
        if self._target and record.train_loss <= self._target:
            condition = "target_loss"
        elif self._patience and record.epoch - self._best >= self._patience:
            condition = "patience"
        self.reached = Reached(condition=condition, epoch=record.epoch, best=self._best) if condition else None
