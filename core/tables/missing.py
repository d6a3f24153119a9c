"""What to do about missing values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One way to deal with missing values, as the registry holds it.

    Attributes:
        drops: whether rows with a missing value among the chosen features are left out.
        number: the value that stands in for a missing number, from the training part's known ones (N,) -> ().
        idea: one sentence on what it does.
    """

    drops: bool
    number: Callable[[Tensor], Tensor]
    idea: str


def middle(values: Tensor) -> Tensor:
    """Return the median; between the two middle values where there is an even number of them."""
    return torch.quantile(values, 0.5)


MISSING: Final[Mapping[str, Missing]] = {
    "drop rows": Missing(
        drops=True,
        number=torch.mean,
        idea="Leave out every row in which a chosen feature is missing: nothing is made up, but rows are lost.",
    ),
    "fill with mean": Missing(
        drops=False,
        number=torch.mean,
        idea="Put the mean of the training rows for a missing number, and their most frequent category for a text.",
    ),
    "fill with median": Missing(
        drops=False,
        number=middle,
        idea="Put the median of the training rows, which outliers do not move; for a text the most frequent category.",
    ),
}
