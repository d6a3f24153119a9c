"""The losses of a stack: each member's own mean, and its slope by the network's output, written out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.ensembles.layout import Block


@dataclass(frozen=True, slots=True)
class StackedLoss:
    """One loss.

    Attributes:
        values: (output, targets) -> (members, points), the loss of each point.
        slope: (output, targets, out) writes the slope of each point's loss by the output into `out`.
    """

    values: Callable[[Block, Block], Tensor]
    slope: Callable[[Block, Block, Block], object]


def _values(rule: Callable[[Tensor, Tensor], Tensor]) -> Callable[[Block, Block], Tensor]:
    """Apply a rule for single numbers with all the padding, and cut the padding off."""

    def values(output: Block, targets: Block) -> Tensor:
        points = output.real.shape[2]
        return rule(output.flat, targets.flat).view(output.view.shape)[:, 0, :points]

    return values


def _bce_slope(output: Block, targets: Block, out: Block) -> None:
    torch.sigmoid(output.flat, out=out.flat).sub_(targets.flat)


def _cross_entropy(output: Block, targets: Block) -> Tensor:
    return -output.real.log_softmax(dim=1).gather(1, targets.real).squeeze(1)


def _cross_entropy_slope(output: Block, targets: Block, out: Block) -> None:
    out.real.copy_(output.real.softmax(dim=1))
    out.real.scatter_add_(1, targets.real, out.flat.new_full((), -1.0).expand(targets.real.shape))


def _difference(output: Block, targets: Block, out: Block) -> Tensor:
    return torch.sub(output.flat, targets.flat, out=out.flat)


LOSSES_STACKED: Final[Mapping[str, StackedLoss]] = {
    "BCE with logits": StackedLoss(
        _values(lambda o, t: F.binary_cross_entropy_with_logits(o, t, reduction="none")), _bce_slope
    ),
    "Cross-entropy": StackedLoss(_cross_entropy, _cross_entropy_slope),
    "MSE": StackedLoss(
        _values(lambda o, t: F.mse_loss(o, t, reduction="none")), lambda o, t, out: _difference(o, t, out).mul_(2)
    ),
    "L1": StackedLoss(
        _values(lambda o, t: F.l1_loss(o, t, reduction="none")), lambda o, t, out: _difference(o, t, out).sign_()
    ),
    "Huber": StackedLoss(
        _values(lambda o, t: F.huber_loss(o, t, reduction="none")),
        lambda o, t, out: _difference(o, t, out).clamp_(-1, 1),
    ),
    "Half squared error (tanh)": StackedLoss(_values(lambda o, t: 0.5 * (o - t).square()), _difference),
}
