"""Why a run has not learned: gradients against autograd by hand, and cures that cure."""

from dataclasses import replace

import pytest
import torch

from core.config import TrainConfig
from core.datasets import load
from core.playground_link import parse
from core.presets import PRESETS
from core.training import diagnose_learning, train

STUCK = parse(
    "#activation=sigmoid&regularization=L1&dataset=circle&learningRate=0.001&regularizationRate=0.001"
    "&networkShape=3,3,2,2,2&seed=0.36083&xSquared=true&ySquared=true"
)
SMALL = {"dataset": "gauss", "n_samples": 60, "epochs": 12, "hidden": (4, 3)}


def test_the_link_that_never_learns_is_told_why_and_what_helps_does_help():
    found = diagnose_learning(train(STUCK))
    assert list(found.gradients) == [*(f"hidden layer {i}" for i in range(1, 6)), "output layer"]
    assert found.faded > 100
    assert found.cure == {"activation": "Tanh", "lr": 0.03, "regularization": "none"}
    cured = train(replace(STUCK, **found.cure))
    assert cured.history[-1].test_accuracy > 0.95
    assert diagnose_learning(cured) is None


def test_the_gradients_are_those_of_the_loss_over_all_training_points():
    state = train(TrainConfig(**SMALL, update="none", dtype="float64", regularization="L2", regularization_rate=1))
    found = diagnose_learning(state)
    weights = {name: tensor.clone().requires_grad_() for name, tensor in state.weights.items()}
    data = load(state.config)
    hidden = data.train.x
    for layer in ("0", "2"):
        hidden = torch.relu(hidden @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"])
    logits = hidden @ weights["4.weight"].T + weights["4.bias"]
    torch.nn.functional.softplus(torch.where(data.train.y[:, None] == 1, -logits, logits)).mean().backward()
    wanted = [weights[f"{layer}.weight"].grad.norm().item() for layer in ("0", "2", "4")]
    assert list(found.gradients.values()) == pytest.approx(wanted, rel=1e-9)
    assert found.faded == pytest.approx(wanted[-1] / wanted[0])


@pytest.mark.parametrize(
    ("settings", "cure"),
    [
        ({"update": "none"}, {"update": "optimizer.step()"}),
        ({"lr": 1e-5}, {"lr": 0.03}),
        ({"init": "zeros", "activation": "ReLU"}, {"init": "PyTorch default"}),
        ({"regularization": "L2", "regularization_rate": 3.0, "lr": 0.05, "seed": 1}, {"regularization": "none"}),
    ],
)
def test_what_keeps_a_network_from_learning_is_named(settings, cure):
    assert diagnose_learning(train(TrainConfig(**SMALL | settings))).cure == cure


@pytest.mark.parametrize(
    ("config", "cure"),
    [
        (PRESETS["Circles without a hidden layer"].config, {"hidden": (8, 8), "batch_size": 25}),
        (TrainConfig(dataset="circles", hidden=(), init="zeros", lr=1e-4),
         {"hidden": (8, 8), "batch_size": 25, "init": "PyTorch default", "lr": 0.03}),
        (TrainConfig(dataset="xor", hidden=(8,), activation="Identity", batch_size=25, epochs=40),
         {"activation": "ReLU"}),
        (PRESETS["Dying ReLU"].config, {"lr": 0.1}),
    ],
    ids=["no hidden layer", "and zeros", "no activation", "thrown out"],
)  # fmt: skip
def test_a_network_that_cannot_bend_or_is_thrown_out_is_offered_what_does_help(config, cure):
    found = diagnose_learning(train(config))
    assert found.cure == cure
    assert train(replace(config, **cure)).history[-1].test_accuracy > 0.9


def test_nothing_reaches_the_first_layer_through_zeros():
    found = diagnose_learning(train(TrainConfig(**SMALL, init="zeros")))
    assert found.gradients["hidden layer 1"] == 0
    assert found.faded == float("inf")


@pytest.mark.parametrize("settings", [{"lr": 0.1, "epochs": 60}, {"epochs": 5, "lr": 1e-5}, {"lr": 10, "loss": "MSE"}])
def test_a_run_that_learned_is_too_short_or_broke_off_is_left_alone(settings):
    state = train(TrainConfig(**SMALL | {"activation": "Identity"} | settings))
    assert diagnose_learning(state) is None
