"""What the networks of a film answer at the places of a map: some of them at a time."""

import math
from typing import Final

import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.ensembles.activations import STACKED_KERNELS
from core.replay.asked import moments
from core.training import TrainState

_AT_ONCE: Final = 2**19  # numbers in a layer's outputs: what stays in the processor's cache is quicker


@torch.inference_mode()
def pictured(state: TrainState, x: Tensor) -> Tensor:
    """Return what the network of each snapshot answers, to be drawn: in float32 it may be off by 1e-6 of its terms.

    Args:
        state: the run, as far as it went.
        x: inputs (N, D).

    Returns:
        (S, N, outputs).
    """
    each, config = moments(state), state.config
    stacks = [torch.stack([moment.weights[name] for moment in each]) for name in each[0].weights]
    layers = list(zip(stacks[::2], stacks[1::2], config.activations, strict=True))
    inputs, found = x.t().contiguous(), x.new_empty(len(each), config.sizes[-1], len(x))
    at_once = max(1, _AT_ONCE // (max(config.sizes) * len(x)))
    rooms = [x.new_empty(at_once * max(config.sizes) * len(x)) for _ in range(2)]  # a layer's inputs, its outputs
    for start in range(0, len(each), at_once):
        part = slice(start, start + at_once)
        h = inputs.expand(len(each[part]), -1, -1)
        for weight, bias, activation in layers:
            shape = len(h), bias.shape[1], len(x)
            h = torch.baddbmm(bias[part, :, None], weight[part], h, out=rooms[0][: math.prod(shape)].view(shape))
            _activate(h, activation)
            rooms.reverse()
        found[part] = h
    return found.mT


def _activate(z: Tensor, activation: str) -> None:
    """Apply an activation in place."""
    if activation not in STACKED_KERNELS:
        z.copy_(ACTIVATIONS[activation].factory()(z))
    elif (kernel := STACKED_KERNELS[activation]) is not None:
        kernel.value(z.view(-1), z.view(-1))()
