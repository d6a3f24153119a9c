"""What an activation is, as the registry holds it."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """One activation function, as the registry holds it.

    Attributes:
        factory: makes the module; called without arguments.
        latex: the formula in terms of x.
        span: the set of its values in exact arithmetic, as LaTeX.
        idea: one sentence on what it is for.
        strength: what it is chosen for.
        weakness: what it is avoided for.
        source: where it comes from.
    """

    factory: Callable[[], nn.Module]
    latex: str
    span: str
    idea: str
    strength: str
    weakness: str
    source: str
