"""What is left of a regression: true less predicted, in the target's own unit."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import Data, Split
from core.mistakes.judged import outputs
from core.training import Snapshot, r2

N_WORST: Final = 5


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
