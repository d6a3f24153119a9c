import pytest
import torch

from core.config import TrainConfig
from core.regularization import REGULARIZATIONS
from core.training import advance, start

GRADIENTS = {"none": torch.zeros_like, "L1": torch.sign, "L2": lambda weight: weight}
BY_HAND = {"L1": lambda numbers: sum(map(abs, numbers)), "L2": lambda numbers: sum(w * w for w in numbers) / 2}


def test_every_penalty_has_an_oracle():
    assert list(REGULARIZATIONS) == list(GRADIENTS)


@pytest.mark.parametrize("name", BY_HAND)
def test_a_penalty_is_the_sum_its_name_says(name):
    weight = torch.tensor([[-1.5, 0.0], [0.25, 3.0]], dtype=torch.float64)
    assert REGULARIZATIONS[name].penalty(weight).item() == BY_HAND[name](weight.flatten().tolist())


@pytest.mark.parametrize("name", REGULARIZATIONS)
@pytest.mark.parametrize("rate", [0.0, 0.01, 3.0])
def test_its_gradient_is_the_rate_times_sign_or_weight_and_biases_are_left_alone(name, rate):
    settings = {"dataset": "moons", "n_samples": 30, "hidden": (5, 4), "dtype": "float64", "update": "none"}
    free = start(TrainConfig(**settings))
    held = advance(start(TrainConfig(**settings, regularization=name, regularization_rate=rate)), 1)
    bare = advance(free, 1)
    for key, weight in free.weights.items():
        added = rate * GRADIENTS[name](weight) if key.endswith("weight") else torch.zeros_like(weight)
        torch.testing.assert_close(held.gradients[key] - bare.gradients[key], added, atol=1e-14, rtol=1e-13)


@pytest.mark.parametrize("name", ["L1", "L2"])
def test_the_penalty_is_no_part_of_the_losses_shown(name):
    settings = {"dataset": "moons", "n_samples": 30, "hidden": (5,)}
    held = start(TrainConfig(**settings, regularization=name, regularization_rate=10))
    assert held.history == start(TrainConfig(**settings)).history


def test_l1_puts_more_weights_next_to_zero_than_no_penalty():
    settings = {"dataset": "gauss", "n_samples": 60, "hidden": (8,), "epochs": 150, "activation": "Tanh"}
    near = {}
    for name in ("none", "L1"):
        state = advance(start(TrainConfig(**settings, regularization=name, regularization_rate=0.03)), 150)
        near[name] = (state.weights["0.weight"].abs() < 0.01).sum().item()
    assert near["L1"] > near["none"]


@pytest.mark.parametrize("name", REGULARIZATIONS)
def test_every_penalty_says_what_it_is(name):
    assert REGULARIZATIONS[name].idea.endswith(".")
    assert REGULARIZATIONS[name].latex
