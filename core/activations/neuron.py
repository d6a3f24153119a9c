"""One neuron: f(w x + b), and what its weight and its bias do."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations.clouds import CENTRES
from core.activations.curves import N_POINTS, X, value_and_slope
from core.activations.registry import ACTIVATIONS
from core.ranges import Range, check_name

WEIGHT: Final = Range(-5.0, 5.0)
BIAS: Final = Range(-10.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neuron:
    """A neuron with one input, over `X`; tensors of shape (N_POINTS,), float64, dimensionless.

    Attributes:
        x: the inputs.
        value: f(w x + b).
        ghost: f(x), the same neuron at w = 1, b = 0.
        centre: the x at which w x + b is zero, -b / w; None where w is 0.
        answer_at_zero: f(b), what the neuron says to an input of zero.
        steepest: the largest slope of the output over x, in size.
        dead: share of the x at which that slope is exactly 0, in [0, 1].
    """

    x: Tensor
    value: Tensor
    ghost: Tensor
    centre: float | None
    answer_at_zero: float
    steepest: float
    dead: float


def neuron(activation: str, weight: float, bias: float) -> Neuron:
    """Send `X` through one neuron.

    Raises:
        ConfigError: an unknown activation, or a weight or bias outside its range.
    """
    WEIGHT.check("weight", weight)
    BIAS.check("bias", bias)
    x = torch.linspace(X.low, X.high, N_POINTS, dtype=torch.float64)
    value, slope = value_and_slope(activation, weight * x + bias)
    answer, _ = value_and_slope(activation, torch.tensor([bias], dtype=torch.float64))
    slope = weight * slope  # the chain rule: d f(w x + b) / d x
    return Neuron(
        x=x,
        value=value,
        ghost=value_and_slope(activation, x)[0],
        centre=0.0 - bias / weight if weight else None,
        answer_at_zero=answer.item(),
        steepest=slope.abs().max().item(),
        dead=(slope == 0).double().mean().item(),
    )


def neuron_script(activation: str, weights: tuple[float, ...], bias: float) -> str:
    """Return the PyTorch of this neuron; it leaves neuron, x and y behind."""
    check_name("activation", activation, ACTIVATIONS)
    numbers = ", ".join(f"{weight:g}" for weight in weights)
    inputs = f"torch.linspace({X.low:g}, {X.high:g}, {N_POINTS}, dtype=torch.float64)[:, None]  # (N, 1)"
    if len(weights) > 1:
        inputs = (
            f"torch.tensor({[list(centre) for centre in CENTRES]}, dtype=torch.float64)  # the middles of the clouds"
        )
    return f"""\
import torch
from torch import nn

linear = nn.Linear({len(weights)}, 1, dtype=torch.float64)
with torch.no_grad():
    linear.weight.copy_(torch.tensor([[{numbers}]]))
    linear.bias.fill_({bias:g})
neuron = nn.Sequential(linear, nn.{activation}())

x = {inputs}
y = neuron(x).detach().squeeze(1)
nothing = torch.zeros(1, {len(weights)}, dtype=torch.float64)
print(f"answer to {"x = 0" if len(weights) == 1 else "(0, 0)"}: {{neuron(nothing).item():.3g}}")
"""
