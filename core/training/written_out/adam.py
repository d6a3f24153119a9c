"""An optimizer's step without what stands around it, and Adam's written out."""

import inspect
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer


def bare_step(optimizer: Optimizer) -> Callable[[], Any]:
    """Return the optimizer's step without hooks and profiling."""
    step = inspect.unwrap(type(optimizer).step)
    return lambda: step(optimizer)


def adam_step(optimizer: Optimizer, parameter: Tensor) -> Callable[[], None]:
    """Return the step of `torch.optim.Adam` or AdamW for its only parameter, with the same roundings.

    The first step is PyTorch's own, which also makes the memory; then `optimizer.state` is kept as it would be.

    Source: `_single_tensor_adam` in torch/optim/adam.py.
    """
    group, state, first = optimizer.param_groups[0], optimizer.state[parameter], bare_step(optimizer)
    decay, eps, (beta1, beta2) = group["weight_decay"], group["eps"], group["betas"]
    decoupled, room, gradient = group["decoupled_weight_decay"], torch.empty_like(parameter), parameter.grad
    keep, root = parameter.new_tensor(beta2), parameter.new_empty(())
    if gradient is None:
        raise ValueError("the parameter needs a gradient")
    decayed = torch.empty_like(parameter) if decay and not decoupled else gradient

    def step() -> None:
        if not state:
            first()
            return
        state["step"] += 1
        lr, count, average, squares = group["lr"], state["step"].item(), state["exp_avg"], state["exp_avg_sq"]
        if decay and decoupled:
            parameter.mul_(1 - lr * decay)
        elif decay:
            torch.add(gradient, parameter, alpha=decay, out=decayed)
        average.lerp_(decayed, 1 - beta1)
        squares.mul_(keep).addcmul_(decayed, decayed, value=1 - beta2)
        torch.sqrt(squares, out=room).div_(root.fill_((1 - beta2**count) ** 0.5)).add_(eps)
        parameter.addcdiv_(average, room, value=-(lr / (1 - beta1**count)))

    return step
