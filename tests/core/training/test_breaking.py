"""What broke first: told of the very number, by looking at each, and the same however the run was cut."""

import math
from dataclasses import replace

import pytest
import torch

from core.config import TrainConfig
from core.datasets import load
from core.training import advance, start, train
from core.training.breaking import first_broken

LINE = TrainConfig(dataset="straight line", hidden=(), lr=2.0, epochs=100)


def test_a_sum_of_squares_that_overflows_is_told_as_the_loss_and_not_as_a_layer():
    state = train(LINE)
    broken, (weight, bias) = state.broken, state.weights.values()
    data = load(LINE)
    answers = torch.cat([data.train.x, data.test.x]) @ weight.T + bias
    assert answers.isfinite().all()
    assert (broken.what, broken.layer, broken.step, broken.n_steps) == ("loss", "", 0, 1)
    assert broken.output == answers.abs().max().item()
    assert broken.weight == max(weight.abs().max().item(), bias.abs().max().item())
    assert math.isinf((answers[: len(data.train.x)] - data.train.y).square().mean().item())


@pytest.mark.parametrize(
    ("settings", "what", "layer"),
    [
        ({"dataset": "circles", "loss": "MSE", "activation": "Identity", "batch_size": 10}, "output", "output layer"),
        ({"dataset": "blobs", "hidden": (32,) * 6, "batch_size": 10}, "output", "hidden layer 3"),
        ({"dataset": "circles", "lr": 1.0, "regularization": "L2", "regularization_rate": 10.0}, "penalty", ""),
        ({"dataset": "noisy sine", "lr": 5.0, "batch_size": 25}, "loss", ""),
    ],
)
def test_the_first_number_that_is_not_finite_is_found_whichever_it_is(settings, what, layer):
    broken = train(TrainConfig(**{"lr": 10.0} | settings)).broken
    assert (broken.what, broken.layer) == (what, layer)
    assert 0 < broken.step <= broken.n_steps
    assert math.isfinite(broken.weight)


def test_what_broke_first_is_the_same_when_the_run_is_cut_into_pieces():
    config = TrainConfig(dataset="noisy sine", lr=5, batch_size=25, zero_grad=False, dropout=0.1)
    state, whole = start(config), train(config)
    while not state.finished:
        state = advance(state, 1)
    assert whole.broken is not None
    assert (state.broken, state.stop) == (whole.broken, whole.stop)


@pytest.mark.parametrize(
    ("sizes", "epoch", "wanted"),
    [
        ((0.0, 1e20, 1e20), 1, ("gradient", "hidden layer 1", 1)),  # their product, while the answers are 0
        ((0.0, 1e19, 5e18), 1, ("weight", "hidden layer 1", 1)),  # a gradient of 5e37, times the learning rate
        ((3e38, 3e38, 1.0), 0, ("output", "hidden layer 2", 0)),
    ],
)
def test_gradients_weights_and_what_is_given_before_the_first_step_are_looked_at(sizes, epoch, wanted):
    settings = {"true_bias": 9.0, "hidden": (1, 1), "activation": "Identity", "loss": "L1"}
    begun = start(TrainConfig(dataset="straight line", lr=10.0, epochs=3, **settings))
    weights = {name: torch.zeros_like(tensor) for name, tensor in begun.weights.items()}
    weights |= {f"{2 * i}.weight": torch.full((1, 1), size) for i, size in enumerate(sizes)}
    broken = first_broken(replace(begun, weights=weights), epoch)
    assert (broken.what, broken.layer, broken.step) == wanted


def test_a_run_whose_numbers_stay_finite_has_nothing_broken():
    assert train(replace(LINE, lr=0.3)).broken is None
