"""From a run to the bytes of a file."""

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import torch
from torch import Tensor

from core.checkpoints.limits import FILE_BYTES
from core.config import to_dict
from core.errors import CheckpointError
from core.models import build
from core.quoting import quoted
from core.training import EpochRecord, Snapshot, TrainState

FORMAT: Final = "torch-playground checkpoint"
VERSION: Final = 1
WHAT: Final = ("weights", "checkpoint")
MEASURES: Final = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "train_r2", "test_r2")


def save(state: TrainState, what: str = "checkpoint") -> bytes:
    """Write a run as the bytes of a `.pth` file.

    A checkpoint of a large network may outgrow the file limit by its snapshots; then every other one is left out,
    as often as needed. First and last stay, and what training goes on from is never left out.

    Args:
        state: the run.
        what: "weights" (the network's state_dict and nothing else) or "checkpoint" (all of the state).

    Raises:
        CheckpointError: `what` is neither.
    """
    if what not in WHAT:
        raise CheckpointError(f"what is saved must be one of {', '.join(WHAT)}; got {quoted(what)}")
    if what == "weights":
        model = build(state.config)
        model.load_state_dict(state.weights)
        return to_bytes(model.state_dict())
    snapshots = state.snapshots
    data = to_bytes(_plain(state, snapshots))
    while len(data) not in FILE_BYTES and len(snapshots) > 2:
        snapshots = (snapshots[0], *snapshots[1:][::-2][::-1])
        data = to_bytes(_plain(state, snapshots))
    return data


def to_bytes(value: Any) -> bytes:
    """Return what `torch.save` writes."""
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()


def _plain(state: TrainState, snapshots: Sequence[Snapshot]) -> dict[str, Any]:
    """Write a state as plain values and tensors."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "config": to_dict(state.config),
        "epoch": state.epoch,
        "weights": dict(state.weights),
        "gradients": dict(state.gradients),
        "optimizer": dict(state.optimizer),
        "random": dict(state.random),
        "history": _columns(state.history),
        "snapshots": {"epochs": [snapshot.epoch for snapshot in snapshots], "weights": _stacked(snapshots)},
        "stop": {"epoch": state.stop.epoch, "layer": state.stop.layer} if state.stop else None,
    }


def _columns(history: Sequence[EpochRecord]) -> dict[str, Tensor]:
    """Write each measure as one tensor (epoch + 1,), float64; measures that the task does not have are left out."""
    rows = {name: [getattr(record, name) for record in history] for name in MEASURES}
    return {
        name: torch.tensor([math.nan if value is None else value for value in values], dtype=torch.float64)
        for name, values in rows.items()
        if any(value is not None for value in values)
    }


def _stacked(snapshots: Sequence[Snapshot]) -> Mapping[str, Tensor]:
    """Stack the snapshots of each parameter: (n_snapshots, *shape)."""
    return {name: torch.stack([snapshot.weights[name] for snapshot in snapshots]) for name in snapshots[0].weights}
