"""A run as a script of plain PyTorch, built from the very functions that ran."""

from core.config import TrainConfig
from core.datasets import DATASETS, SeedRandom
from core.datasets.tfplayground_stream import stream_points
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.models import SeededDropout, fill_from_stream
from core.regularization import REGULARIZATIONS
from core.script.data import data_code
from core.script.loop import loop_code
from core.script.network import network_code
from core.source import keep
from core.tables import spread
from core.training import r2, step_and_prune

keep([SeededDropout, SeedRandom, fill_from_stream, stream_points, spread, r2, step_and_prune])
keep(dataset.make for dataset in DATASETS.values())
keep(initialisation.fill for initialisation in INITIALISATIONS.values())
keep(loss.encode for loss in LOSSES.values())
keep(regularization.penalty for regularization in REGULARIZATIONS.values() if regularization.penalty)


def training_script(config: TrainConfig, last: int | None = None) -> str:
    """Write the script of a run.

    Args:
        config: its settings. For "your CSV" the script imports the playground's own reader, everything else runs
            with torch (and scikit-learn, where the data comes from there) alone.
        last: the epoch that the run was stopped after; None for the config's last.
    """
    parts = [imports(config), data_code(config), network_code(config), loop_code(config, last or config.epochs)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def imports(config: TrainConfig) -> str:
    """Write the imports of a script."""
    lines = ["import math", "", "import torch", "from torch import Tensor, nn"]
    if config.table is not None:
        lines += ["", "from core.config import from_dict", "from core.datasets import load"]
        lines += ["from core.tables import read_csv"]
    elif DATASETS[config.dataset].split == "shuffled":
        lines.append("from sklearn.model_selection import train_test_split")
    return "\n".join([*lines, "", "torch.set_num_threads(1)"])
