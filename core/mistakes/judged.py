"""What a network says of every point of one part of its data."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import Data, Split
from core.losses import LOSSES
from core.models import build
from core.replay import moments
from core.training import Snapshot, TrainState

PARTS: Final = ("test", "train")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """The answers to N points of C classes.

    Attributes:
        y: (N,) the true class.
        found: (N,) the class that the network says.
        shares: (N, C) the probability it gives to each class; None where its loss makes no probabilities.
        output: (N, outputs) what it gives, bare.
    """

    y: Tensor
    found: Tensor
    shares: Tensor | None
    output: Tensor

    @property
    def sureness(self) -> Tensor:
        """How sure the network is of what it says, (N,): the probability, or how far the output lies from 0."""
        if self.shares is None:
            return self.output[:, 0].abs()
        return self.shares.gather(1, self.found[:, None])[:, 0]

    def cell(self, true: int, found: int) -> Tensor:
        """Return which points of one class are said to be of another, (n,): the surest mistakes first.

        Where both are the same, these are right answers, and the least sure come first.
        """
        places = ((self.y == true) & (self.found == found)).nonzero()[:, 0]
        return places[self.sureness[places].argsort(descending=true != found, stable=True)]


def standing(state: TrainState) -> Snapshot | None:
    """Return the last weights of a run; of one that exploded the last kept before, None where there are none."""
    kept = [moment for moment in moments(state) if state.stop is None or moment.epoch < state.stop.epoch]
    return kept[-1] if kept else None


@torch.no_grad()
def outputs(config: TrainConfig, weights: Snapshot, split: Split) -> Tensor:
    """Return what the network gives for each point, without dropout, (N, outputs)."""
    model = build(config).eval()
    model.load_state_dict(weights.weights)
    answer: Tensor = model(split.x)
    return answer


def judge(config: TrainConfig, weights: Snapshot, data: Data, part: str) -> Judged:
    """Ask the network about one part of the data of a classification.

    Args:
        config: the run's.
        weights: from `standing`.
        data: the run's.
        part: one of `PARTS`.
    """
    split: Split = getattr(data, part)
    output = outputs(config, weights, split)
    return Judged(
        y=split.y, found=LOSSES[config.loss].classify(output), shares=_shares(config, output), output=output
    )  # fmt: skip


def _shares(config: TrainConfig, output: Tensor) -> Tensor | None:
    if config.loss == "Cross-entropy":
        return output.softmax(dim=1)
    if config.loss == "BCE with logits":
        one = output.sigmoid()
        return torch.cat([1 - one, one], dim=1)
    return None
