"""What normally distributed inputs meet in an activation: how many it is deaf to, and its mean output."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations.curves import value_and_slope
from core.activations.measures import FLAT
from core.ranges import Range

SPREAD: Final = Range(0.1, 10.0)
N_INPUTS: Final = 100_000
_SEED: Final = 0


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
