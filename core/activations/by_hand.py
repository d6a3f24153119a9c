"""Activations written out as their formula stands in a book, to be shown as it stands; one may be left out.

Right on paper; float32 thinks otherwise, which `core.activations.precision` measures.
"""
# ruff: noqa: D103 - the source of these functions is what learners see.

import inspect
import math
from collections.abc import Callable, Mapping
from typing import Final

import torch
from torch import Tensor

from core.activations.registry import ACTIVATIONS


def relu(x: Tensor) -> Tensor:
    return torch.maximum(torch.zeros_like(x), x)


def leaky_relu(x: Tensor) -> Tensor:
    zero = torch.zeros_like(x)
    return torch.maximum(zero, x) + 0.01 * torch.minimum(zero, x)


def elu(x: Tensor) -> Tensor:
    zero = torch.zeros_like(x)
    return torch.maximum(zero, x) + torch.minimum(zero, torch.exp(x) - 1)


def selu(x: Tensor) -> Tensor:
    zero = torch.zeros_like(x)
    return 1.05070098 * (torch.maximum(zero, x) + torch.minimum(zero, 1.67326324 * (torch.exp(x) - 1)))


def gelu(x: Tensor) -> Tensor:
    return x / 2 * (1 + torch.erf(x / math.sqrt(2)))


def silu(x: Tensor) -> Tensor:
    return x / (1 + torch.exp(-x))


def mish(x: Tensor) -> Tensor:
    return x * torch.tanh(torch.log(1 + torch.exp(x)))


def softplus(x: Tensor) -> Tensor:
    return torch.log(1 + torch.exp(x))


def tanh(x: Tensor) -> Tensor:
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


def sigmoid(x: Tensor) -> Tensor:
    return 1 / (1 + torch.exp(-x))


def softsign(x: Tensor) -> Tensor:
    return x / (1 + torch.abs(x))


def hardtanh(x: Tensor) -> Tensor:
    one = torch.ones_like(x)
    return torch.maximum(-one, torch.minimum(one, x))


def identity(x: Tensor) -> Tensor:
    return x.clone()


BY_HAND: Final[Mapping[str, Callable[[Tensor], Tensor]]] = {
    "ReLU": relu,
    "LeakyReLU": leaky_relu,
    "ELU": elu,
    "SELU": selu,
    "GELU": gelu,
    "SiLU": silu,
    "Mish": mish,
    "Softplus": softplus,
    "Tanh": tanh,
    "Sigmoid": sigmoid,
    "Softsign": softsign,
    "Hardtanh": hardtanh,
    "Identity": identity,
}


def by_hand_script(name: str) -> str:
    """Return the PyTorch that finds where the formula fails; it leaves y, slope and broken behind.

    Without a formula in `BY_HAND` it looks at PyTorch's own function.
    """
    head, call = "import torch\n", f"torch.nn.{ACTIVATIONS[name].factory.__name__}()"
    if name in BY_HAND:
        source, call = inspect.getsource(BY_HAND[name]), BY_HAND[name].__name__
        head += f"from torch import Tensor\n\n\n{source}\n"
        head = "import math\n\n" + head if "math." in source else head
    return f"""\
{head}
x = torch.arange(-200.0, 201.0, requires_grad=True)  # float32
y = {call}(x)
(slope,) = torch.autograd.grad(y.sum(), x)
broken = x[~(y.isfinite() & slope.isfinite())]  # where value or gradient is nan or inf
for what, numbers in [("formula", y), ("formula's slope", slope)]:
    failed = x[~numbers.isfinite()].tolist()
    left = max([place for place in failed if place < 0], default=None)  # the nearest to zero on each side
    right = min([place for place in failed if place > 0], default=None)
    print(f"{{what}} breaks left of zero at {{left}}, right of it at {{right}}")
"""
