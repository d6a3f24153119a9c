"""States compared bit for bit."""

from dataclasses import fields
from typing import Any

from torch import Tensor

from core.training import (
    TrainState,
)

SMALL: dict[str, Any] = {"dataset": "spiral", "n_samples": 30, "hidden": (4,), "epochs": 6, "batch_size": 4}


def bits(value: Any) -> Any:
    """A value that is equal only where every bit, dtype and key is."""
    if isinstance(value, Tensor):
        return str(value.dtype), tuple(value.shape), value.numpy().tobytes()
    if isinstance(value, dict):
        return {key: bits(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [bits(item) for item in value]
    return value.hex() if isinstance(value, float) else value


def everything(state: TrainState) -> dict[str, Any]:
    """Every bit of a state."""
    found = {field.name: bits(getattr(state, field.name)) for field in fields(state)}
    records = [(record.epoch, bits([record.train_loss, record.test_loss])) for record in state.history]
    metrics = [bits([r.train_accuracy, r.test_accuracy, r.train_r2, r.test_r2]) for r in state.history]
    snapshots = [(snapshot.epoch, bits(dict(snapshot.weights))) for snapshot in state.snapshots]
    return found | {"history": (records, metrics), "snapshots": snapshots}
