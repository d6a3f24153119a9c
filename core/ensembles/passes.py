"""One forward and backward pass over a batch of every member of a stack, as a list of operations on fixed memory."""

from collections.abc import Iterator
from functools import partial

import torch

from core.ensembles.layout import Block, block, padded, points_block, row_alone, twin
from core.ensembles.losses import LOSSES_STACKED
from core.ensembles.network import Network
from core.losses import LOSSES
from core.training.written_out.activations import Operation


class Pass:
    """Forward and backward over some points of each member, in memory made once."""

    def __init__(self, network: Network, n_points: int) -> None:
        """Make the memory; `inputs` and `targets` are to be filled before each pass."""
        config, sizes = network.config, network.config.sizes
        self.network, self.kernels = network, network.kernels
        stack = partial(block, network.places, points=n_points)
        rows = [padded(size) for size in sizes]
        if sizes[-1] == 1 and row_alone(sizes[-2], n_points):
            rows[-1] = 1
        self.inputs = points_block(network.places, sizes[0], n_points, network.dtype)
        self.targets = stack(1, dtype=torch.int64 if LOSSES[config.loss].per_class else network.dtype, rows=rows[-1])
        self.z = [stack(size, dtype=network.dtype, rows=n) for size, n in zip(sizes[1:], rows[1:], strict=True)]
        self.outputs = self._other_side(self.z)
        self.fed = [self.inputs, *self.outputs[:-1]]
        self.slopes = [twin(z) for z in self.z]  # of the loss by each z
        self.above = self._other_side(self.slopes)  # and by each output
        self.shares = twin(self.z[-1])  # of each number in its member's mean; 0 in the padding
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
            rows = slice(z.view.shape[1])
            bias, weight = network.biases[i][:, rows], network.weights[i][:, rows]
            yield partial(torch.baddbmm, bias, weight, self.fed[i].view, out=z.view)  # (M, out, N)
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
            yield from self._gradients(i)
            if i:
                weight, above = network.weights[i].transpose(1, 2), self.above[i - 1].view  # (M, in, out), (M, in, N)
                if slope.real.shape[1] == 1:  # a product of a column and a row
                    yield partial(torch.mul, weight[:, :, :1], slope.view[:, :1], out=above)
                else:
                    yield partial(torch.bmm, weight, slope.view, out=above)

    def _gradients(self, i: int) -> Iterator[Operation]:
        network, slope = self.network, self.slopes[i].view
        rows = slice(slope.shape[1])
        yield partial(torch.bmm, slope, self.fed[i].view.transpose(1, 2), out=network.weight_grads[i][:, rows])
        yield partial(torch.sum, slope, 2, keepdim=True, out=network.bias_grads[i][:, rows])  # (M, out, 1)
