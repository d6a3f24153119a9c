"""Many networks of one shape: their parameters side by side, and a forward and backward pass over all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from math import prod
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.ensembles.activations import STACKED_KERNELS
from core.ensembles.layout import Block, Shape, block, n_places, twin, views, without_padding
from core.ensembles.losses import LOSSES_STACKED
from core.losses import LOSSES
from core.training.written_out.activations import Operation

# Of each penalty by the weight.
SLOPES: Final[Mapping[str, Callable[[Tensor], Tensor] | None]] = {"none": None, "L1": torch.sign, "L2": lambda w: w}


def parameter_shapes(config: TrainConfig) -> list[Shape]:
    """Return the shapes of all weights, (in, out) each, then of all biases, (out,) each."""
    return [*pairwise(config.sizes), *((size,) for size in config.sizes[1:])]


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
        self.biases = [bias.unsqueeze(1) for bias in tensors[self.n_layers :]]  # (M, 1, out)
        self.bias_grads = [grad.unsqueeze(1) for grad in slopes[self.n_layers :]]
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
        """Return what some of the members say: (M, P, n_inputs) -> (M, P, outputs), both with their padding."""
        for weight, bias, kernel in zip(self.weights, self.biases, self.kernels, strict=True):
            x = torch.baddbmm(bias[places], x, weight[places])
            if kernel is not None:
                kernel.value(x.view(-1), x.view(-1))()
        return x


class Pass:
    """Forward and backward over some points of each member, in memory made once."""

    def __init__(self, network: Network, n_points: int) -> None:
        """Make the memory; `inputs` and `targets` are to be filled before each pass."""
        config, sizes = network.config, network.config.sizes
        self.network, self.kernels = network, network.kernels
        stack = partial(block, network.places, n_points)
        self.inputs = stack(sizes[0], network.dtype)
        self.targets = stack(1, torch.int64 if LOSSES[config.loss].per_class else network.dtype)
        self.z = [stack(size, network.dtype) for size in sizes[1:]]
        self.outputs = self._other_side(self.z)
        self.fed = [self.inputs, *self.outputs[:-1]]
        self.slopes = [stack(size, network.dtype) for size in sizes[1:]]  # of the loss by each z
        self.above = self._other_side(self.slopes)  # and by each output
        self.shares = stack(sizes[-1], network.dtype)  # of each number in its member's mean; 0 in the padding
        self.shares.real.fill_(1 / n_points)
        self.operations = [*self._forward(), *self._backward()]

    def _other_side(self, blocks: list[Block]) -> list[Block]:
        """Make memory for the other side of each activation, unless its inside need not be kept: less is quicker."""
        pairs = zip(blocks, self.kernels, strict=True)
        return [b if kernel is None or kernel.saves_value else twin(b) for b, kernel in pairs]

    def __call__(self) -> None:
        """Write the gradient of every member's mean loss into the network's `grad`."""
        for operation in self.operations:
            operation()

    def _forward(self) -> Iterator[Operation]:
        network = self.network
        for i, kernel in enumerate(self.kernels):
            z = self.z[i]
            bias, weight = network.biases[i], network.weights[i]
            yield partial(torch.baddbmm, bias, self.fed[i].view, weight, out=z.view)  # (M, N, out)
            if kernel is not None:
                yield kernel.value(z.flat, self.outputs[i].flat)

    def _backward(self) -> Iterator[Operation]:
        network, output = self.network, self.outputs[-1]
        yield partial(LOSSES_STACKED[network.config.loss].slope, output, self.targets, self.above[-1])
        yield partial(self.above[-1].flat.mul_, self.shares.flat)
        for i in reversed(range(network.n_layers)):
            kernel, slope = self.kernels[i], self.slopes[i]
            if kernel is not None:
                saved = self.outputs[i] if kernel.saves_value else self.z[i]
                yield kernel.slope(self.above[i].flat, saved.flat, slope.flat)
            fed, weight, grad = self.fed[i].view, network.weights[i], network.weight_grads[i]
            yield partial(torch.bmm, fed.transpose(1, 2), slope.view, out=grad)  # (M, in, out)
            yield partial(torch.sum, slope.view, 1, keepdim=True, out=network.bias_grads[i])  # (M, 1, out)
            if i and slope.real.shape[2] == 1:  # a product of a column and a row
                yield partial(
                    torch.mul, slope.view[:, :, :1], weight.transpose(1, 2)[:, :1], out=self.above[i - 1].view
                )
            elif i:
                yield partial(torch.bmm, slope.view, weight.transpose(1, 2), out=self.above[i - 1].view)  # (M, N, in)
