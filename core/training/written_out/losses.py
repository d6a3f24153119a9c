"""The gradients of the losses with respect to a network's output, as autograd computes them.

One entry per loss: made for the output of one batch size, it writes the gradient for (output, targets) into memory
that is there already. A loss without an entry is trained by the plain loop.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import torch
from torch import Tensor

Slope = Callable[[Tensor, Tensor, Tensor], Any]
_ATEN: Final = torch.ops.aten
_MEAN: Final = 1  # the reduction's number inside PyTorch
_NO_INDEX: Final = -100  # the class that cross-entropy leaves out


def _bce_with_logits(output: Tensor) -> Slope:
    n = torch.full_like(output, output.numel())  # dividing by a tensor is twice as fast as by a number

    def slope(output: Tensor, targets: Tensor, out: Tensor) -> None:
        torch.sigmoid(output, out=out)
        out.sub_(targets).div_(n)

    return slope


def _cross_entropy(output: Tensor) -> Slope:
    one, total = output.new_ones(()), output.new_tensor(float(len(output)))
    logs, by_log = torch.empty_like(output), torch.empty_like(output)

    def slope(output: Tensor, targets: Tensor, out: Tensor) -> None:
        _ATEN._log_softmax.out(output, 1, False, out=logs)
        _ATEN.nll_loss_backward.grad_input(one, logs, targets, None, _MEAN, _NO_INDEX, total, grad_input=by_log)
        _ATEN._log_softmax_backward_data.out(by_log, logs, 1, logs.dtype, out=out)

    return slope


def _mse(output: Tensor) -> Slope:
    one = output.new_ones(())
    return lambda output, targets, out: _ATEN.mse_loss_backward.grad_input(one, output, targets, _MEAN, grad_input=out)


def _l1(output: Tensor) -> Slope:
    share = output.new_ones(()) / output.numel()
    return lambda output, targets, out: torch.sub(output, targets, out=out).sgn_().mul_(share)


def _huber(output: Tensor) -> Slope:
    one = output.new_ones(())
    return lambda output, targets, out: _ATEN.huber_loss_backward.out(one, output, targets, _MEAN, 1, grad_input=out)


def _half_squared_error(output: Tensor) -> Slope:
    share = output.new_full((), 0.5) / output.numel()
    return lambda output, targets, out: torch.sub(output, targets, out=out).mul_(2).mul_(share)


LOSS_SLOPES: Final[Mapping[str, Callable[[Tensor], Slope]]] = {
    "BCE with logits": _bce_with_logits,
    "Cross-entropy": _cross_entropy,
    "MSE": _mse,
    "L1": _l1,
    "Huber": _huber,
    "Half squared error (tanh)": _half_squared_error,
}
