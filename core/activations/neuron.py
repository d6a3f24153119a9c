"""One neuron: f(w x + b), and what its weight and its bias do."""

import math
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations.curves import N_POINTS, X, value_and_slope
from core.activations.registry import ACTIVATIONS
from core.ranges import Range, check_name

WEIGHT: Final = Range(-5.0, 5.0)
BIAS: Final = Range(-10.0, 10.0)
PLANE: Final = Range(-2, 4)
N_CELLS: Final = 40
N_PER_CLASS: Final = 40
_SEED: Final = 3
_CENTRES: Final = ((1.0, 0.8), (2.4, 2.2))
_CLOUD: Final = 0.4


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """A neuron with two inputs over a square, and two clouds of points that it should tell apart.

    Attributes:
        x: centres of the cells, shape (N_CELLS^2, 2).
        value: f(w1 x1 + w2 x2 + b) there, shape (N_CELLS^2,).
        at_line: f(0), its value on the decision line.
        points: shape (2 N_PER_CLASS, 2).
        labels: 0 or 1, shape (2 N_PER_CLASS,).
        line: two far points of the decision line, shape (2, 2); (0, 2) where both weights are 0 and there is none.
        distance: of that line from the origin; inf where there is none.
        answer_at_origin: f(b).
        accuracy: share of the points on their own side of the line, in [0, 1].
    """

    x: Tensor
    value: Tensor
    at_line: float
    points: Tensor
    labels: Tensor
    line: Tensor
    distance: float
    answer_at_origin: float
    accuracy: float


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


def plane(activation: str, weights: tuple[float, float], bias: float) -> Plane:
    """Send a square of inputs through a neuron with two of them.

    Raises:
        ConfigError: an unknown activation, or a weight or bias outside its range.
    """
    for number, weight in enumerate(weights, start=1):
        WEIGHT.check(f"weight{number}", weight)
    BIAS.check("bias", bias)
    w = torch.tensor(weights, dtype=torch.float64)
    step = (PLANE.high - PLANE.low) / N_CELLS
    ticks = PLANE.low + step * (torch.arange(N_CELLS, dtype=torch.float64) + 0.5)
    x = torch.cartesian_prod(ticks, ticks)  # (N_CELLS^2, 2)
    special = torch.tensor([0.0, bias], dtype=torch.float64)
    values, _ = value_and_slope(activation, torch.cat([x @ w + bias, special]))
    points, labels = clouds()
    says = (points @ w + bias > 0).long()
    return Plane(
        x=x,
        value=values[:-2],
        at_line=values[-2].item(),
        points=points,
        labels=labels,
        line=_decision_line(w, bias),
        distance=(abs(bias) / w.norm()).item() if w.any() else math.inf,
        answer_at_origin=values[-1].item(),
        accuracy=(says == labels).double().mean().item(),
    )


def clouds() -> tuple[Tensor, Tensor]:
    """Draw two clouds behind each other as seen from the origin, so that no line through it parts them.

    Returns:
        points of shape (2 N_PER_CLASS, 2) and labels of shape (2 N_PER_CLASS,).
    """
    generator = torch.Generator().manual_seed(_SEED)
    labels = torch.arange(2).repeat_interleave(N_PER_CLASS)
    centres = torch.tensor(_CENTRES, dtype=torch.float64)[labels]
    return centres + _CLOUD * torch.randn(centres.shape, generator=generator, dtype=torch.float64), labels


def neuron_script(activation: str, weights: tuple[float, ...], bias: float) -> str:
    """Return the PyTorch of this neuron; it leaves neuron, x and y behind."""
    check_name("activation", activation, ACTIVATIONS)
    numbers = ", ".join(f"{weight:g}" for weight in weights)
    inputs = f"torch.linspace({X.low:g}, {X.high:g}, {N_POINTS}, dtype=torch.float64)[:, None]  # (N, 1)"
    if len(weights) > 1:
        inputs = (
            f"torch.tensor({[list(centre) for centre in _CENTRES]}, dtype=torch.float64)  # the middles of the clouds"
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


def _decision_line(w: Tensor, bias: float) -> Tensor:
    """Return two points with w x + b = 0 far outside the square."""
    size = w.norm()
    if size == 0:
        return torch.empty(0, 2, dtype=w.dtype)
    nearest = -bias * w / size**2  # the point of the line closest to the origin
    along = torch.stack([-w[1], w[0]]) / size
    far = 10 * (PLANE.high - PLANE.low) + nearest.norm()
    return torch.stack([nearest - far * along, nearest + far * along])
