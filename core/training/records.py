"""How good a network is after an epoch, and what broke first in one."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochRecord:
    """How good the network is with the weights after `epoch` epochs; epoch 0 is before training.

    Losses are means over all points of the part, in the loss's own unit, without penalty or dropout. Accuracies are
    shares in [0, 1] and None for regression; R2 is dimensionless, at most 1, nan where the targets of the part are all
    equal, and None for classification.
    """

    epoch: int
    train_loss: float
    test_loss: float
    train_accuracy: float | None = None
    test_accuracy: float | None = None
    train_r2: float | None = None
    test_r2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The first number of an epoch that was not finite, and the last ones that were.

    Attributes:
        what: a number of which kind; a weight may be a bias.
        layer: whose output, gradient or weight; empty for the loss and the penalty.
        step: in which step of the epoch, the first is 1; 0 where the network was measured after them all.
        n_steps: steps of that epoch; 0 before training.
        output: the largest answer of the network there, without its sign; where that broke, the largest before.
        weight: the largest weight or bias by then, without its sign.
    """

    what: Literal["output", "loss", "penalty", "gradient", "weight"]
    layer: str
    step: int
    n_steps: int
    output: float
    weight: float
