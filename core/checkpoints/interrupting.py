"""One run, interrupted: resumed from a checkpoint, resumed from its weights alone, and never interrupted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from torch import Tensor

from core.checkpoints.resuming import resume
from core.checkpoints.saving import save
from core.config import TrainConfig
from core.errors import CheckpointError
from core.training import TrainState, advance, start


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """Three ways to the end of one run.

    Attributes:
        interrupted: the run at the epoch where it was interrupted.
        at_once: the run without interruption.
        resumed: what goes on from the checkpoint.
        weights_only: what goes on from the weights with a new optimizer and new random numbers.
    """

    interrupted: TrainState
    at_once: TrainState
    resumed: TrainState
    weights_only: TrainState


def interrupt(config: TrainConfig, epoch: int) -> Interruption:
    """Interrupt a run after `epoch` epochs and go on in both ways.

    Raises:
        CheckpointError: the epoch is not within the run.
        PlaygroundError: the data cannot be used as asked.
    """
    if not 0 <= epoch <= config.epochs:
        raise CheckpointError(f"the epoch to interrupt at must lie in [0, {config.epochs}], got {epoch}")
    fresh = start(config)
    interrupted = advance(fresh, epoch)
    forgetful = replace(interrupted, optimizer=fresh.optimizer, gradients=fresh.gradients, random=fresh.random)
    return Interruption(
        interrupted=interrupted,
        at_once=advance(interrupted, config.epochs),
        resumed=advance(resume(save(interrupted)), config.epochs),
        weights_only=advance(forgetful, config.epochs),
    )


def remembered(state: TrainState) -> int:
    """Count the numbers that a run's optimizer keeps for each weight; those it keeps once for all do not count."""
    kept = [item for memory in state.optimizer["state"].values() for item in memory.values()]
    return sum(item.numel() for item in kept if isinstance(item, Tensor) and item.ndim) // state.config.n_parameters


def largest_difference(first: Mapping[str, Tensor], second: Mapping[str, Tensor]) -> float:
    """Return the largest |difference| between the same weights of two networks; 0 only if all are equal."""
    return max((first[name] - second[name]).abs().max().item() for name in first)
