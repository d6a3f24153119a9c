"""The rules of a training run's settings: each refusal names the setting, the range and the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.config.layers import check_layers
from core.config.limits import (
    BATCH_SIZE,
    DEVICES,
    DROPOUT,
    DTYPES,
    EPOCHS,
    INIT_SCALE,
    LR,
    MOMENTUM,
    PARAMETERS,
    PATIENCE,
    REGULARIZATION_RATE,
    SEED,
    SEED_TEXT,
    STEPS,
    TARGET_LOSS,
    TRAIN_SHARE,
    TRUE_BIAS,
    TRUE_WEIGHT,
    UPDATES,
    WEIGHT_DECAY,
    WORK,
)
from core.datasets import DATASETS
from core.datasets.recipe import recipe
from core.errors import ConfigError
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES, default_loss
from core.optimizers import OPTIMIZERS
from core.quoting import quoted
from core.ranges import check_name
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES
from core.tables import Table

if TYPE_CHECKING:
    from core.config.train import TrainConfig


def check_names(config: TrainConfig) -> None:
    """Refuse a name that no registry has, and what is no text or no yes or no."""
    check_name("dataset", config.dataset, DATASETS)
    check_layers(config)
    check_name("init", config.init, INITIALISATIONS)
    check_name("optimizer", config.optimizer, OPTIMIZERS)
    check_name("schedule", config.schedule, SCHEDULES)
    check_name("regularization", config.regularization, REGULARIZATIONS)
    check_name("dtype", config.dtype, DTYPES)
    check_name("device", config.device, DEVICES)
    check_name("update", config.update, UPDATES)
    if config.table is not None and not isinstance(config.table, Table):
        raise ConfigError(f"table must be a table that was read from a CSV file, got {quoted(config.table)}")
    for name in ("target", "task", "missing", "loss", "playground_seed", "changes"):
        if not isinstance(getattr(config, name), str):
            raise ConfigError(f"{name} must be text, got {quoted(getattr(config, name))}")
    for name in ("shuffle", "zero_grad"):
        if not isinstance(getattr(config, name), bool):
            raise ConfigError(f"{name} must be True or False, got {quoted(getattr(config, name))}")


def check_numbers(config: TrainConfig) -> None:
    """Refuse a number outside its range."""
    EPOCHS.check_count("epochs", config.epochs)
    SEED.check_count("seed", config.seed)
    if config.data_seed is not None:
        SEED.check_count("data_seed", config.data_seed)
    PATIENCE.check_count("patience", config.patience)
    TARGET_LOSS.check("target_loss", config.target_loss)
    LR.check("lr", config.lr)
    MOMENTUM.check("momentum", config.momentum)
    WEIGHT_DECAY.check("weight_decay", config.weight_decay)
    REGULARIZATION_RATE.check("regularization_rate", config.regularization_rate)
    DROPOUT.check("dropout", config.dropout)
    INIT_SCALE.check("init_scale", config.init_scale)
    TRUE_WEIGHT.check("true_weight", config.true_weight)
    TRUE_BIAS.check("true_bias", config.true_bias)
    if config.batch_size is not None:
        BATCH_SIZE.check_count("batch_size", config.batch_size)
    if len(config.playground_seed) not in SEED_TEXT:
        raise ConfigError(
            f"playground_seed must have at most {SEED_TEXT.high:g} characters, got {len(config.playground_seed):,}"
        )


def check_loss(config: TrainConfig) -> None:
    """Fill in the usual loss; refuse one that does not fit the data."""
    classes = config.n_classes
    if not config.loss:
        _set(config, "loss", default_loss(config.task, classes))
    check_name("loss", config.loss, LOSSES)
    if not LOSSES[config.loss].accepts(config.task, classes):
        what = f"{classes} classes" if classes else "a number as target"
        fitting = [name for name, loss in LOSSES.items() if loss.accepts(config.task, classes)]
        raise ConfigError(f"loss {config.loss} does not fit {what}; {', '.join(fitting)} would")


def check_update(config: TrainConfig) -> None:
    """Refuse an update that does not fit the optimizer, the schedule or the penalty."""
    if config.update == "by hand" and (config.optimizer != "SGD" or config.weight_decay):
        raise ConfigError(
            f"update by hand is w -= lr * grad, plain SGD without weight_decay; got optimizer {config.optimizer}"
            f" and weight_decay {config.weight_decay:g}"
        )
    if config.update == "by hand" and config.schedule != "constant":
        raise ConfigError(
            "update by hand is w -= lr * grad, without an optimizer whose lr a schedule could set;"
            f" got schedule {config.schedule}, constant would fit"
        )
    if REGULARIZATIONS[config.regularization].prunes and config.update != "optimizer.step()":
        raise ConfigError(f"regularization {config.regularization} needs update optimizer.step(), got {config.update}")


def _set(config: TrainConfig, name: str, value: object) -> None:
    object.__setattr__(config, name, value)


def fill_data(config: TrainConfig) -> None:
    """Put the data set's own values where None or nothing stands; this also refuses what the data does not have."""
    if (config.dataset == "your CSV") != (config.table is not None):
        raise ConfigError(f"a table and the data set 'your CSV' go together; got dataset {config.dataset!r}")
    dataset, made = DATASETS[config.dataset], recipe(config)
    TRAIN_SHARE.check("train_share", made.train_share)
    is_table = dataset.kind == "table"
    table_rows = config.table.n_rows if config.table else dataset.n_samples
    _set(config, "features", made.features)
    _set(config, "train_share", made.train_share)
    _set(config, "n_samples", table_rows if is_table else made.n_samples)
    _set(config, "noise", made.noise)
    _set(config, "task", made.task or dataset.task)
    _set(config, "target", made.target)
    _set(config, "missing", made.missing)
    _set(config, "playground_seed", made.playground_seed)


def check_size(config: TrainConfig) -> None:
    """Bound what one run may cost a public host."""
    if config.n_parameters not in PARAMETERS:
        raise ConfigError(
            f"hidden {config.hidden} makes {config.n_parameters:,} parameters;"
            f" at most {PARAMETERS.high:,.0f} are allowed"
        )
    steps = config.steps
    if steps not in STEPS:
        raise ConfigError(
            f"epochs x batches is {steps:,} optimizer steps; at most {STEPS.high:,.0f} are allowed:"
            " choose fewer epochs or a larger batch_size"
        )
    work = config.epochs * config.n_train * config.n_parameters
    if work not in WORK:
        raise ConfigError(
            f"epochs x samples x parameters is {work:.1e}; at most {WORK.high:.0e} is allowed:"
            " choose fewer epochs, fewer samples or a smaller network"
        )
