"""What each kind of data comes to: a tensor, its picture, its code, and a layer that takes such data."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from core.encoding.layers import Layer


def nothing() -> None:
    """Draw nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Encoded:
    """Data as a tensor.

    Attributes:
        tensor: the numbers.
        script: writes the code that makes them.
        layer: what takes such data in a network.
        dims: what each dim stands for.
        above: draws what stands above the squares.
        squares: whether the numbers are drawn as squares.
    """

    tensor: Tensor
    script: Callable[[], str]
    layer: Layer
    dims: tuple[str, ...]
    above: Callable[[], None] = nothing
    squares: bool = True
