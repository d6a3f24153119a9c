"""Every setting of a training run: valid, or it does not exist."""

from dataclasses import dataclass
from itertools import pairwise

import torch

from core.config import layers
from core.config.changes import Change, check_changes, read_changes
from core.config.checks import check_loss, check_names, check_numbers, check_size, check_update, fill_data
from core.config.limits import DTYPES
from core.config.steps import all_steps, steps_in_epoch
from core.datasets import n_classes
from core.datasets.split import n_test
from core.tables import Table


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
        activation: a key of `core.activations.ACTIVATIONS`, after each hidden layer; or one for each of them, with
            commas between: "ReLU, Tanh".
        init: a key of `core.initialisations.INITIALISATIONS`.
        init_scale: standard deviation for the initialisation "normal".
        loss: a key of `core.losses.LOSSES`.
        optimizer: a key of `core.optimizers.OPTIMIZERS`.
        lr: learning rate.
        schedule: a key of `core.schedules.SCHEDULES`: how the learning rate goes on from epoch to epoch.
        momentum: for the optimizers that take it.
        weight_decay: the optimizer's own.
        regularization: a key of `core.regularization.REGULARIZATIONS`: a penalty on the weights in the loss.
        regularization_rate: its factor.
        dropout: probability that a hidden neuron is silent in a training step.
        batch_size: points per step; None is all of them (full batch).
        shuffle: whether the points are put in a new order in each epoch.
        epochs: passes over the training points.
        target_loss: the run ends when its train loss is this or less; 0 for not at all.
        patience: the run ends after so many epochs without a lower test loss; 0 for not at all.
        seed: of data, weights, order and dropout, each with a generator of its own.
        data_seed: of the data alone; None: seed.
        playground_seed: a seed of TensorFlow Playground, such as "0.42": its own stream draws the points, and the
            weights where init is "uniform ±0.5"; kept for its six data sets only, empty for none.
        dtype: "float32" or "float64".
        device: "cpu" or "cuda"; the latter falls back to the former where there is none.
        update: what happens after backward(): "optimizer.step()", "by hand" (w -= lr * grad) or "none".
        zero_grad: whether gradients are cleared before each backward().
        changes: what changes after which epoch, as `core.config.changes` reads it; empty for nothing.

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
    schedule: str = "constant"
    momentum: float = 0.9
    weight_decay: float = 0.0
    regularization: str = "none"
    regularization_rate: float = 0.0
    dropout: float = 0.0
    batch_size: int | None = None
    shuffle: bool = True
    epochs: int = 300
    target_loss: float = 0.0
    patience: int = 0
    seed: int = 42
    data_seed: int | None = None
    playground_seed: str = ""
    dtype: str = "float32"
    device: str = "cpu"
    update: str = "optimizer.step()"
    zero_grad: bool = True
    changes: str = ""

    def __post_init__(self) -> None:
        """Check every setting and fill in the data set's own values."""
        check_names(self)
        check_numbers(self)
        fill_data(self)
        check_loss(self)
        check_update(self)
        check_changes(self)
        check_size(self)

    @property
    def n_classes(self) -> int:
        """How many classes the data has; 0 for regression."""
        return n_classes(self)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of every layer, inputs and outputs included."""
        return layers.sizes(self)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation after each layer of weights; the last one is the output's, "Identity" where it has none."""
        return layers.activations(self)

    @property
    def hidden_activations(self) -> tuple[str, ...]:
        """The activation after each hidden layer."""
        return layers.hidden_activations(self)

    @property
    def n_parameters(self) -> int:
        """Weights and biases together."""
        return sum((n_in + 1) * n_out for n_in, n_out in pairwise(self.sizes))

    @property
    def parameter_shapes(self) -> dict[str, tuple[int, ...]]:
        """Weights and biases by their names in the state_dict."""
        return layers.parameter_shapes(self)

    @property
    def changed(self) -> tuple[Change, ...]:
        """What changes on the way, in the order of epochs."""
        return read_changes(self.changes)

    @property
    def n_train(self) -> int:
        """Training points (an upper bound where rows with missing values are dropped)."""
        return (self.n_samples or 0) - n_test(self.n_samples or 0, self.train_share or 0)

    @property
    def steps_per_epoch(self) -> int:
        """Optimizer steps in one epoch, as long as nothing changes; the last batch may be short."""
        return steps_in_epoch(self, self.batch_size)

    @property
    def steps(self) -> int:
        """Optimizer steps in all epochs."""
        return all_steps(self)

    @property
    def torch_dtype(self) -> torch.dtype:
        """The dtype of data and weights."""
        return DTYPES[self.dtype]
