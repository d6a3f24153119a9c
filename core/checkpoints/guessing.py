"""Which network a file of weights is from, as far as names and shapes tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.checkpoints.comparing import Shape
from core.checkpoints.reading import fill
from core.models import Linear

COURSE: Final[Mapping[str, Shape]] = {"weights": (1,), "bias": (1,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A stack of linear layers.

    Attributes:
        sizes: neurons of every layer, inputs and outputs included.
        names: of each layer, its weight and its bias in the file.
    """

    sizes: tuple[int, ...]
    names: tuple[tuple[str, str], ...]


def guess(found: Mapping[str, Shape]) -> Guess | None:
    """Read a stack of linear layers off the shapes of a state_dict, in the file's order; None where it is none.

    The course's `LinearRegressionModel`, whose two parameters are single numbers, counts as a layer of 1 -> 1.
    """
    if dict(found) == COURSE:
        return Guess(sizes=(1, 1), names=(("weights", "bias"),))
    weights = [name for name, shape in found.items() if name.endswith("weight") and len(shape) == 2]
    names = tuple((name, f"{name.removesuffix('weight')}bias") for name in weights)
    if not names or 2 * len(names) != len(found):
        return None
    if any(found.get(bias) != found[weight][:1] or 0 in found[weight] for weight, bias in names):
        return None
    if any(found[first][0] != found[second][1] for (first, _), (second, _) in pairwise(names)):
        return None
    return Guess(sizes=(found[weights[0]][1], *(found[name][0] for name in weights)), names=names)


def network(guessed: Guess, weights: Mapping[str, Tensor], activation: str) -> nn.Sequential:
    """Build the guessed network and fill it.

    Args:
        guessed: its layers.
        weights: the file's state_dict.
        activation: a key of `ACTIVATIONS`, between the layers; no file of weights says which it was.

    Raises:
        CheckpointError: numbers too large for float32.
    """
    layers: list[nn.Module] = []
    for (weight, bias), (n_in, n_out) in zip(guessed.names, pairwise(guessed.sizes), strict=True):
        layer = Linear(n_in, n_out)
        fill(layer, {"weight": weights[weight].reshape(n_out, n_in), "bias": weights[bias]})
        layers += [layer, ACTIVATIONS[activation].factory()]
    return nn.Sequential(*layers[:-1])


def straight_line(guessed: Guess, weights: Mapping[str, Tensor]) -> tuple[float, float] | None:
    """Return slope and intercept of a network that is one line y = w x + b; None where it is more."""
    if guessed.sizes != (1, 1):
        return None
    (weight, bias), *_ = guessed.names
    return weights[weight].to(torch.float64).item(), weights[bias].to(torch.float64).item()
