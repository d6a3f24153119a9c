"""A run inside an epoch: after some of its batches, found anew from the last whole epoch."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from core.datasets import load
from core.training.evaluation import evaluate
from core.training.now import settings_in
from core.training.records import EpochRecord
from core.training.run import Batch, Run
from core.training.state import TrainState


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Within:
    """A run after a batch of an epoch.

    Attributes:
        epoch: the epoch that the batch belongs to; the first is 1.
        batch: its number in its epoch, from 1.
        n_batches: how many that epoch has.
        weights: by their names in the state_dict, after the batch.
        rows: the places of the batch's points among the training points.
        own: loss of these points before and after the step, without penalty or dropout.
        before: how good the network was before the step; its epoch is the last whole one.
        after: how good it is after it.
    """

    epoch: int
    batch: int
    n_batches: int
    weights: Mapping[str, Tensor]
    rows: tuple[int, ...]
    own: tuple[float, float]
    before: EpochRecord
    after: EpochRecord


def within(state: TrainState, batch: int) -> Within:
    """Do the batches of the epoch that follows a state up to this one.

    Args:
        state: between two epochs, before the last; it stays as it is.
        batch: from 1 to the number of batches; a larger number is the last one.
    """
    run, batches, batch = before_batch(state, batch)
    inputs, targets = batches[batch - 1]
    before, own = evaluate(run, state.epoch), _loss(run, inputs, targets)
    run.model.train()
    run.step(inputs, targets)
    return Within(
        epoch=state.epoch + 1,
        batch=batch,
        n_batches=len(batches),
        weights=run.weights(),
        rows=tuple(run.rows[batch - 1].tolist()),
        own=(own, _loss(run, inputs, targets)),
        before=before,
        after=evaluate(run, state.epoch),
    )


def before_batch(state: TrainState, batch: int) -> tuple[Run, list[Batch], int]:
    """Bring a run to just before a batch of the next epoch; return it with all batches and the number of this one."""
    run = Run(state.config)
    run.restore(state)
    run.begin(state.epoch + 1)
    batches = run.batches()
    batch = max(1, min(batch, len(batches)))
    run.model.train()
    for inputs, targets in batches[: batch - 1]:
        run.step(inputs, targets)
    return run, batches, batch


def count_batches(state: TrainState) -> int:
    """Return how many steps the epoch has that follows a state."""
    n = len(load(state.config).train.x)
    return -(-n // (settings_in(state.config, state.epoch + 1).batch_size or n))


@torch.inference_mode()
def _loss(run: Run, inputs: Tensor, targets: Tensor) -> float:
    run.model.eval()
    return float(run.loss(run.model(inputs), targets).item())
