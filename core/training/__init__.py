"""Training as a pure step over a serialisable state: advancing in any pieces equals advancing at once, bit for bit."""

from core.training.evaluation import r2
from core.training.loop import advance, start, train
from core.training.pruning import step_and_prune
from core.training.run import device_of
from core.training.state import N_SNAPSHOTS, EpochRecord, Snapshot, Stop, TrainState, snapshot_epochs

__all__ = [
    "N_SNAPSHOTS",
    "EpochRecord",
    "Snapshot",
    "Stop",
    "TrainState",
    "advance",
    "device_of",
    "r2",
    "snapshot_epochs",
    "start",
    "step_and_prune",
    "train",
]
