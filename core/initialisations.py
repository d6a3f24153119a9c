"""How the weights of a linear layer are drawn before training."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import nn


def pytorch_default(layer: nn.Linear, generator: torch.Generator, scale: float) -> None:  # noqa: ARG001
    """Fill a layer exactly as `nn.Linear` does itself, but from a generator."""
    nn.init.kaiming_uniform_(layer.weight, a=math.sqrt(5), generator=generator)
    bound = 1 / math.sqrt(layer.in_features)
    nn.init.uniform_(layer.bias, -bound, bound, generator=generator)


def xavier(layer: nn.Linear, generator: torch.Generator, scale: float) -> None:  # noqa: ARG001
    """Fill a layer with Xavier's uniform numbers, the bias with zeros."""
    nn.init.xavier_uniform_(layer.weight, generator=generator)
    nn.init.zeros_(layer.bias)


def he(layer: nn.Linear, generator: torch.Generator, scale: float) -> None:  # noqa: ARG001
    """Fill a layer with He's normal numbers, the bias with zeros."""
    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
    nn.init.zeros_(layer.bias)


def normal(layer: nn.Linear, generator: torch.Generator, scale: float) -> None:
    """Fill weights and biases with normal numbers of standard deviation `scale`."""
    nn.init.normal_(layer.weight, std=scale, generator=generator)
    nn.init.normal_(layer.bias, std=scale, generator=generator)


def zeros(layer: nn.Linear, generator: torch.Generator, scale: float) -> None:  # noqa: ARG001
    """Fill weights and biases with zeros."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)


def uniform_half(layer: nn.Linear, generator: torch.Generator, scale: float) -> None:  # noqa: ARG001
    """Fill weights uniformly from [-0.5, 0.5), whatever the layer's size, biases with 0.1."""
    nn.init.uniform_(layer.weight, -0.5, 0.5, generator=generator)
    nn.init.constant_(layer.bias, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialisation:
    """One initialisation, as the registry holds it.

    Attributes:
        fill: fills a linear layer in place from a generator; its third argument is the chosen scale.
        latex: the distribution of the weights; n and m are a layer's inputs and outputs, s is the scale.
        idea: one sentence on what it is for.
        source: where it comes from.
    """

    fill: Callable[[nn.Linear, torch.Generator, float], None]
    latex: str
    idea: str
    source: str


PLAYGROUND_INIT: Final = "uniform ±0.5"
INITIALISATIONS: Final[Mapping[str, Initialisation]] = {
    "PyTorch default": Initialisation(
        fill=pytorch_default,
        latex=r"U\left(-\tfrac{1}{\sqrt n}, \tfrac{1}{\sqrt n}\right)",
        idea="What nn.Linear does when you do nothing.",
        source="torch.nn.Linear.reset_parameters",
    ),
    "Xavier": Initialisation(
        fill=xavier,
        latex=r"U\left(-\sqrt{\tfrac{6}{n+m}}, \sqrt{\tfrac{6}{n+m}}\right)",
        idea="Keeps the size of signals and gradients through layers of tanh or sigmoid.",
        source="Glorot & Bengio 2010",
    ),
    "He": Initialisation(
        fill=he,
        latex=r"N\left(0, \tfrac{2}{n}\right)",
        idea="Keeps the size of signals through layers of ReLU, which drops half of them.",
        source="He et al. 2015",
    ),
    "normal": Initialisation(
        fill=normal,
        latex=r"N(0, s^2)",
        idea="Bell-shaped with a scale of your own, weights and biases alike: too large saturates, too small fades.",
        source="torch.nn.init.normal_",
    ),
    "zeros": Initialisation(
        fill=zeros,
        latex=r"0",
        idea="All alike, so all learn alike: the neurons of a layer never become different.",
        source="torch.nn.init.zeros_",
    ),
    PLAYGROUND_INIT: Initialisation(
        fill=uniform_half,
        latex=r"U(-0.5, 0.5),\ b = 0.1",
        idea="What TensorFlow Playground uses, whatever the size of the layer.",
        source="TensorFlow Playground",
    ),
}
