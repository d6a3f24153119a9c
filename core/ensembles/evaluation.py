"""How good each network of a stack is as it stands, and where its numbers broke."""

from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.ensembles.layout import Block, part
from core.ensembles.losses import LOSSES_STACKED
from core.ensembles.network import Network
from core.training import EpochRecord, Stop
from core.training.evaluation import diagnose
from core.training.run import Run

_AT_ONCE: Final = 32  # members: what they need stays in the processor's cache


def measure(network: Network, inputs: Block, targets: Block, n_train: int) -> Tensor:
    """Measure every member on all its points.

    Args:
        network: the stack.
        inputs: (M, n_inputs, P) the training points, then the test points of each member.
        targets: (M, 1, P) as the loss wants them.
        n_train: how many of the P points are training points.

    Returns:
        (M, 4) float64: train loss, test loss, and accuracy (or R2) of both, as in an `EpochRecord`.
    """
    found = []
    for low in range(0, network.places, _AT_ONCE):
        places = slice(low, low + _AT_ONCE)
        found.append(_measure(network, inputs.view[places], part(targets, places), places, n_train))
    return torch.cat(found)


def _measure(network: Network, x: Tensor, targets: Block, places: slice, n_train: int) -> Tensor:
    loss, n_points = LOSSES_STACKED[network.config.loss], targets.real.shape[2]
    view = network.answers(x, places)
    output = Block(view.view(-1), view, view[:, : network.config.sizes[-1], :n_points])
    values = loss.values(output, targets)  # (M, P)
    parts = (slice(None, n_train), slice(n_train, None))
    columns = [values[:, p].mean(dim=1) for p in parts]
    if network.config.task == "regression":
        columns += [_r2(output.real[:, 0, p], targets.real[:, 0, p]) for p in parts]
    else:
        right = _right(output.real, targets.real)  # (M, P)
        columns += [right[:, p].double().mean(dim=1) for p in parts]
    return torch.stack([column.double() for column in columns], dim=1)


def _right(output: Tensor, targets: Tensor) -> Tensor:
    if output.shape[1] > 1:
        return output.argmax(dim=1) == targets.squeeze(1)
    return ((output > 0) == (targets > 0)).squeeze(1)


def _r2(output: Tensor, targets: Tensor) -> Tensor:
    residual = (output - targets).square().sum(dim=1)
    total = (targets - targets.mean(dim=1, keepdim=True)).square().sum(dim=1)
    return 1 - residual / total


def as_record(epoch: int, numbers: Sequence[float], task: str) -> EpochRecord:
    """Write the four numbers of a member as a single run does."""
    train_loss, test_loss, train, test = numbers
    if task == "regression":
        return EpochRecord(epoch=epoch, train_loss=train_loss, test_loss=test_loss, train_r2=train, test_r2=test)
    return EpochRecord(
        epoch=epoch, train_loss=train_loss, test_loss=test_loss, train_accuracy=train, test_accuracy=test
    )


def why(config: TrainConfig, weights: Mapping[str, Tensor], record: EpochRecord) -> Stop:
    """Find the layer where a member's numbers stopped being finite, as a single run does."""
    run = Run(config)
    run.model.load_state_dict(weights)
    return diagnose(run, record) or Stop(epoch=record.epoch, layer="output layer")  # the latter for the types
