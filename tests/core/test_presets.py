"""What is said of a preset is true: each is trained, and so is what its sentence tells to do instead."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import torch

from core.datasets import load
from core.models import build
from core.presets import PRESETS, preset_of
from core.training import TrainState, train

run = cache(train)


def of(name: str, **changed: Any) -> TrainState:
    return run(replace(PRESETS[name].config, **changed))


def accuracy(name: str, **changed: Any) -> float:
    reached = of(name, **changed).history[-1].test_accuracy
    assert reached is not None
    return reached


def losses(name: str, part: str = "train") -> list[float]:
    return [getattr(record, f"{part}_loss") for record in of(name).history]


def blank(state: TrainState) -> bool:
    """Whether the hidden neurons are 0 for every training point."""
    model = build(state.config)
    model.load_state_dict(state.weights)
    return not model[:2](load(state.config).train.x).any()


def spiral_with_sines(name: str) -> None:
    assert accuracy(name) > 0.95
    assert accuracy(name, features=("x1", "x2")) < 0.75


def xor_with_a_product(name: str) -> None:
    assert accuracy(name) > 0.98
    assert of(name).config.n_parameters == 2
    assert accuracy(name, features=("x1", "x2")) < 0.65


def circles_without_a_hidden_layer(name: str) -> None:
    assert accuracy(name) < 0.55
    assert losses(name)[-1] == pytest.approx(math.log(2), abs=0.001)
    assert min(losses(name, "test")) > 0.69
    assert accuracy("The course's circles") > 0.8


def the_courses_circles(name: str) -> None:
    assert accuracy(name) == pytest.approx(0.865, abs=0.02)  # the course's table
    assert losses(name)[300] > 0.68
    assert accuracy(name, epochs=2_000) > 0.98


def all_neurons_alike(name: str) -> None:
    weights = of(name).weights["0.weight"]
    assert weights.any()
    assert torch.equal(weights, weights[:1].expand(8, 2))
    assert accuracy(name) < 0.92
    assert accuracy(name, init="He") > 0.96


def dying_relu(name: str) -> None:
    assert not blank(of(name, epochs=1))
    assert blank(of(name, epochs=10))
    assert blank(of(name))
    assert accuracy(name) < 0.55
    assert accuracy(name, activation="LeakyReLU") > 0.8


def gradients_that_fade(name: str) -> None:
    assert accuracy(name) < 0.55
    gradients = of(name).gradients
    first, last = (gradients[f"{place}.weight"].norm().item() for place in (0, 12))
    assert first < last / 1_000
    assert accuracy(name, activation="ReLU") > 0.95


def a_line_found(name: str) -> None:
    assert of(name).weights["0.weight"].item() == pytest.approx(0.7, abs=1e-4)
    assert of(name).weights["0.bias"].item() == pytest.approx(0.3, abs=1e-4)
    assert max(moment.weights["0.bias"].item() for moment in of(name).snapshots) > 0.4


def a_rate_too_large(name: str) -> None:
    assert of(name).stop is not None
    grown = [after / before for before, after in zip(losses(name)[5:30], losses(name)[6:31], strict=True)]
    assert min(grown) > 2
    assert max(grown) == pytest.approx(min(grown), rel=1e-3)
    assert of(name, lr=0.3).history[-1].train_loss < 1e-3


def a_noisy_sine(name: str) -> None:
    assert (of(name).history[-1].test_r2 or 0) > 0.94
    assert (of(name, activation="Identity").history[-1].test_r2 or 0) < 0.7


def adam_on_the_spiral(name: str) -> None:
    assert accuracy(name) > 0.85
    assert accuracy(name, optimizer="SGD") < 0.65


def digits_with_softmax(name: str) -> None:
    state = of(name)
    assert state.config.n_parameters == 650
    assert accuracy(name) > 0.95
    assert (state.history[3].test_accuracy or 0) > 0.9
    assert accuracy(name, hidden=(32,)) - accuracy(name) < 0.02


def learning_by_heart(name: str) -> None:
    state = of(name)
    assert state.config.n_train == 30
    assert state.config.n_parameters > 1_000
    assert state.history[-1].train_accuracy == 1
    assert losses(name)[-1] < 0.01
    assert losses(name, "test")[-1] > 3 * min(losses(name, "test"))
    last, more = state.history[-1], of(name, train_share=0.8).history[-1]
    assert more.test_loss - more.train_loss < (last.test_loss - last.train_loss) / 3


def links_switched_off(name: str) -> None:
    kept = of(name).weights["0.weight"].any(dim=0)
    assert [feature for feature, has in zip(of(name).config.features, kept, strict=True) if has] == ["x1^2", "x2^2"]
    assert accuracy(name) > 0.98


CLAIMS: dict[str, Callable[[str], None]] = {
    "Spiral with sines": spiral_with_sines,
    "XOR with a product": xor_with_a_product,
    "Circles without a hidden layer": circles_without_a_hidden_layer,
    "The course's circles": the_courses_circles,
    "All neurons alike": all_neurons_alike,
    "Dying ReLU": dying_relu,
    "Gradients that fade": gradients_that_fade,
    "A line found": a_line_found,
    "A rate too large": a_rate_too_large,
    "A noisy sine": a_noisy_sine,
    "Adam on the spiral": adam_on_the_spiral,
    "Digits with softmax": digits_with_softmax,
    "Learning by heart": learning_by_heart,
    "Links switched off": links_switched_off,
}


def test_every_preset_has_its_claim_checked_here() -> None:
    assert list(CLAIMS) == list(PRESETS)


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_said_of_a_preset_is_true(name: str) -> None:
    CLAIMS[name](name)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_says_two_sentences_and_is_found_by_its_settings(name: str) -> None:
    preset = PRESETS[name]
    assert preset.why.endswith(".")
    assert preset.look.endswith(".")
    assert max(len(preset.why), len(preset.look)) <= 120
    assert preset_of(replace(preset.config)) == name
    assert preset_of(replace(preset.config, seed=7)) is None
