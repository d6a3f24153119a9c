"""The gradients of the penalties on the weights, as autograd computes them.

One entry per penalty: called with (weights, rate, out), it writes the gradient into out. A penalty without an entry is
trained by the plain loop.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import torch
from torch import Tensor

PENALTY_SLOPES: Final[Mapping[str, Callable[[Tensor, float, Tensor], Any]]] = {
    "L1": lambda weights, rate, out: torch.sgn(weights, out=out).mul_(rate),
    "L2": lambda weights, rate, out: torch.mul(weights, 2, out=out).mul_(rate / 2),
}
