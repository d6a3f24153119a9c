"""Two clouds of points that a neuron with two inputs should tell apart."""

from typing import Final

import torch
from torch import Tensor

N_PER_CLASS: Final = 40
CENTRES: Final = ((1.0, 0.8), (2.4, 2.2))
_CLOUD: Final = 0.4
_SEED: Final = 3


def clouds() -> tuple[Tensor, Tensor]:
    """Draw two clouds behind each other as seen from the origin, so that no line through it parts them.

    Returns:
        points of shape (2 N_PER_CLASS, 2) and labels of shape (2 N_PER_CLASS,).
    """
    generator = torch.Generator().manual_seed(_SEED)
    labels = torch.arange(2).repeat_interleave(N_PER_CLASS)
    centres = torch.tensor(CENTRES, dtype=torch.float64)[labels]
    return centres + _CLOUD * torch.randn(centres.shape, generator=generator, dtype=torch.float64), labels
