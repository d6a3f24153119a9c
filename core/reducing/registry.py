"""The functions that make one number out of many, and two that keep them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """One function.

    Attributes:
        idea: what it does, in a sentence.
        joins: what stands between the numbers, where it is written out, as in 1 + 2.
        shrinks: whether the dim goes; else the result keeps the shape.
        places: whether it also returns, or only returns, where along the dim its result stands.
        corrected: whether it divides by N - correction.
    """

    idea: str
    joins: str = ""
    shrinks: bool = True
    places: bool = False
    corrected: bool = False


REDUCTIONS: Final[Mapping[str, Reduction]] = {
    "sum": Reduction(idea="Adds them up.", joins=" + "),
    "mean": Reduction(idea="The sum over how many there are; seldom whole, so it wants floats.", joins=" + "),
    "min": Reduction(idea="The smallest; along a dim also where it stands.", places=True),
    "max": Reduction(idea="The largest; along a dim also where it stands.", places=True),
    "median": Reduction(idea="The one in the middle; of an even number the lower of the two.", places=True),
    "std": Reduction(idea="How far they lie from their mean, typically: the root of the variance.", corrected=True),
    "var": Reduction(
        idea="The mean squared distance from the mean, over N - correction: N - 1 for a sample, N for all there is.",
        corrected=True,
    ),
    "prod": Reduction(idea="Multiplies them.", joins=" × "),
    "argmax": Reduction(idea="Where the largest stands, not how large it is.", places=True),
    "argmin": Reduction(idea="Where the smallest stands, not how small it is.", places=True),
    "any": Reduction(idea="True if one of them is not 0.", joins=" or "),
    "all": Reduction(idea="True if none of them is 0.", joins=" and "),
    "cumsum": Reduction(idea="The sum so far: the shape stays, the last one is the whole sum.", shrinks=False),
    "softmax": Reduction(idea="Makes them positive and 1 in all: the shape stays.", shrinks=False),
}
