"""How steep an activation is where a neuron stands: where it is flat, no gradient gets through."""

from collections.abc import Callable
from functools import cache
from typing import Final

import torch
from torch import Tensor

from core.activations import ACTIVATIONS

FLAT: Final = 0.02
"""A neuron is flat at a point where its slope is below this share of the activation's steepest: |tanh| above 0.99."""
MOST: Final = 0.9
"""A neuron that is flat at this share of the training points or more is counted as flat."""
_LOOKED_AT: Final = (-8.0, 8.0, 1601)


def slopes(activation: Callable[[Tensor], Tensor], z: Tensor) -> Tensor:
    """Return the derivative of an activation at each number of z, by autograd; of z's shape."""
    z = z.detach().requires_grad_()
    (slope,) = torch.autograd.grad(activation(z).sum(), z)
    return slope


@cache
def steepest(name: str) -> float:
    """Return the largest slope of an activation of the registry."""
    grid = torch.linspace(*_LOOKED_AT, dtype=torch.float64)
    return slopes(ACTIVATIONS[name].factory(), grid).abs().max().item()
