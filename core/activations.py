"""The activation functions: what stands between two linear layers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from torch import nn


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """One activation function, as the registry holds it.

    Attributes:
        factory: makes the module; called without arguments.
        latex: the formula in terms of x.
        idea: one sentence on what it is for.
        source: where it comes from.
    """

    factory: Callable[[], nn.Module]
    latex: str
    idea: str
    source: str


ACTIVATIONS: Final[Mapping[str, Activation]] = {
    name: Activation(factory=factory, latex="", idea="", source="")
    for name, factory in {
        "ReLU": nn.ReLU,
        "LeakyReLU": nn.LeakyReLU,
        "ELU": nn.ELU,
        "SELU": nn.SELU,
        "GELU": nn.GELU,
        "SiLU": nn.SiLU,
        "Mish": nn.Mish,
        "Softplus": nn.Softplus,
        "Tanh": nn.Tanh,
        "Sigmoid": nn.Sigmoid,
        "Softsign": nn.Softsign,
        "Hardtanh": nn.Hardtanh,
        "Identity": nn.Identity,
    }.items()
}
