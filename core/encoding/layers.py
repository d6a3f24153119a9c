"""What a layer says to a tensor: the shape that comes out, or PyTorch's refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn

from core.tensors.refusals import RefusedError, attempt
from core.tensors.sizes import shape_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer that takes data of one kind.

    Attributes:
        code: such as `nn.Conv2d(3, 4, kernel_size=3)`.
        make: makes it; its weights are whatever lies in memory, as only shapes and dtypes are asked for.
    """

    code: str
    make: Callable[[], nn.Module]


def convolution(channels: int) -> Layer:
    """Make a layer for pictures (batch, channels, height, width) or (channels, height, width)."""
    return Layer(
        code=f"nn.Conv2d({channels}, 4, kernel_size=3)",
        make=lambda: nn.Conv2d(channels, 4, kernel_size=3, device="meta").to_empty(device="cpu"),
    )


def convolution_in_time(channels: int) -> Layer:
    """Make a layer for sounds (channels, samples)."""
    return Layer(
        code=f"nn.Conv1d({channels}, 4, kernel_size=9)",
        make=lambda: nn.Conv1d(channels, 4, kernel_size=9, device="meta").to_empty(device="cpu"),
    )


def embedding(size: int) -> Layer:
    """Make a layer for token ids: a row of 4 numbers for each entry of the vocabulary."""
    return Layer(
        code=f"nn.Embedding({size}, 4)", make=lambda: nn.Embedding(size, 4, device="meta").to_empty(device="cpu")
    )


def linear(features: int) -> Layer:
    """Make a layer for rows of numbers."""
    return Layer(
        code=f"nn.Linear({features}, 4)", make=lambda: nn.Linear(features, 4, device="meta").to_empty(device="cpu")
    )


def meet(layer: Layer, tensor: Tensor) -> tuple[int, ...] | RefusedError:
    """Hand a tensor to a layer; return the shape that comes out, or what PyTorch says instead."""
    module = layer.make()
    try:
        with attempt(), torch.no_grad():
            return tuple(module(tensor).shape)
    except RefusedError as error:
        return error


def usual_shapes() -> dict[str, tuple[str, str]]:
    """Let typical networks run without memory, on the device meta; return what goes in and comes out."""
    return {use: (shape_text(tensor.shape), shape_text(call(tensor).shape)) for use, (tensor, call) in _USES.items()}


def _meta(*shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.empty(shape, dtype=dtype, device="meta")


def _network(*layers: Callable[[], nn.Module]) -> Callable[[Tensor], Tensor]:
    def run(x: Tensor) -> Tensor:
        with torch.device("meta"):
            for layer in layers:
                x = layer()(x)
        return x

    return run


def _averaged(x: Tensor) -> Tensor:
    return x.mean(dim=1)


_USES: Final = {
    "picture: which of 10 digits?": (
        _meta(32, 1, 28, 28),
        _network(lambda: nn.Conv2d(1, 8, 3), nn.Flatten, lambda: nn.Linear(8 * 26 * 26, 10)),
    ),
    "mail: spam or not?": (
        _meta(32, 100, dtype=torch.int64),
        lambda ids: nn.Linear(16, 1, device="meta")(_averaged(nn.Embedding(5000, 16, device="meta")(ids))),
    ),
    "translation: which word at each place?": (
        _meta(32, 20, dtype=torch.int64),
        _network(lambda: nn.Embedding(5000, 16), lambda: nn.Linear(16, 8000)),
    ),
    "flat: what rent?": (_meta(32, 5), _network(lambda: nn.Linear(5, 1))),
    "speech: which letter, 100 times a second?": (
        _meta(32, 1, 16000),
        _network(lambda: nn.Conv1d(1, 27, kernel_size=160, stride=160)),
    ),
}
