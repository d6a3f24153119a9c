"""A run whose numbers explode stops, and names epoch and layer."""

import math
from dataclasses import fields
from typing import Any

import pytest
import torch

from core.config import TrainConfig
from core.training import (
    TrainState,
    advance,
    snapshot_epochs,
    start,
    train,
)

# Numbers that explode.
EXPLODES: dict[str, Any] = {"dataset": "straight line", "hidden": (8, 8), "loss": "MSE", "lr": 10.0, "epochs": 100}


def test_a_run_stops_at_the_first_number_that_is_not_finite_and_keeps_its_record():
    state = train(TrainConfig(**EXPLODES, optimizer="Momentum"))
    assert state.stop is not None
    assert state.finished
    last = state.history[-1]
    assert state.epoch == state.stop.epoch == last.epoch == state.snapshots[-1].epoch < 100
    assert not (math.isfinite(last.train_loss) and math.isfinite(last.test_loss))
    assert all(math.isfinite(record.train_loss) for record in state.history[:-1])
    assert len(state.history) == state.stop.epoch + 1


def test_the_layer_named_is_the_first_with_a_parameter_that_is_not_finite():
    config = TrainConfig(**EXPLODES | {"activation": "Identity"})
    state = train(config)
    assert state.stop is not None
    broken = [key for key, tensor in state.weights.items() if not tensor.isfinite().all()]
    place = min(int(key.split(".")[0]) for key in broken) if broken else 4
    assert state.stop.layer == {0: "hidden layer 1", 2: "hidden layer 2", 4: "output layer"}[place]


@pytest.mark.parametrize(
    ("key", "size", "layer"),
    [
        ("0.weight", math.nan, "hidden layer 1"),
        ("2.bias", math.inf, "hidden layer 2"),
        ("4.weight", math.nan, "output layer"),
        ("0.weight", 3e38, "hidden layer 1"),  # finite, but what the layer returns is not
        ("2.weight", 3e38, "hidden layer 2"),
        ("4.weight", 1e30, "output layer"),  # finite, and so is the output, but not its square
    ],
)
def test_the_epoch_and_the_layer_that_broke_are_named(key, size, layer):
    config = TrainConfig(dataset="noisy sine", hidden=(8, 8), activation="Identity", update="none", epochs=1000)
    assert 101 not in snapshot_epochs(1000)
    first = advance(start(config), 100)
    broken = dict(first.weights) | {key: torch.full_like(first.weights[key], size)}
    values = {field.name: getattr(first, field.name) for field in fields(first)}
    state = advance(TrainState(**values | {"weights": broken}), 300)
    assert state.stop is not None
    assert (state.stop.epoch, state.stop.layer) == (101, layer)
    assert state.history[-1].epoch == state.snapshots[-1].epoch == state.epoch == 101
    assert not math.isfinite(state.history[-1].train_loss)
    assert advance(state, 5) is state
