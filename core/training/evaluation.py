"""How good a network is as it stands, and where its numbers broke."""

import math

import torch
from torch import Tensor

from core.models import layer_names
from core.training.records import EpochRecord
from core.training.run import Run
from core.training.state import Stop


@torch.inference_mode()
def evaluate(run: Run, epoch: int) -> EpochRecord:
    """Measure the network as it stands, without dropout."""
    train, test = run.outputs()
    numbers: dict[str, float] = {}
    for part, output, targets in (("train", train, run.targets), ("test", test, run.test_targets)):
        numbers[f"{part}_loss"] = run.loss(output, targets).item()
        if run.data.task == "classification":
            y = getattr(run.data, part).y
            numbers[f"{part}_accuracy"] = (run.loss_spec.classify(output).cpu() == y).count_nonzero().item() / len(y)
        else:
            numbers[f"{part}_r2"] = r2(output, targets)
    return EpochRecord(epoch=epoch, **numbers)


@torch.no_grad()
def diagnose(run: Run, record: EpochRecord) -> Stop | None:
    """Find the first layer with a number that is not finite, if the losses are not."""
    if math.isfinite(record.train_loss) and math.isfinite(record.test_loss):
        return None
    names = layer_names(run.model)
    for key, layer in run.model.named_children():
        if any(not p.isfinite().all() for p in layer.parameters()):
            return Stop(epoch=record.epoch, layer=names[key])
    hidden, name = torch.cat([run.x, run.x_test]), "output layer"
    for key, layer in run.model.named_children():
        name = names.get(key, name)
        hidden = layer(hidden)
        if not hidden.isfinite().all():
            break
    return Stop(epoch=record.epoch, layer=name)


def r2(output: Tensor, targets: Tensor) -> float:
    """Return the coefficient of determination: 1 is perfect, 0 no better than the mean of the targets.

    It is the explained share of their variance: nan where they are all equal and have none.
    """
    if targets.min() == targets.max():
        return math.nan
    residual = (output - targets).square().sum()
    total = (targets - targets.mean()).square().sum()
    return (1 - residual / total).item()
