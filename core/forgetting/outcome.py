"""What came of it, in one word and in numbers."""

from collections.abc import Sequence
from typing import Final, Literal, get_args

import torch

from core.training import TrainState, learned
from core.training.diagnosis import BETTER

Verdict = Literal[
    "explodes", "ends worse than it began", "learns nothing", "learns worse", "hardly differs", "learns better"
]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
LITTLE: Final = 0.05  # share of what the right run learned, or of its first loss where that is more


def verdict(right: TrainState, wrong: TrainState) -> Verdict:
    """Say what became of a run in which something is forgotten, beside the right one.

    Losses at the end are means over the last tenth of the epochs, so that no single spike decides.
    """
    if wrong.stop is not None:
        return "explodes"
    if right.stop is not None:
        return "learns better"
    first, end, good = wrong.history[0].train_loss, mean_end(wrong), mean_end(right)
    little = LITTLE * max(first - good, LITTLE * first)
    if abs(end - good) <= little:
        return "hardly differs"
    if end > first + little:
        return "ends worse than it began"
    if end > first - little:
        return "learns nothing" if end <= good or not _improved(wrong) else "learns worse"
    return "learns worse" if end > good else "learns better"


def _improved(run: TrainState) -> bool:
    """Tell whether a run, for all its loss, beats one and the same answer to all, and what it began with."""
    first, last = run.history[0], run.history[-1]
    pairs = ((first.train_accuracy, last.train_accuracy), (first.train_r2, last.train_r2))
    return learned(run) and any(a is not None and b is not None and b > a + BETTER for a, b in pairs)


def mean_end(run: TrainState) -> float:
    """Return the mean train loss over the last tenth of the epochs."""
    last = run.history[-max(1, len(run.history) // 10) :]
    return sum(record.train_loss for record in last) / len(last)


def equal_bit_for_bit(runs: Sequence[TrainState]) -> bool:
    """Tell whether runs have the same losses at every epoch and the same weights at the end, nan included."""
    first, *others = runs
    return all(
        repr(run.history) == repr(first.history)
        and all(torch.equal(run.weights[name].nan_to_num(), kept.nan_to_num()) for name, kept in first.weights.items())
        for run in others
    )
