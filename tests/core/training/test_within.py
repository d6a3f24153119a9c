"""Inside an epoch: after any batch the run is what the X-ray and a plain loop by hand find, and in the end the run."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from core.config import TrainConfig
from core.datasets import load
from core.optimizers import OPTIMIZERS
from core.replay import anatomy, beyond, replay
from core.schedules import SCHEDULES
from core.tables import read_csv
from core.training import TrainState, advance, count_batches, start, within
from core.training.evaluation import evaluate
from core.training.within import before_batch
from core.xray import step_of
from tests.core.training.bits import bits

SMALL: dict[str, Any] = {"dataset": "spiral", "n_samples": 30, "hidden": (4,), "batch_size": 4, "epochs": 6}
SPREAD: list[dict[str, Any]] = [
    *({"optimizer": name, "momentum": 0.9, "weight_decay": 0.01} for name in OPTIMIZERS),
    *({"schedule": name, "optimizer": "Adam"} for name in SCHEDULES),
    {"dropout": 0.4, "hidden": (5, 4)},
    {"dropout": 0.2, "optimizer": "Momentum", "zero_grad": False},
    {"regularization": "L1 pruning", "regularization_rate": 0.05},
    {"regularization": "L2", "regularization_rate": 0.05, "shuffle": False},
    {"batch_size": None},
    {"batch_size": 1},
    {"batch_size": 7},
    {"update": "by hand", "dtype": "float64"},
    {"changes": "1: batch_size=5; 2: 0.weight[1,1]=2; 2: lr=0.3; 2: batch_size=3; 3: batch_size=full"},
    {"changes": "2: batch_size=full; 3: 0.bias[0]=1"},
    {"changes": "1: noise=0.5; 2: noise=0.1"},
    {"dataset": "noisy sine"},
    {"dataset": "iris", "n_samples": None, "batch_size": 32},
]  # fmt: skip


def reached(epoch: int = 2, **choices: Any) -> TrainState:
    return advance(start(TrainConfig(**SMALL | choices)), epoch)


@pytest.mark.parametrize("choices", SPREAD, ids=str)
def test_batch_by_batch_the_epoch_becomes_the_next_one_of_the_run_bit_for_bit(choices):
    state = reached(**choices)
    before, n = bits(dict(state.weights)), count_batches(state)
    for batch in range(1, n + 1):
        found, xray = within(state, batch), step_of(state, batch)
        assert (found.epoch, found.batch, found.n_batches) == (3, batch, n) == (3, xray.batch, xray.n_batches)
        assert all(bits(weight) == bits(xray.stages["step"].tensors[name]) for name, weight in found.weights.items())
        after = found.after
    done = advance(state, 1)
    assert bits(dict(found.weights)) == bits(dict(done.weights))
    assert replace(after, epoch=3) == done.history[-1]
    assert bits(dict(state.weights)) == before


@pytest.mark.parametrize("choices", SPREAD, ids=str)
def test_optimizer_generators_and_gradients_after_the_last_batch_are_those_of_the_run(choices):
    state = reached(**choices)
    run, batches, last = before_batch(state, 10**6)
    run.step(*batches[last - 1])
    done = advance(state, 1)
    assert last == len(batches) == count_batches(state)
    assert bits(run.gradients()) == bits(dict(done.gradients))
    assert bits(run.random()) == bits(dict(done.random))
    assert bits(run.optimizer_state()["state"]) == bits(dict(done.optimizer["state"]))


@pytest.mark.parametrize("choices", [{}, {"batch_size": 7}, {"batch_size": None}, {"shuffle": False}], ids=str)
def test_each_training_point_is_in_one_batch_of_the_epoch_and_named_by_its_place(choices):
    state = reached(**choices)
    run, batches, _ = before_batch(state, 1)
    rows = [within(state, batch).rows for batch in range(1, len(batches) + 1)]
    assert sorted(sum(rows, ())) == list(range(len(run.x)))
    assert [len(some) for some in rows] == [len(inputs) for inputs, _ in batches]
    for (inputs, targets), some in zip(batches, rows, strict=True):
        assert torch.equal(run.x[list(some)], inputs)
        assert torch.equal(run.targets[list(some)], targets)


def test_the_losses_are_those_before_and_after_the_step():
    state = reached(dropout=0.4, hidden=(6,))
    first, second = within(state, 1), within(state, 2)
    assert first.before == state.history[-1]
    assert first.after == second.before != second.after
    run, batches, _ = before_batch(state, 1)
    for moment, found in enumerate(first.own):
        run.model.load_state_dict([state.weights, first.weights][moment])
        run.model.eval()
        with torch.no_grad():
            assert run.loss(run.model(batches[0][0]), batches[0][1]).item() == found
    assert evaluate(run, 2) == first.after


@pytest.mark.parametrize("dataset", ["spiral", "noisy sine", "iris", "diabetes"])
def test_the_film_of_a_run_inside_an_epoch_has_one_more_moment(dataset):
    state = reached(dataset=dataset, batch_size=16)
    found = within(state, 1)
    longer = beyond(state, found)
    shown, before = replay(longer), replay(state)
    assert torch.equal(shown.values[:-1], before.values)
    inside = anatomy(longer)
    assert inside is not None
    assert torch.equal(inside.weights[-1], torch.cat([weight.flatten() for weight in found.weights.values()]))
    assert torch.equal(inside.weights[:-1], anatomy(state).weights)


@pytest.mark.parametrize("dataset", ["spiral", "noisy sine", "diabetes"])
def test_the_drawn_points_know_their_places_among_the_training_points(dataset):
    state = reached(dataset=dataset)
    shown, data = replay(state), load(state.config)
    drawn = shown.points[: len(shown.rows), 0]
    points = data.train.points if shown.kind != "scatter" else data.train.y * data.target_std + data.target_mean
    assert not shown.is_test[: len(shown.rows)].any()
    assert torch.equal(drawn, points[shown.rows, 0].double())


def test_points_with_a_missing_value_are_not_drawn_and_shift_no_other():
    rows = [f"{'' if i % 4 == 0 else i},{i % 5},{i % 2}" for i in range(40)]
    table = read_csv("\n".join(["a,b,kind", *rows]).encode(), "own.csv")
    config = TrainConfig(dataset="your CSV", table=table, target="kind", n_samples=None, missing="fill with mean")
    shown, points = replay(start(config)), load(config).train.points
    assert 0 < len(shown.rows) < len(points)
    assert torch.equal(shown.points[: len(shown.rows), :2], points[shown.rows].double())
