"""A network of linear layers and activations, forward and backward written out.

Every operation is bound once to the memory that it reads and writes; a batch then only runs through the list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from core.training.written_out.activations import Kernel, Operation
from core.training.written_out.losses import Slope


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One linear layer with its activation (None: the identity); views of the flat memory.

    Shapes: weight (outputs, inputs), bias (outputs), their gradients alike.
    """

    weight: Tensor
    bias: Tensor
    weight_gradient: Tensor
    bias_gradient: Tensor
    kernel: Kernel | None


class Forward:
    """From the points to the network's output, for N points at a time.

    Attributes:
        z: what each layer's linear part returns, (N, outputs).
        h: what its activation makes of that; without one the same tensors.
    """

    def __init__(self, layers: Sequence[Layer], n: int) -> None:
        """Take the memory and bind the operations."""
        self.z = [layer.bias.new_empty(n, len(layer.bias)) for layer in layers]
        self.h = [torch.empty_like(z) if layer.kernel else z for layer, z in zip(layers, self.z, strict=True)]
        biases = [layer.bias.expand(n, -1) for layer in layers]
        self._first = partial(torch.addmm, biases[0], mat2=layers[0].weight.t(), out=self.z[0])
        self._rest: list[Operation] = []
        for index, layer in enumerate(layers):
            if index:
                before = self.h[index - 1]
                self._rest.append(partial(torch.addmm, biases[index], before, layer.weight.t(), out=self.z[index]))
            if layer.kernel:
                self._rest.append(layer.kernel.value(self.z[index], self.h[index]))

    def __call__(self, x: Tensor) -> Tensor:
        """Return the output for x, (N, inputs) -> (N, outputs); the next call overwrites it."""
        self._first(mat1=x)
        for operation in self._rest:
            operation()
        return self.h[-1]


class Pass:
    """Forward and backward for batches of N points."""

    def __init__(self, layers: Sequence[Layer], n: int, slope_for: Callable[[Tensor], Slope]) -> None:
        """Take the memory and bind the operations; `slope_for` makes the loss's gradient for an output like this."""
        self._forward = Forward(layers, n)
        z, h = self._forward.z, self._forward.h
        by_h = [torch.empty_like(tensor) for tensor in h]
        by_z = [torch.empty_like(g) if layer.kernel else g for layer, g in zip(layers, by_h, strict=True)]
        self._loss_slope, self._by_output = slope_for(h[-1]), by_h[-1]
        self._backward: list[Operation] = []
        for i in range(len(layers) - 1, -1, -1):
            layer, kernel = layers[i], layers[i].kernel
            if kernel:
                self._backward.append(kernel.slope(by_h[i], h[i] if kernel.saves_value else z[i], by_z[i]))
            self._backward.append(partial(torch.sum, by_z[i], 0, out=layer.bias_gradient))
            if i:
                self._backward.append(partial(torch.mm, by_z[i].t(), h[i - 1], out=layer.weight_gradient))
                self._backward.append(_through(layer.weight, by_z[i], by_h[i - 1]))
        self._first = partial(torch.mm, by_z[0].t(), out=layers[0].weight_gradient)  # points are not trained

    def __call__(self, x: Tensor, targets: Tensor) -> None:
        """Write the gradients of the loss of one batch."""
        output = self._forward(x)
        self._loss_slope(output, targets, self._by_output)
        for operation in self._backward:
            operation()
        self._first(mat2=x)


def _through(weight: Tensor, by_z: Tensor, by_h: Tensor) -> Operation:
    """Bind the way of the gradient through a linear layer, with the factors in the order that autograd takes."""
    if by_h.shape == (1, 1):  # which autograd reads column by column
        return partial(torch.mm, weight.t(), by_z.t(), out=by_h)
    return partial(torch.mm, by_z, weight, out=by_h)
