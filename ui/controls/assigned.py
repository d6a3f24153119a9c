"""A config as the values of the widgets that choose it."""

from typing import Any

from core.config import TrainConfig
from core.datasets import DATASETS
from core.losses import default_loss
from ui.controls.defaults import AUTO, FULL
from ui.wording import written

_SAME = (
    "n_samples", "noise", "train_share", "activation", "optimizer", "schedule", "epochs", "seed", "init", "init_scale",
    "momentum", "weight_decay", "regularization", "regularization_rate", "dropout", "dtype", "update", "shuffle",
    "zero_grad", "dataset", "playground_seed", "true_weight", "true_bias", "changes", "target_loss",
    "patience",
)  # fmt: skip
_OF_A_TABLE = ("target", "task", "missing")


def widget_values(config: TrainConfig) -> dict[str, Any]:
    """Return what every widget of the Training page shows for a config, by key; not the file it may need."""
    usual = default_loss(config.task, config.n_classes)
    whole_table = len(config.features) > 2 and config.features == DATASETS[config.dataset].columns
    same = (*_SAME, *_OF_A_TABLE) if config.table else _SAME
    return {name: getattr(config, name) for name in same} | {
        "features": [] if whole_table else list(config.features),
        "lr": written(config.lr),
        "hidden": ", ".join(map(str, config.hidden)),
        "data_seed": "" if config.data_seed is None else str(config.data_seed),
        "batch_size": FULL if config.batch_size is None else str(config.batch_size),
        "loss": AUTO if config.loss == usual else config.loss,
    }
