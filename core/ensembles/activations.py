"""The activations of a stack: the kernels that a single run is trained with, but for a quicker tanh."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import torch
from torch import Tensor

from core.training.written_out.activations import KERNELS, Kernel, Operation


def _tanh(z: Tensor, h: Tensor) -> Operation:
    """Compute tanh(z) as 1 - 2 sigmoid(-2z), which differs by 1e-7 at most.

    On processors that are not Intel's, torch.tanh takes five times as long as torch.sigmoid.
    """
    one = torch.ones((), dtype=z.dtype)

    def run() -> None:
        torch.sub(one, torch.mul(z, -2, out=h).sigmoid_(), alpha=2, out=h)

    return run


_QUICKER: Final = {"Tanh": _tanh}

STACKED_KERNELS: Final[Mapping[str, Kernel | None]] = {
    name: replace(kernel, value=_QUICKER.get(name, kernel.value)) if kernel else None
    for name, kernel in KERNELS.items()
}
