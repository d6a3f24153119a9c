"""What a grid is offered: settings that matter, values that are accepted, the same grid from each of its cells."""

from dataclasses import fields, replace
from typing import Any

import pytest

from core.config import TrainConfig
from core.ensembles import (
    VARIED,
    beginning,
    fan,
    grid,
    groups,
    offered,
    own_value,
    unstackable,
    values_of,
)
from core.tables import read_csv, sample_csv

CONFIG = TrainConfig(dataset="spiral", n_samples=100, hidden=(4, 4), epochs=5, batch_size=10)
RUNS = [
    CONFIG,
    replace(CONFIG, lr=0.02, noise=0.07, batch_size=7, seed=2**31 - 1, optimizer="Momentum", regularization="L2"),
    replace(CONFIG, hidden=(), batch_size=1_000),
    replace(CONFIG, hidden=(5, 3), update="by hand"),
    replace(CONFIG, activation="ReLU, Tanh", data_seed=3),
    TrainConfig(dataset="noisy sine"),
    TrainConfig(dataset="iris", hidden=(3,)),
    TrainConfig(dataset="your CSV", table=read_csv(sample_csv(), "flats.csv"), hidden=(3,)),
]


@pytest.mark.parametrize("config", RUNS, ids=range(len(RUNS)))
def test_every_value_offered_makes_a_run_of_its_own_with_the_own_one_among_them(config):
    for setting in offered(config):
        values, own = values_of(config, setting), own_value(config, setting)
        assert len(values) == len(set(values)) > 1
        runs = [replace(config, **VARIED[setting](config, value)) for value in values]
        assert [own_value(run, setting) for run in runs] == list(values)
        if own is not None:
            assert own in values
        if own in values:
            alike = runs[values.index(own)]
            assert alike == config or setting == "batch_size"


def test_only_what_matters_is_offered():
    assert {"momentum", "regularization_rate"} & set(offered(CONFIG)) == set()
    assert {"momentum", "regularization_rate"} < set(offered(RUNS[1]))
    assert {"width", "depth", "activation", "dropout"} & set(offered(RUNS[2])) == set()
    assert {"noise", "n_samples"} & set(offered(RUNS[6])) == set()
    assert {"optimizer", "schedule"} & set(offered(RUNS[3])) == set()  # by hand is plain SGD


@pytest.mark.parametrize(("rows", "columns"), [("lr", "batch_size"), ("seed", "width"), ("depth", "activation")])
def test_each_cell_opened_has_the_same_grid_around_it(rows, columns):
    def asked(config: TrainConfig) -> Any:
        return grid(config, rows, values_of(config, rows), columns, values_of(config, columns))

    cells = asked(CONFIG)
    assert CONFIG in cells
    assert all(asked(cell) == cells for cell in cells)


@pytest.mark.parametrize("n_seeds", [16, 64])
@pytest.mark.parametrize("seed", [0, 42, 63, 2**31 - 1])
def test_each_seed_of_a_fan_has_the_same_fan_around_it(n_seeds, seed):
    config = replace(CONFIG, seed=seed)
    runs = fan(beginning(config, n_seeds), n_seeds)
    assert config in runs
    assert [run.seed for run in runs] == list(range(runs[0].seed, runs[0].seed + n_seeds))
    assert {beginning(run, n_seeds) for run in runs} == {runs[0]}


OWN = {"lr", "schedule", "momentum", "weight_decay", "regularization_rate", "seed", "data_seed", "init", "init_scale",
       "dataset", "noise", "target", "missing", "true_weight", "true_bias", "playground_seed", "features",
       "table"}  # fmt: skip
SHARED = {"n_samples", "train_share", "hidden", "activation", "loss", "task", "optimizer", "dtype", "epochs",
          "batch_size", "shuffle", "regularization"}  # fmt: skip
ALONE = {"dropout", "zero_grad", "update", "device", "changes", "target_loss", "patience"}


def test_of_every_setting_it_is_known_what_a_stack_makes_of_it():
    """A new setting is each member's own, shared by all, or keeps a run alone: passed over, it is wrong."""
    assert {field.name for field in fields(TrainConfig)} == OWN | SHARED | ALONE


@pytest.mark.parametrize(
    ("change", "name"),
    [({"dropout": 0.5}, "dropout"), ({"zero_grad": False}, "zero_grad"), ({"update": "none"}, "update"),
     ({"device": "cuda"}, "device"), ({"changes": "2: lr=1"}, "changes"),
     ({"target_loss": 0.1}, "target_loss"), ({"patience": 3}, "patience"), ({"regularization": "L1 pruning"},
     "regularization")],
)  # fmt: skip
def test_the_setting_that_keeps_a_run_out_of_a_stack_is_named(change, name):
    odd = replace(CONFIG, **change)
    assert unstackable(odd) == (name,)
    assert [group.stacked for group in groups([odd])] == [False]
    assert unstackable(CONFIG) == ()
