"""What an activation does to a number, and to a gradient that passes back through it."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations.registry import ACTIVATIONS
from core.ranges import Range, check_name

X: Final = Range(-6, 6)
N_POINTS: Final = 241


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """An activation sampled over `X`: all tensors of shape (N_POINTS,), float64, dimensionless.

    Attributes:
        x: the inputs, evenly spaced.
        value: f(x).
        slope: f'(x).
    """

    x: Tensor
    value: Tensor
    slope: Tensor


def value_and_slope(name: str, x: Tensor) -> tuple[Tensor, Tensor]:
    """Return f(x) and f'(x) as autograd finds it.

    Args:
        name: a key of `ACTIVATIONS`.
        x: inputs of any shape, floating point; the outputs have its shape and dtype.

    Raises:
        ConfigError: an unknown name.
    """
    check_name("activation", name, ACTIVATIONS)
    inputs = x.detach().requires_grad_()
    value = ACTIVATIONS[name].factory()(inputs)
    (slope,) = torch.autograd.grad(value.sum(), inputs)
    return value.detach(), slope


def curve(name: str) -> Curve:
    """Sample an activation and its derivative over `X`."""
    x = torch.linspace(X.low, X.high, N_POINTS, dtype=torch.float64)
    value, slope = value_and_slope(name, x)
    return Curve(x=x, value=value, slope=slope)


def curve_script(name: str) -> str:
    """Return the PyTorch that samples this activation; it leaves x, y and slope behind."""
    check_name("activation", name, ACTIVATIONS)
    return f"""\
import torch
from torch import nn

f = nn.{name}()
x = torch.linspace({X.low:g}, {X.high:g}, {N_POINTS}, dtype=torch.float64, requires_grad=True)
y = f(x)
(slope,) = torch.autograd.grad(y.sum(), x)  # one derivative per x
print(f"steepest slope {{slope.max().item():.3g}}, slope at 0 {{slope[{N_POINTS // 2}].item():.3g}}")
"""
