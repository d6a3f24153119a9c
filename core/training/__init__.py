"""Training as a pure step over a serialisable state: advancing in any pieces equals advancing at once, bit for bit."""

from core.training.diagnosis import BETTER, Diagnosis, diagnose_learning, is_straight, learned
from core.training.evaluation import r2
from core.training.loop import advance, start, train
from core.training.now import Now, data_in, noise_varies, settings_in
from core.training.pruning import step_and_prune
from core.training.reaching import Reached
from core.training.records import Broken, EpochRecord
from core.training.run import device_of
from core.training.state import N_SNAPSHOTS, Snapshot, Stop, TrainState, snapshot_epochs
from core.training.within import Within, count_batches, within

__all__ = [
    "BETTER",
    "N_SNAPSHOTS",
    "Broken",
    "Diagnosis",
    "EpochRecord",
    "Now",
    "Reached",
    "Snapshot",
    "Stop",
    "TrainState",
    "Within",
    "advance",
    "count_batches",
    "data_in",
    "device_of",
    "diagnose_learning",
    "is_straight",
    "learned",
    "noise_varies",
    "r2",
    "settings_in",
    "snapshot_epochs",
    "start",
    "step_and_prune",
    "train",
    "within",
]
