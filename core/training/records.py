"""How good a network is after an epoch."""

from dataclasses import dataclass


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
