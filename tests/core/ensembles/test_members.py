"""A member of a stack is the run that its config describes: the same as alone, to the last bits of float32."""

import math
from dataclasses import replace
from typing import Any

import pytest

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import DATASETS, load
from core.ensembles import ManyState, fan, groups, train_many
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.tables import read_csv, sample_csv
from core.training import TrainState, train

SMALL: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 30, "hidden": (5, 4), "activation": "Tanh", "epochs": 6, "batch_size": 4,
    "lr": 0.03,
}  # fmt: skip


def difference(state: ManyState, index: int, alone: TrainState) -> float:
    """The largest difference in any record or weight, of numbers beside 1."""
    records, weights = state.history(index), state.weights(index)
    assert [r.epoch for r in records] == [r.epoch for r in alone.history]
    assert list(weights) == list(alone.weights)
    names = ["train_loss", "test_loss"]
    names += ["train_r2", "test_r2"] if alone.config.task == "regression" else ["train_accuracy", "test_accuracy"]
    pairs = [(getattr(a, n), getattr(b, n)) for a, b in zip(records, alone.history, strict=True) for n in names]
    pairs += [
        pair
        for name, tensor in alone.weights.items()
        for pair in zip(weights[name].flatten().tolist(), tensor.flatten().tolist(), strict=True)
    ]
    assert all(weights[name].shape == tensor.shape for name, tensor in alone.weights.items())
    assert all(weights[name].dtype == tensor.dtype for name, tensor in alone.weights.items())
    return max(abs(a - b) / max(1.0, abs(b)) for a, b in pairs)


def assert_same_as_alone(configs: tuple[TrainConfig, ...], tolerance: float = 1e-5) -> None:
    assert [group.stacked for group in groups(configs)] == [True], "the test is about stacks"
    state = train_many(configs)
    for index, config in enumerate(configs):
        alone = train(config)
        assert difference(state, index, alone) < tolerance
        assert len({tuple(config.sizes) for config in configs}) == 1


def seeds(**settings: Any) -> tuple[TrainConfig, ...]:
    return fan(TrainConfig(**SMALL | settings), 3)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation(activation):
    assert_same_as_alone(seeds(activation=activation))
    assert_same_as_alone(seeds(activation=activation, dtype="float64"), 1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("decay", [0.0, 0.05])
def test_every_optimizer(optimizer, decay):
    exact = 1e-5 if optimizer == "NAdam" else 1e-9  # torch keeps NAdam's mu_product in float32
    assert_same_as_alone(seeds(optimizer=optimizer, weight_decay=decay, dtype="float64"), exact)
    # Adam and its kin divide by gradients near 0, which makes more of float32's last bits.
    assert_same_as_alone(seeds(optimizer=optimizer, weight_decay=decay, lr=0.003), 1e-4)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_of_two_classes(loss):
    assert_same_as_alone(seeds(loss=loss))


@pytest.mark.parametrize("loss", [name for name, loss in LOSSES.items() if "regression" in loss.tasks])
def test_every_loss_of_regression(loss):
    assert_same_as_alone(seeds(dataset="noisy sine", loss=loss))


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", ["SGD", "AdamW"])
def test_every_schedule(schedule, optimizer):
    settings = {"schedule": schedule, "optimizer": optimizer, "weight_decay": 0.05, "dtype": "float64"}
    assert_same_as_alone(seeds(**settings), 1e-11)
    assert_same_as_alone(seeds(schedule=schedule))


def test_schedules_beside_each_other():
    config = TrainConfig(**SMALL, optimizer="Momentum")
    assert_same_as_alone(tuple(replace(config, schedule=name, lr=lr) for name in SCHEDULES for lr in (0.01, 0.07)))


def test_more_than_two_classes():
    assert_same_as_alone(seeds(dataset="blobs"))


@pytest.mark.parametrize("penalty", ["L1", "L2"])
def test_every_penalty_with_rates_of_their_own(penalty):
    config = TrainConfig(**SMALL, regularization=penalty)
    assert_same_as_alone(tuple(replace(config, regularization_rate=rate) for rate in (0.3, 0.01, 0.1)))


@pytest.mark.parametrize("init", INITIALISATIONS)
def test_every_initialisation(init):
    assert_same_as_alone(seeds(init=init, init_scale=0.5))


@pytest.mark.parametrize("batch_size", [None, 1, 7, 15, 1000])
@pytest.mark.parametrize("shuffle", [True, False])
def test_every_way_to_divide_the_points(batch_size, shuffle):
    assert_same_as_alone(seeds(batch_size=batch_size, shuffle=shuffle))


@pytest.mark.parametrize("hidden", [(), (1,), (8,), (9, 3, 17), (64,)])
def test_every_shape(hidden):
    assert_same_as_alone(seeds(hidden=hidden))


def test_members_with_all_that_may_differ():
    config = TrainConfig(**SMALL, optimizer="Momentum", weight_decay=0.1, regularization="L2", regularization_rate=0.1)
    assert_same_as_alone(
        (
            replace(config, lr=0.1),
            replace(config, momentum=0.0, dataset="circle"),
            replace(config, weight_decay=0.02, init="He", seed=7),
            replace(config, regularization_rate=0.01, noise=0.3),
        )
    )


def test_a_table_of_ones_own():
    table = read_csv(sample_csv(), "own.csv")
    assert_same_as_alone(seeds(dataset="your CSV", table=table, n_samples=None, batch_size=32, epochs=2))


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "your CSV"])
def test_every_data_set_is_as_long_as_its_config_says(dataset):
    config = TrainConfig(dataset=dataset, seed=3, n_samples=None if DATASETS[dataset].kind == "table" else 43)
    data = load(config)
    assert (len(data.train.x), len(data.test.x)) == (config.n_train, (config.n_samples or 0) - config.n_train)


@pytest.mark.parametrize("lr", [0.01, 0.1, 1.0])
def test_the_learning_rate_of_a_member_is_its_own(lr):
    config = TrainConfig(**SMALL | {"epochs": 1, "batch_size": None})
    configs = tuple(replace(config, lr=value) for value in (0.5, lr))
    still = train_many([replace(config, lr=1e-5)]).weights(0)
    ones = train_many(configs)
    for name, begun in still.items():
        steps = [(ones.weights(index)[name] - begun).norm().item() for index in (0, 1)]
        assert math.isclose(steps[1] / steps[0], lr / 0.5, rel_tol=1e-2)
