"""What is left of a regression: true less predicted, in the target's own unit."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import Data, Split
from core.mistakes.judged import outputs
from core.training import Snapshot, r2

N_WORST: Final = 5
NEAR: Final = 0.05
Pull = Literal["drawn", "astray", "true", "stretched", "undefined"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Residuals:
    """The answers to N points; all in the target's unit but R2, which has none.

    Attributes:
        true: (N,) the targets.
        predicted: (N,) what the network says.
        r2: the explained share of the targets' variance; nan where they do not vary.
    """

    true: Tensor
    predicted: Tensor
    r2: float

    @property
    def rest(self) -> Tensor:
        """The residuals, (N,): positive where the network says too little."""
        return self.true - self.predicted

    @property
    def mae(self) -> float:
        """The mean absolute error."""
        return self.rest.abs().mean().item()

    @property
    def rmse(self) -> float:
        """The root of the mean squared error."""
        return self.rest.square().mean().sqrt().item()

    @property
    def worst(self) -> list[int]:
        """The places of the points with the largest residuals, at most `N_WORST`, the worst first."""
        places: list[int] = self.rest.abs().argsort(descending=True, stable=True)[:N_WORST].tolist()
        return places

    @property
    def slope(self) -> float:
        """How much the prediction rises for each unit of the target, by least squares; nan where no target varies."""
        if self.true.min() == self.true.max():
            return math.nan
        true = self.true - self.true.mean()
        return (true @ self.predicted / (true @ true)).item()

    @property
    def spread(self) -> float:
        """How widely the predictions are spread, as a share of the targets' own spread (standard deviations)."""
        return (self.predicted.std(correction=0) / self.true.std(correction=0)).item()

    @property
    def pull(self) -> Pull:
        """Say where the targets find their predictions: `NEAR` is how far from 1 slope and spread still count as 1."""
        if not math.isfinite(self.slope):
            return "undefined"
        if self.slope > 1 + NEAR:
            return "stretched"
        if self.slope >= 1 - NEAR:
            return "true"
        return "drawn" if self.spread < 1 - NEAR else "astray"

    def mean_of_quarter(self, *, largest: bool) -> float:
        """Return the mean residual of the quarter of the points with the largest, or smallest, targets."""
        order = self.true.argsort(descending=largest, stable=True)
        return self.rest[order[: max(1, len(order) // 4)]].mean().item()


def residuals(config: TrainConfig, weights: Snapshot, data: Data, part: str) -> Residuals:
    """Ask the network about one part of the data of a regression; see `judge` for the arguments."""
    split: Split = getattr(data, part)
    output = outputs(config, weights, split)
    true, predicted = (
        (y.to(torch.float64) * data.target_std + data.target_mean)[:, 0] for y in (split.y, output)
    )  # fmt: skip
    return Residuals(true=true, predicted=predicted, r2=r2(output, split.y))
