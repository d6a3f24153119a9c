"""What a sweep measures on an activation: its range, its slopes, and where it is flat."""

import math
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations.curves import value_and_slope

FLAT: Final = 0.05
"""A slope below this, in size, counts as flat: less than a twentieth of a gradient comes through."""

REACH: Final = 20.0
"""How far from zero the slopes are swept."""

GRID: Final = 0.001
"""The distance between two x of that sweep."""

_FAR: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a sweep over x finds, in float64; dimensionless.

    Attributes:
        lowest: the smallest value met, -inf where it falls without end.
        highest: the largest value met, inf where it rises without end.
        steepest: the largest slope.
        steepest_at: the x nearest to zero that has it.
        slope_at_zero: the slope at x = 0, as autograd defines it there.
        flat_left: the slope stays below FLAT everywhere left of this x; None where it does not.
        flat_right: the same on the right.
    """

    lowest: float
    highest: float
    steepest: float
    steepest_at: float
    slope_at_zero: float
    flat_left: float | None
    flat_right: float | None


def measure(name: str) -> Facts:
    """Sweep an activation and note what it does.

    Args:
        name: a key of `ACTIVATIONS`.

    Raises:
        ConfigError: an unknown name.
    """
    n = round(REACH / GRID)
    x = torch.arange(-n, n + 1, dtype=torch.float64) / round(1 / GRID)  # exactly 0 among them
    value, slope = value_and_slope(name, x)
    ends, _ = value_and_slope(name, torch.tensor([-_FAR, _FAR], dtype=torch.float64))
    lowest, highest = torch.cat([value, ends]).aminmax()
    peak = slope.max()
    steep = x[slope >= peak - 1e-12]
    return Facts(
        lowest=_unless_endless(lowest.item()),
        highest=_unless_endless(highest.item()),
        steepest=peak.item(),
        steepest_at=steep[steep.abs().argmin()].item(),
        slope_at_zero=slope[len(x) // 2].item(),
        flat_left=_flat_until(x, slope),
        flat_right=_flat_until(x.flip(0), slope.flip(0)),
    )


def _unless_endless(value: float) -> float:
    return math.copysign(math.inf, value) if abs(value) > math.sqrt(_FAR) else value


def _flat_until(x: Tensor, slope: Tensor) -> float | None:
    """Walk along x: return the last one before the slope first reaches FLAT, None where the first one does."""
    loud = (slope.abs() >= FLAT).nonzero()
    first = int(loud[0]) if len(loud) else len(x)
    return None if first == 0 else x[first - 1].item()
