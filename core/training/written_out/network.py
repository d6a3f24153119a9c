"""A network of linear layers and activations, forward and backward written out."""

from dataclasses import dataclass

import torch
from torch import Tensor

from core.training.written_out.activations import Kernel
from core.training.written_out.losses import Slope


@dataclass(frozen=True, slots=True)
class Layer:
    """One linear layer with its activation (None: the identity); views of the flat memory.

    Shapes: weight (outputs, inputs), bias (outputs), gradients alike.
    """

    weight: Tensor
    bias: Tensor
    weight_gradient: Tensor
    bias_gradient: Tensor
    transposed: Tensor  # weight.t()
    kernel: Kernel | None


class Room:
    """What one layer computes for a batch of N points; all tensors (N, outputs)."""

    __slots__ = ("by_h", "by_z", "by_z_transposed", "h", "saved", "z")

    def __init__(self, layer: Layer, n: int) -> None:
        """Take memory for n points; without an activation z and h are one tensor, and so are their gradients."""
        self.z = layer.bias.new_empty(n, len(layer.bias))
        self.h = torch.empty_like(self.z) if layer.kernel else self.z
        self.saved = self.h if layer.kernel and layer.kernel.saves_value else self.z
        self.by_h = torch.empty_like(self.z)
        self.by_z = torch.empty_like(self.z) if layer.kernel else self.by_h
        self.by_z_transposed = self.by_z.t()


def rooms_for(layers: list[Layer], n: int) -> list[Room]:
    """Return memory for batches of n points."""
    return [Room(layer, n) for layer in layers]


def forward(layers: list[Layer], rooms: list[Room], x: Tensor) -> Tensor:
    """Return the network's output for x, (N, inputs) -> (N, outputs); it lies in the last room."""
    h = x
    for layer, room in zip(layers, rooms, strict=True):
        torch.addmm(layer.bias, h, layer.transposed, out=room.z)
        if layer.kernel:
            layer.kernel.value(room.z, room.h)
        h = room.h
    return h


def backward(layers: list[Layer], rooms: list[Room], x: Tensor) -> None:
    """Write all gradients, from the loss's with respect to the output, which lies in the last room's by_h."""
    for index in range(len(layers) - 1, -1, -1):
        layer, room = layers[index], rooms[index]
        if layer.kernel:
            layer.kernel.slope(room.by_h, room.saved, room.by_z)
        before = rooms[index - 1].h if index else x
        torch.mm(room.by_z_transposed, before, out=layer.weight_gradient)
        torch.sum(room.by_z, 0, out=layer.bias_gradient)
        if index:  # the points themselves are not trained
            torch.mm(room.by_z, layer.weight, out=rooms[index - 1].by_h)


@dataclass(frozen=True, slots=True)
class Pass:
    """Forward and backward for batches of one size."""

    layers: list[Layer]
    rooms: list[Room]
    slope: Slope

    def run(self, x: Tensor, targets: Tensor) -> None:
        """Write the gradients of the loss of one batch."""
        output = forward(self.layers, self.rooms, x)
        self.slope(output, targets, self.rooms[-1].by_h)
        backward(self.layers, self.rooms, x)
