"""Many networks of one shape: their parameters side by side."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.ensembles.activations import STACKED_KERNELS
from core.ensembles.layout import Shape, n_places, views, without_padding

# Of each penalty by the weight.
SLOPES: Final[Mapping[str, Callable[[Tensor], Tensor] | None]] = {"none": None, "L1": torch.sign, "L2": lambda w: w}


def parameter_shapes(config: TrainConfig) -> list[Shape]:
    """Return the shapes of all weights, (out, in) each, then of all biases, (out,) each."""
    return [*((n_out, n_in) for n_in, n_out in pairwise(config.sizes)), *((size,) for size in config.sizes[1:])]


class Network:
    """The parameters of a stack and their gradients, each in one flat vector: weights first, then biases.

    The padding makes neurons and inputs that no one asked for. Their parameters are 0 and stay so: their learning
    rate, momentum, decay and penalty are 0.
    """

    def __init__(self, configs: Sequence[TrainConfig], parameters: Tensor) -> None:
        """Take up parameters, to be changed in place; the configs are alike but in what may differ."""
        self.config, self.places = configs[0], n_places(len(configs))
        self.dtype, self.shapes = self.config.torch_dtype, parameter_shapes(self.config)
        self.flat, self.grad = parameters, torch.zeros_like(parameters)
        self.n_layers = len(self.shapes) // 2
        self.kernels = [STACKED_KERNELS[name] for name in self.config.activations]
        tensors, slopes = (views(flat, self.places, self.shapes) for flat in (self.flat, self.grad))
        self.weights, self.weight_grads = tensors[: self.n_layers], slopes[: self.n_layers]
        self.biases = [bias.unsqueeze(2) for bias in tensors[self.n_layers :]]  # (M, out, 1)
        self.bias_grads = [grad.unsqueeze(2) for grad in slopes[self.n_layers :]]
        n_weights = sum(weight.numel() for weight in self.weights)
        self._penalized = self.flat[:n_weights], self.grad[:n_weights]
        # Parameters below this cannot make an output of 1e15 from inputs of 1000, nor a loss that overflows.
        fan_ins = prod(size + 1 for size in self.config.sizes[:-1])
        self._harmless = (1e12 / fan_ins) ** (1 / self.n_layers)
        self._rates = self.spread([config.regularization_rate for config in configs])[:n_weights]

    def spread(self, values: Sequence[float]) -> Tensor:
        """Write each member's value at the place of each of its parameters, and 0 in the padding."""
        rows = torch.tensor([*values, *[values[-1]] * (self.places - len(values))], dtype=self.dtype)
        flat = torch.zeros_like(self.flat)
        for stack, shape in zip(views(flat, self.places, self.shapes), self.shapes, strict=True):
            without_padding(stack, shape).copy_(rows.view(-1, *[1] * len(shape)))
        return flat

    def regularize(self) -> None:
        """Add the penalty's slope to the weights' gradients; biases are left alone."""
        slope = SLOPES[self.config.regularization]
        if slope is not None and self.config.regularization_rate:
            weights, grads = self._penalized
            grads.addcmul_(slope(weights), self._rates)

    def may_overflow(self) -> bool:
        """Tell whether some member's parameters are so large, or not finite, that its losses need looking at."""
        low, high = torch.aminmax(self.flat)
        return not max(-low.item(), high.item()) < self._harmless

    def answers(self, x: Tensor, places: slice) -> Tensor:
        """Return what some of the members say: (M, n_inputs, P) -> (M, outputs, P), both with their padding."""
        for weight, bias, kernel in zip(self.weights, self.biases, self.kernels, strict=True):
            x = torch.baddbmm(bias[places], weight[places], x)
            if kernel is not None:
                kernel.value(x.view(-1), x.view(-1))()
        return x
