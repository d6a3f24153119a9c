"""All parameters of a network in one flat tensor, and all gradients in another."""

from collections.abc import Sequence
from typing import Final

from torch import Tensor, nn

_ALIGNMENT: Final = 64  # bytes; where PyTorch itself lets every tensor begin


class Memory:
    """One flat tensor that the parameters of a network are views of, and one for their gradients.

    The weights come first, the biases after them. What lies between two of them, so that each begins where a tensor of
    its own would, is 0 and has gradient 0.
    """

    def __init__(self, parameters: Sequence[nn.Parameter]) -> None:
        """Move the parameters here, with their gradients; they are the network's own as before."""
        self._parameters = parameters
        matrices = [p for p in parameters if p.dim() == 2]
        begins, length = {}, 0
        for parameter in [*matrices, *(p for p in parameters if p.dim() != 2)]:
            begins[parameter] = length
            length += _padded(parameter)
        self._begins = [begins[p] for p in parameters]
        self.values, self.gradients = (parameters[0].new_zeros(length).detach() for _ in range(2))
        self.n_weights = sum(map(_padded, matrices))
        self.value_views, self.gradient_views = self.views(self.values), self.views(self.gradients)
        self._move()

    def _move(self) -> None:
        for p, value, gradient in zip(self._parameters, self.value_views, self.gradient_views, strict=True):
            value.copy_(p.detach())
            p.data = value
            if p.grad is not None:
                gradient.copy_(p.grad)
                p.grad = gradient

    def views(self, flat: Tensor) -> list[Tensor]:
        """Return each parameter's part of a flat tensor, in the parameters' order and shapes."""
        return [
            flat[begin : begin + p.numel()].view(p.shape)
            for begin, p in zip(self._begins, self._parameters, strict=True)
        ]

    def show_gradients(self) -> None:
        """Make the gradients those of the network's parameters."""
        for parameter, gradient in zip(self._parameters, self.gradient_views, strict=True):
            parameter.grad = gradient


def _padded(parameter: Tensor) -> int:
    """Return the number of elements up to where the next parameter may begin."""
    unit = _ALIGNMENT // parameter.element_size()
    return -(-parameter.numel() // unit) * unit
