"""Two networks' weights, compared bit for bit."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

Weights = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """Two networks that cannot be compared number by number: the first name that they fill differently.

    Attributes:
        name: of the state_dict.
        here: what it is in the first run: "has shape (16, 2)", "is float32" or "is missing".
        there: what it is in the second one.
    """

    name: str
    here: str
    there: str


def first_unequal(here: Weights, there: Weights) -> tuple[str, tuple[int, ...]] | None:
    """Return the first parameter that differs and where in it, None if all are the same bits."""
    for name, weights in here.items():
        bits = torch.int32 if weights.itemsize == 4 else torch.int64  # so that -0.0 is not 0.0, and nan is nan
        differs = weights.view(bits) != there[name].view(bits)
        if differs.any():
            return name, tuple(differs.nonzero()[0].tolist())
    return None


def first_unlike(here: Weights, there: Weights) -> Unlike | None:
    """Return the first name that two networks fill with another shape or dtype, None if they can be compared."""
    for name in [*here, *(name for name in there if name not in here)]:
        ours, theirs = (held.get(name) for held in (here, there))
        for told in (_shape, _dtype):
            if told(ours) != told(theirs):
                return Unlike(name=name, here=told(ours), there=told(theirs))
    return None


def _shape(weights: Tensor | None) -> str:
    return "is missing" if weights is None else f"has shape {tuple(weights.shape)}"


def _dtype(weights: Tensor | None) -> str:
    return "is missing" if weights is None else f"is {str(weights.dtype).removeprefix('torch.')}"
