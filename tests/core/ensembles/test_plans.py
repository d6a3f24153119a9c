"""Which runs a fan and a grid are made of, which are trained together, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from core.config import SEED, TrainConfig
from core.ensembles import MEMBERS, VARIED, epochs_together, fan, grid, groups, start_many
from core.ensembles.limits import check_many
from core.errors import ConfigError

CONFIG = TrainConfig(dataset="spiral", n_samples=30, hidden=(4,), epochs=5, batch_size=5)
WIDE = replace(CONFIG, hidden=(64,), batch_size=None)


def test_a_fan_has_the_own_seed_first_and_nothing_else_changed():
    configs = fan(CONFIG, 4)
    assert [config.seed for config in configs] == [42, 43, 44, 45]
    assert {replace(config, seed=42) for config in configs} == {CONFIG}


def test_a_fan_at_the_last_seed_goes_on_at_the_first():
    last = int(SEED.high)
    assert [config.seed for config in fan(replace(CONFIG, seed=last), 3)] == [last, 0, 1]


def test_a_grid_has_every_pair_row_by_row():
    configs = grid(CONFIG, "lr", (0.1, 1.0), "seed", (1, 2, 3))
    assert [(c.lr, c.seed) for c in configs] == [(lr, seed) for lr in (0.1, 1.0) for seed in (1, 2, 3)]


def test_width_and_depth_are_the_hidden_layers():
    configs = grid(CONFIG, "width", (2, 8), "depth", (1, 3))
    assert [config.hidden for config in configs] == [(2,), (2, 2, 2), (8,), (8, 8, 8)]
    assert grid(CONFIG, "depth", (1, 3), "width", (2, 8))[2].hidden == (2, 2, 2)


@pytest.mark.parametrize("setting", VARIED)
def test_everything_that_can_be_varied_changes_the_config(setting):
    other = {"regularization": "L1", "optimizer": "Adam", "schedule": "step", "activation": "Sigmoid", "init": "He",
             "loss": "MSE", "width": 7, "depth": 2, "n_samples": 50, "epochs": 9, "batch_size": 3, "data_seed": 4,
             "seed": 5}  # fmt: skip
    partner = "seed" if setting != "seed" else "lr"
    (config,) = grid(CONFIG, setting, (other.get(setting, 0.4),), partner, (getattr(CONFIG, partner),))
    assert config != CONFIG
    assert len(groups((CONFIG, config))) in (1, 2)


def test_what_differs_in_numbers_only_is_one_stack():
    configs = [
        CONFIG,
        replace(CONFIG, seed=1, lr=0.5, momentum=0.1, init="He", noise=0.4, schedule="cosine"),
        replace(CONFIG, dataset="circle", true_weight=2.0),
    ]
    assert [group.places for group in groups(configs)] == [(0, 1, 2)]


@pytest.mark.parametrize(
    "change",
    [{"hidden": (5,)}, {"activation": "Tanh"}, {"loss": "MSE"}, {"optimizer": "Adam"}, {"batch_size": 6},
     {"epochs": 6}, {"dtype": "float64"}, {"n_samples": 31}, {"train_share": 0.6}, {"shuffle": False},
     {"weight_decay": 0.1}, {"regularization": "L1"}, {"features": ("x1", "x2", "x1^2")}],
)  # fmt: skip
def test_what_differs_in_shape_is_two_stacks(change: dict[str, Any]):
    found = groups([CONFIG, replace(CONFIG, **change), CONFIG])
    assert [(group.places, group.stacked) for group in found] == [((0, 2), True), ((1,), True)]


@pytest.mark.parametrize(
    "change",
    [
        {"dropout": 0.5},
        {"zero_grad": False},
        {"update": "none"},
        {"update": "by hand"},
        {"device": "cuda"},
        {"changes": "1: lr=0.5"},
        {"target_loss": 0.1},
        {"patience": 3},
    ],
)
def test_what_has_no_stacked_way_is_a_single_run(change: dict[str, Any]):
    odd = replace(CONFIG, **change)
    assert [(group.places, group.stacked) for group in groups([odd, CONFIG, odd])] == [
        ((0,), False), ((1,), True), ((2,), False)
    ]  # fmt: skip


def test_a_full_batch_is_one_however_it_is_written():
    assert len(groups([replace(CONFIG, batch_size=None), replace(CONFIG, batch_size=5_000, shuffle=False)])) == 1


def test_large_networks_come_in_smaller_stacks():
    large = replace(CONFIG, hidden=(64, 64), n_samples=1_000, batch_size=None)
    sizes = [len(group.places) for group in groups(fan(large, 300))]
    assert sum(sizes) == 300
    assert max(sizes) < len(groups(fan(CONFIG, 300))[0].places)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: fan(CONFIG, 0), "seeds must be a whole number in [1, 1024], got 0"),
        (lambda: fan(CONFIG, 1025), "seeds must be a whole number in [1, 1024], got 1025"),
        (lambda: grid(CONFIG, "lr", (), "seed", (1,)), "must be a whole number in [1, 1024], got 0"),
        (lambda: grid(CONFIG, "lr", (0.1,) * 33, "seed", range(32)), "got 1056"),
        (lambda: grid(CONFIG, "colour", (1,), "seed", (1,)), "setting_a must be one of"),
        (lambda: grid(CONFIG, "lr", (1.0,), "lr", (1.0,)), "setting_b must be one of"),
        (lambda: grid(CONFIG, "lr", (99.0,), "seed", (1,)), "lr must lie in [1e-05, 10], got 99"),
        (lambda: grid(CONFIG, "depth", (9,), "seed", (1,)), "depth must be a whole number in [0, 8]"),
        (lambda: grid(CONFIG, "depth", (10**9,), "seed", (1,)), "depth must be a whole number in [0, 8]"),
        (lambda: grid(CONFIG, "width", ("4",), "seed", (1,)), "hidden layer 1 must be a whole number"),
        (lambda: grid(replace(CONFIG, hidden=()), "depth", (2,), "seed", (1,)), "depth needs a hidden layer"),
        (lambda: start_many(()), "networks must be a whole number in [1, 1024], got 0"),
        (lambda: start_many([CONFIG] * 1025), "got 1025"),
        (lambda: start_many([replace(WIDE, epochs=10_000)] * 1024), "epochs x samples x parameters"),
        (lambda: start_many([replace(CONFIG, epochs=9_000 + i) for i in range(20)]), "epochs x batches"),
        (lambda: start_many(fan(replace(CONFIG, hidden=(64,) * 4), 1024)), "numbers in data and networks"),
    ],
)  # fmt: skip
def test_too_much_and_unknown_is_refused_in_a_sentence(make, words):
    with pytest.raises(ConfigError) as caught:
        make()
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "change", [{}, {"dataset": "digits"}, {"dropout": 0.5}, {"dataset": "circles", "epochs": 5_000}]
)
def test_runs_together_have_as_many_epochs_as_are_accepted(change: dict[str, Any]):
    config = TrainConfig(**{"dataset": "spiral", "hidden": (16, 16), "batch_size": 25, "epochs": 400} | change)
    configs = fan(config, 64)
    epochs = epochs_together(configs)
    shorter = [replace(config, epochs=epochs) for config in configs]
    assert epochs_together(shorter) == epochs
    check_many(shorter)
    assert (epochs == config.epochs) == (not change)
    if epochs < config.epochs:
        with pytest.raises(ConfigError):
            check_many([replace(config, epochs=round(1.2 * epochs)) for config in configs])


def test_the_most_members_are_welcome():
    assert len(fan(CONFIG, int(MEMBERS.high))) == 1024
