"""What can be measured on an activation: its range, its slopes, and what inputs it is deaf to."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations.curves import value_and_slope
from core.ranges import Range

FLAT: Final = 0.05
"""A slope below this, in size, counts as flat: less than a twentieth of a gradient comes through."""

REACH: Final = 20.0
"""How far from zero the slopes are swept."""

GRID: Final = 0.001
"""The distance between two x of that sweep."""

SPREAD: Final = Range(0.1, 10.0)
N_INPUTS: Final = 100_000
_SEED: Final = 0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What normally distributed inputs meet.

    Attributes:
        flat: share of the inputs that land where the slope is below FLAT, in [0, 1].
        dead: share that lands where the slope is exactly 0, in [0, 1].
        mean: average output.
    """

    flat: float
    dead: float
    mean: float

    @property
    def zero_centred(self) -> bool:
        """Tell whether the average output is zero, up to what so many draws can tell."""
        return abs(self.mean) < 0.02


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


def respond(name: str, spread: float = 1.0) -> Response:
    """Send normally distributed inputs through an activation.

    Args:
        name: a key of `ACTIVATIONS`.
        spread: standard deviation of the inputs, in `SPREAD`.

    Raises:
        ConfigError: an unknown name, or a spread outside its range.
    """
    SPREAD.check("spread", spread)
    generator = torch.Generator().manual_seed(_SEED)
    x = spread * torch.randn(N_INPUTS, generator=generator, dtype=torch.float64)
    value, slope = value_and_slope(name, x)
    return Response(
        flat=(slope.abs() < FLAT).double().mean().item(),
        dead=(slope == 0).double().mean().item(),
        mean=value.mean().item(),
    )


def hill(x: Tensor, spread: float) -> Tensor:
    """Return how likely each input is among those of `respond`, relative to the likeliest; shape of x, in [0, 1]."""
    SPREAD.check("spread", spread)
    return torch.exp(-((x / spread) ** 2) / 2)


def respond_script(names: Sequence[str], spread: float) -> str:
    """Return the PyTorch that measures the table, row by row; it leaves the last row's flat, dead and mean behind."""
    functions = ", ".join(f"nn.{name}()" for name in names)
    return f"""\
import torch
from torch import nn

generator = torch.Generator().manual_seed({_SEED})
x = {spread:g} * torch.randn({N_INPUTS:_}, generator=generator, dtype=torch.float64)
x.requires_grad_()
for f in [{functions}]:
    y = f(x)
    (slope,) = torch.autograd.grad(y.sum(), x)
    flat = (slope.abs() < {FLAT:g}).double().mean().item()  # share that hardly learns
    dead = (slope == 0).double().mean().item()  # share that does not learn at all
    mean = y.mean().item()
    print(f"{{f}}: {{flat:.2%}} flat, {{dead:.2%}} dead, mean output {{mean:.3f}}")
"""


def _unless_endless(value: float) -> float:
    return math.copysign(math.inf, value) if abs(value) > math.sqrt(_FAR) else value


def _flat_until(x: Tensor, slope: Tensor) -> float | None:
    """Walk along x: return the last one before the slope first reaches FLAT, None where the first one does."""
    loud = (slope.abs() >= FLAT).nonzero()
    first = int(loud[0]) if len(loud) else len(x)
    return None if first == 0 else x[first - 1].item()
