from itertools import pairwise

import pytest
import torch

from core.config import TrainConfig
from core.errors import ConfigError
from core.regularization import REGULARIZATIONS
from core.training import advance, start, train

GRADIENTS = {"none": torch.zeros_like, "L1": torch.sign, "L2": lambda weight: weight}
IN_LOSS = [name for name, entry in REGULARIZATIONS.items() if not entry.prunes]
BY_HAND = {"L1": lambda numbers: sum(map(abs, numbers)), "L2": lambda numbers: sum(w * w for w in numbers) / 2}


def test_every_penalty_has_an_oracle():
    assert list(GRADIENTS) == IN_LOSS


@pytest.mark.parametrize("name", BY_HAND)
def test_a_penalty_is_the_sum_its_name_says(name):
    weight = torch.tensor([[-1.5, 0.0], [0.25, 3.0]], dtype=torch.float64)
    assert REGULARIZATIONS[name].penalty(weight).item() == BY_HAND[name](weight.flatten().tolist())


@pytest.mark.parametrize("name", IN_LOSS)
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


@pytest.mark.parametrize("update", ["by hand", "none"])
def test_pruning_comes_after_the_optimizer_s_step_and_needs_one(update):
    with pytest.raises(ConfigError, match="L1 pruning needs update"):
        TrainConfig(regularization="L1 pruning", update=update)


def test_a_pruned_weight_has_crossed_zero_and_is_zero_for_good():
    settings = {"dataset": "gauss", "n_samples": 60, "hidden": (8,), "regularization": "L1 pruning", "epochs": 60}
    state = train(TrainConfig(**settings, regularization_rate=0.05))
    gone = [snapshot.weights["0.weight"] == 0 for snapshot in state.snapshots]
    assert gone[-1].any()
    assert not gone[0].any()
    assert all((later | ~earlier).all() for earlier, later in pairwise(gone))


@pytest.mark.parametrize("name", REGULARIZATIONS)
def test_every_penalty_says_what_it_is(name):
    assert REGULARIZATIONS[name].idea.endswith(".")
    assert REGULARIZATIONS[name].latex
