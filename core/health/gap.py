"""Overfitting as the losses tell it: the epoch at which the test loss was lowest, and what came after."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.training import EpochRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Overfitting:
    """Two moments of a run; losses are in the loss's own unit.

    Attributes:
        best: the first epoch with the lowest test loss.
        last: the last epoch with finite losses.
    """

    best: EpochRecord
    last: EpochRecord

    @property
    def rise(self) -> float:
        """By what share of itself the lowest test loss has risen until the end: 0.31 is 31 %; inf from a loss of 0."""
        low, end = self.best.test_loss, self.last.test_loss
        if end <= low:
            return 0.0
        return end / low - 1 if low > 0 else math.inf

    @property
    def gap(self) -> float:
        """How far the test loss lies above the train loss in the end; negative where it lies below."""
        return self.last.test_loss - self.last.train_loss


def overfitting(history: Sequence[EpochRecord]) -> Overfitting | None:
    """Find the best epoch of a run; None where no epoch has finite losses."""
    known = [record for record in history if math.isfinite(record.train_loss) and math.isfinite(record.test_loss)]
    if not known:
        return None
    return Overfitting(best=min(known, key=lambda record: record.test_loss), last=known[-1])
