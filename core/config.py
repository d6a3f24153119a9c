"""Every setting of a training run: valid, or it does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any, Final

import torch

from core.activations import ACTIVATIONS
from core.datasets import DATASETS, input_names, n_classes
from core.datasets.recipe import recipe
from core.datasets.split import n_test
from core.errors import ConfigError
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES, default_loss
from core.optimizers import OPTIMIZERS
from core.ranges import Range, check_name
from core.regularization import REGULARIZATIONS
from core.tables import Table

EPOCHS: Final = Range(1, 10_000)
LR: Final = Range(1e-5, 10)
MOMENTUM: Final = Range(0, 0.999)
WEIGHT_DECAY: Final = Range(0, 1)
REGULARIZATION_RATE: Final = Range(0, 10)
DROPOUT: Final = Range(0, 0.9)
TRAIN_SHARE: Final = Range(0.1, 0.9)
BATCH_SIZE: Final = Range(1, 5_000)
SEED: Final = Range(0, 2**31 - 1)
INIT_SCALE: Final = Range(0, 10)
TRUE_WEIGHT: Final = Range(-10, 10)
TRUE_BIAS: Final = Range(-10, 10)
HIDDEN_LAYERS: Final = Range(0, 8)
NEURONS: Final = Range(1, 64)
PARAMETERS: Final = Range(1, 20_000)
STEPS: Final = Range(1, 200_000)
WORK: Final = Range(1, 2e10)

DTYPES: Final[Mapping[str, torch.dtype]] = {"float32": torch.float32, "float64": torch.float64}
DEVICES: Final = ("cpu", "cuda")
UPDATES: Final = ("optimizer.step()", "by hand", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """Every setting of a training run, with defaults; all numbers are dimensionless.

    Settings left at None (or empty) take the data set's own value, so that a finished config always holds
    the value itself.

    Attributes:
        dataset: a key of `core.datasets.DATASETS`.
        n_samples: points drawn, train and test together.
        noise: what it means is the data set's; 0 is none.
        train_share: the part of the points that is trained on, in [0.1, 0.9].
        true_weight: slope of the straight line.
        true_bias: intercept of the straight line.
        features: what the network is fed: names of `core.features.FEATURES`, or a table's columns.
        table: the learner's own table, for the data set "your CSV".
        target: the column to predict in it.
        task: "classification" or "regression"; for built-in data sets it is theirs.
        missing: what to do with missing values in it, a key of `core.tables.MISSING`.
        hidden: neurons of each hidden layer.
        activation: a key of `core.activations.ACTIVATIONS`, after each hidden layer.
        init: a key of `core.initialisations.INITIALISATIONS`.
        init_scale: standard deviation for the initialisation "normal".
        loss: a key of `core.losses.LOSSES`.
        optimizer: a key of `core.optimizers.OPTIMIZERS`.
        lr: learning rate.
        momentum: for the optimizers that take it.
        weight_decay: the optimizer's own.
        regularization: a key of `core.regularization.REGULARIZATIONS`: a penalty on the weights in the loss.
        regularization_rate: its factor.
        dropout: probability that a hidden neuron is silent in a training step.
        batch_size: points per step; None is all of them (full batch).
        shuffle: whether the points are put in a new order in each epoch.
        epochs: passes over the training points.
        seed: of data, weights, order and dropout, each with a generator of its own.
        dtype: "float32" or "float64".
        device: "cpu" or "cuda"; the latter falls back to the former where there is none.
        update: what happens after backward(): "optimizer.step()", "by hand" (w -= lr * grad) or "none".
        zero_grad: whether gradients are cleared before each backward().

    Raises:
        ConfigError: one sentence with the setting, what is allowed and what was given.
    """

    dataset: str = "circles"
    n_samples: int | None = None
    noise: float | None = None
    train_share: float | None = None
    true_weight: float = 0.7
    true_bias: float = 0.3
    features: tuple[str, ...] = ()
    table: Table | None = None
    target: str = ""
    task: str = ""
    missing: str = ""
    hidden: tuple[int, ...] = (8, 8)
    activation: str = "ReLU"
    init: str = "PyTorch default"
    init_scale: float = 1.0
    loss: str = ""
    optimizer: str = "SGD"
    lr: float = 0.1
    momentum: float = 0.9
    weight_decay: float = 0.0
    regularization: str = "none"
    regularization_rate: float = 0.0
    dropout: float = 0.0
    batch_size: int | None = None
    shuffle: bool = True
    epochs: int = 300
    seed: int = 42
    dtype: str = "float32"
    device: str = "cpu"
    update: str = "optimizer.step()"
    zero_grad: bool = True

    def __post_init__(self) -> None:
        """Check every setting and fill in the data set's own values."""
        self._check_names()
        self._check_numbers()
        _fill_data(self)
        self._check_loss()
        _check_size(self)

    def _check_names(self) -> None:
        check_name("dataset", self.dataset, DATASETS)
        check_name("activation", self.activation, ACTIVATIONS)
        check_name("init", self.init, INITIALISATIONS)
        check_name("optimizer", self.optimizer, OPTIMIZERS)
        check_name("regularization", self.regularization, REGULARIZATIONS)
        check_name("dtype", self.dtype, DTYPES)
        check_name("device", self.device, DEVICES)
        check_name("update", self.update, UPDATES)
        if self.table is not None and not isinstance(self.table, Table):
            raise ConfigError(f"table must be a table that was read from a CSV file, got {self.table!r}")
        for name in ("target", "task", "missing", "loss"):
            if not isinstance(getattr(self, name), str):
                raise ConfigError(f"{name} must be text, got {getattr(self, name)!r}")
        for name in ("shuffle", "zero_grad"):
            if not isinstance(getattr(self, name), bool):
                raise ConfigError(f"{name} must be True or False, got {getattr(self, name)!r}")

    def _check_numbers(self) -> None:
        EPOCHS.check_count("epochs", self.epochs)
        SEED.check_count("seed", self.seed)
        LR.check("lr", self.lr)
        MOMENTUM.check("momentum", self.momentum)
        WEIGHT_DECAY.check("weight_decay", self.weight_decay)
        REGULARIZATION_RATE.check("regularization_rate", self.regularization_rate)
        DROPOUT.check("dropout", self.dropout)
        INIT_SCALE.check("init_scale", self.init_scale)
        TRUE_WEIGHT.check("true_weight", self.true_weight)
        TRUE_BIAS.check("true_bias", self.true_bias)
        if self.batch_size is not None:
            BATCH_SIZE.check_count("batch_size", self.batch_size)
        _check_hidden(self.hidden)

    def _check_loss(self) -> None:
        classes = self.n_classes
        if not self.loss:
            _set(self, "loss", default_loss(self.task, classes))
        check_name("loss", self.loss, LOSSES)
        if not LOSSES[self.loss].accepts(self.task, classes):
            what = f"{classes} classes" if classes else "a number as target"
            fitting = [name for name, loss in LOSSES.items() if loss.accepts(self.task, classes)]
            raise ConfigError(f"loss {self.loss} does not fit {what}; {', '.join(fitting)} would")
        if self.update == "by hand" and (self.optimizer != "SGD" or self.weight_decay):
            raise ConfigError(
                f"update by hand is w -= lr * grad, plain SGD without weight_decay; got optimizer {self.optimizer}"
                f" and weight_decay {self.weight_decay:g}"
            )

    @property
    def n_classes(self) -> int:
        """How many classes the data has; 0 for regression."""
        return n_classes(self)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of every layer, inputs and outputs included."""
        outputs = self.n_classes if LOSSES[self.loss].per_class else 1
        return (len(input_names(self)), *self.hidden, outputs)

    @property
    def n_parameters(self) -> int:
        """Weights and biases together."""
        return sum((n_in + 1) * n_out for n_in, n_out in pairwise(self.sizes))

    @property
    def n_train(self) -> int:
        """Training points (an upper bound where rows with missing values are dropped)."""
        return (self.n_samples or 0) - n_test(self.n_samples or 0, self.train_share or 0)

    @property
    def steps_per_epoch(self) -> int:
        """Optimizer steps in one epoch; the last batch may be short."""
        return -(-self.n_train // (self.batch_size or self.n_train))

    @property
    def torch_dtype(self) -> torch.dtype:
        """The dtype of data and weights."""
        return DTYPES[self.dtype]


def to_dict(config: TrainConfig) -> dict[str, Any]:
    """Write a config as plain values; of a learner's own table only the digest is kept."""
    values = {field.name: getattr(config, field.name) for field in fields(config)}
    values["features"], values["hidden"] = list(config.features), list(config.hidden)
    values["table"] = config.table.digest if config.table else None
    return values


def from_dict(values: Mapping[str, Any], table: Table | None = None) -> TrainConfig:
    """Read a config from plain values.

    Args:
        values: as `to_dict` writes them.
        table: the learner's table, where the config was made with one.

    Raises:
        ConfigError: an unknown setting, a value out of range, or the wrong table.
    """
    known = {field.name for field in fields(TrainConfig)}
    unknown = sorted(str(name) for name in values if name not in known)
    if unknown:
        raise ConfigError(f"unknown setting {unknown[0]!r}")
    if values.get("table") and (table is None or table.digest != values["table"]):
        raise ConfigError("this run was trained on a CSV file of its author: upload the same file first")
    settings = dict(values) | {"table": table if values.get("table") else None}
    for name in ("features", "hidden"):
        if name in settings and not isinstance(settings[name], list | tuple):
            raise ConfigError(f"{name} must be a list, got {settings[name]!r}")
        if name in settings:
            settings[name] = tuple(settings[name])
    return TrainConfig(**settings)


def _set(config: TrainConfig, name: str, value: object) -> None:
    object.__setattr__(config, name, value)


def _check_hidden(hidden: tuple[int, ...]) -> None:
    if not isinstance(hidden, tuple) or len(hidden) not in HIDDEN_LAYERS:
        raise ConfigError(f"hidden must be a tuple of at most {HIDDEN_LAYERS.high:g} layer sizes, got {hidden!r}")
    for index, size in enumerate(hidden, start=1):
        NEURONS.check_count(f"hidden layer {index}", size)


def _fill_data(config: TrainConfig) -> None:
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


def _check_size(config: TrainConfig) -> None:
    """Bound what one run may cost a public host."""
    if config.n_parameters not in PARAMETERS:
        raise ConfigError(
            f"hidden {config.hidden} makes {config.n_parameters:,} parameters;"
            f" at most {PARAMETERS.high:,.0f} are allowed"
        )
    steps = config.epochs * config.steps_per_epoch
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
