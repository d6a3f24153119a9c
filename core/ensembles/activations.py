"""The activations of a stack: the kernels that a single run is trained with, but for a quicker tanh."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import torch
from torch import Tensor

from core.training.written_out.activations import KERNELS, Kernel, Operation


def _tanh(z: Tensor, h: Tensor) -> Operation:
    """Compute tanh(z) as 2 sigmoid(2z) - 1, which differs by 1e-7 at most.

    On processors that are not Intel's, torch.tanh takes five times as long as torch.sigmoid.
    """

    def run() -> None:
        torch.mul(z, 2, out=h).sigmoid_().mul_(2).sub_(1)

    return run


_QUICKER: Final = {"Tanh": _tanh}

STACKED_KERNELS: Final[Mapping[str, Kernel | None]] = {
    name: replace(kernel, value=_QUICKER.get(name, kernel.value)) if kernel else None
    for name, kernel in KERNELS.items()
}
