"""One neuron with two inputs: the line where it changes its mind, and two classes on either side."""

import math
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations.clouds import clouds
from core.activations.curves import value_and_slope
from core.activations.neuron import BIAS, WEIGHT
from core.ranges import Range

PLANE: Final = Range(-2, 4)
N_CELLS: Final = 40


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


def _decision_line(w: Tensor, bias: float) -> Tensor:
    """Return two points with w x + b = 0 far outside the square."""
    size = w.norm()
    if size == 0:
        return torch.empty(0, 2, dtype=w.dtype)
    nearest = -bias * w / size**2  # the point of the line closest to the origin
    along = torch.stack([-w[1], w[0]]) / size
    far = 10 * (PLANE.high - PLANE.low) + nearest.norm()
    return torch.stack([nearest - far * along, nearest + far * along])
