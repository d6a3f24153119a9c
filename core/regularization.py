"""Penalties on the weights: what keeps them small."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Regularization:
    """One penalty, as the registry holds it.

    Attributes:
        penalty: the penalty of one weight matrix, a scalar; None for no penalty. Biases are left alone.
        prunes: whether the penalty's slope is subtracted after the optimizer's step instead of being part of the
            loss, and a weight that it would carry across zero stays zero for the rest of the run.
        latex: the formula in terms of a weight w; the rate stands before it.
        idea: one sentence on what it is for.
        source: where it comes from.
    """

    penalty: Callable[[Tensor], Tensor] | None
    prunes: bool = False
    latex: str
    idea: str
    source: str


def l1(weight: Tensor) -> Tensor:
    """Return the sum of the absolute values."""
    return weight.abs().sum()


def l2(weight: Tensor) -> Tensor:
    """Return half the sum of the squares."""
    return weight.square().sum() / 2


REGULARIZATIONS: Final[Mapping[str, Regularization]] = {
    "none": Regularization(penalty=None, latex="0", idea="Weights are free.", source=""),
    "L1": Regularization(
        penalty=l1,
        latex=r"\sum |w|",
        idea="Pulls every weight to zero at the same speed: unneeded ones end there.",
        source="Tibshirani 1996",
    ),
    "L1 pruning": Regularization(
        penalty=l1,
        prunes=True,
        latex=r"\sum |w|",
        idea="TensorFlow Playground's L1: a weight that would cross zero becomes zero and stays there.",
        source="TensorFlow Playground, nn.ts",
    ),
    "L2": Regularization(
        penalty=l2,
        latex=r"\tfrac12 \sum w^2",
        idea="Pulls large weights hardest: no single one dominates.",
        source="Hoerl & Kennard 1970",
    ),
}
