"""How far apart runs are that differ in their seed alone: curves, quartiles, and how many seeds a claim needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite, nan
from typing import Final

import torch

from core.ensembles.many import ManyState, Outcome
from core.training import EpochRecord, snapshot_epochs

_QUARTERS: Final = (0.25, 0.5, 0.75)
_SURE: Final = 1.96  # standard errors to each side, for 95 % of all draws


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """A quarter of the values lies below `low`, half below `middle`, three quarters below `high`."""

    low: float
    middle: float
    high: float


def quartiles(values: Sequence[float]) -> Quartiles:
    """Return the quartiles of the finite ones of some numbers; nan where there is none."""
    finite = torch.tensor([value for value in values if isfinite(value)], dtype=torch.float64)
    if not len(finite):
        return Quartiles(low=nan, middle=nan, high=nan)
    low, middle, high = finite.quantile(torch.tensor(_QUARTERS, dtype=torch.float64)).tolist()
    return Quartiles(low=low, middle=middle, high=high)


def curves(state: ManyState) -> tuple[tuple[EpochRecord, ...], ...]:
    """Return each run's history at the same epochs, about 60; one that broke off ends with the epoch where it did."""
    moments = {epochs: frozenset(snapshot_epochs(epochs)) for epochs in {c.epochs for c in state.configs}}
    found = []
    for index, outcome in enumerate(state.outcomes):
        kept = moments[outcome.config.epochs] | ({outcome.stop.epoch} if outcome.stop else frozenset())
        found.append(tuple(record for record in state.history(index) if record.epoch in kept))
    return tuple(found)


def quality(outcome: Outcome) -> float:
    """Return how good a run is on the test points: accuracy in [0, 1], or R2; nan where its numbers broke."""
    last = outcome.last
    found = last.test_r2 if last.test_accuracy is None else last.test_accuracy
    return nan if found is None or outcome.stop is not None else found


def seeds_needed(values: Sequence[float], within: float) -> int:
    """Return how many seeds a mean must be taken of, to be known within so much in 95 of 100 cases.

    Args:
        values: of some seeds, at least two; their standard deviation stands for that of all.
        within: half the width of the interval, in the values' own unit.

    Source: n = (1.96 s / d)^2, the sample size for a mean of which s is the standard deviation.
    """
    deviation = torch.tensor([value for value in values if isfinite(value)], dtype=torch.float64).std().item()
    return max(1, ceil((_SURE * deviation / within) ** 2)) if isfinite(deviation) else 1
