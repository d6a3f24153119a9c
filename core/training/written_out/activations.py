"""The activations as autograd computes them, forward and backward, in memory that is there already.

One entry per activation. The kernels are autograd's own, so that every bit is; an activation without an entry is
trained by the plain loop.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import torch
from torch import Tensor

Operation = Callable[[], Any]
_ATEN: Final = torch.ops.aten
_ELU: Final = (1, 1, 1)  # alpha, scale, input scale
_SELU: Final = (1.6732632423543772848170429916717, 1.0507009873554804934193349852946, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernel:
    """One activation h = f(z), all tensors (N, neurons); what it binds is called once for each batch.

    Attributes:
        value: from (z, h), what writes f(z) into h.
        slope: from (g, saved, d), what writes g * f'(z) into d; g is the gradient with respect to h.
        saves_value: whether what autograd saves for it is h; otherwise it is z.
    """

    value: Callable[[Tensor, Tensor], Operation]
    slope: Callable[[Tensor, Tensor, Tensor], Operation]
    saves_value: bool = False


def _bind(kernel: Any, *arguments: Any, **out: Tensor) -> Operation:
    """Bind a kernel to its memory, without the layer of Python that torch.ops puts around it: a third of its time."""
    return partial(kernel._op, *arguments, **out)


def _softsign(z: Tensor, h: Tensor) -> None:
    torch.div(z, z.abs().add_(1), out=h)


def _softsign_slope(g: Tensor, z: Tensor, d: Tensor) -> None:
    """Both ways on which z reaches z / (|z| + 1): through the denominator, and through the numerator."""
    below = z.abs().add_(1)
    torch.div(z, below, out=d).div_(below).mul_(-g).mul_(z.sgn())
    d.add_(torch.div(g, below, out=below))


def _mish_slope(g: Tensor, z: Tensor, d: Tensor) -> None:
    d.copy_(_ATEN.mish_backward.default(g, z))


KERNELS: Final[Mapping[str, Kernel | None]] = {
    "Identity": None,  # nothing to compute
    "ReLU": Kernel(
        value=lambda z, h: partial(torch.clamp_min, z, 0, out=h),
        slope=lambda g, h, d: _bind(_ATEN.threshold_backward.grad_input, g, h, 0, grad_input=d),
        saves_value=True,
    ),
    "LeakyReLU": Kernel(
        value=lambda z, h: _bind(_ATEN.leaky_relu.out, z, 0.01, out=h),
        slope=lambda g, z, d: _bind(_ATEN.leaky_relu_backward.grad_input, g, z, 0.01, False, grad_input=d),
    ),
    "ELU": Kernel(
        value=lambda z, h: _bind(_ATEN.elu.out, z, *_ELU, out=h),
        slope=lambda g, z, d: _bind(_ATEN.elu_backward.grad_input, g, *_ELU, False, z, grad_input=d),
    ),
    "SELU": Kernel(
        value=lambda z, h: _bind(_ATEN.elu.out, z, *_SELU, out=h),
        slope=lambda g, z, d: _bind(_ATEN.elu_backward.grad_input, g, *_SELU, False, z, grad_input=d),
    ),
    "GELU": Kernel(
        value=lambda z, h: _bind(_ATEN.gelu.out, z, out=h),
        slope=lambda g, z, d: _bind(_ATEN.gelu_backward.grad_input, g, z, grad_input=d),
    ),
    "SiLU": Kernel(
        value=lambda z, h: _bind(_ATEN.silu.out, z, out=h),
        slope=lambda g, z, d: _bind(_ATEN.silu_backward.grad_input, g, z, grad_input=d),
    ),
    "Mish": Kernel(
        value=lambda z, h: _bind(_ATEN.mish.out, z, out=h), slope=lambda g, z, d: partial(_mish_slope, g, z, d)
    ),
    "Softplus": Kernel(
        value=lambda z, h: _bind(_ATEN.softplus.out, z, 1, 20, out=h),
        slope=lambda g, z, d: _bind(_ATEN.softplus_backward.grad_input, g, z, 1, 20, grad_input=d),
    ),
    "Tanh": Kernel(
        value=lambda z, h: partial(torch.tanh, z, out=h),
        slope=lambda g, h, d: _bind(_ATEN.tanh_backward.grad_input, g, h, grad_input=d),
        saves_value=True,
    ),
    "Sigmoid": Kernel(
        value=lambda z, h: partial(torch.sigmoid, z, out=h),
        slope=lambda g, h, d: _bind(_ATEN.sigmoid_backward.grad_input, g, h, grad_input=d),
        saves_value=True,
    ),
    "Softsign": Kernel(
        value=lambda z, h: partial(_softsign, z, h), slope=lambda g, z, d: partial(_softsign_slope, g, z, d)
    ),
    "Hardtanh": Kernel(
        value=lambda z, h: _bind(_ATEN.hardtanh.out, z, -1, 1, out=h),
        slope=lambda g, z, d: _bind(_ATEN.hardtanh_backward.grad_input, g, z, -1, 1, grad_input=d),
    ),
}
