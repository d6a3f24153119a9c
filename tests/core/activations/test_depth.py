import math
from typing import Any

import pytest

from core.activations import ACTIVATIONS
from core.activations.depth import DEPTH, INITS, StackConfig, collapse_error, layer_gradients, stack_script
from core.errors import ConfigError
from core.initialisations import INITIALISATIONS


@pytest.mark.parametrize("init", INITS)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_code_shown_measures_the_gradients_drawn(name: str, init: str) -> None:
    config = StackConfig(activation=name, depth=4, init=init, seed=7)
    names: dict[str, Any] = {}
    exec(stack_script(config), names)  # noqa: S102 - our own code, which learners are told to run
    assert names["norms"] == pytest.approx(layer_gradients(config), rel=1e-12)


def test_the_initialisations_offered_are_those_of_the_registry() -> None:
    assert set(INITS) <= set(INITIALISATIONS)


def test_through_ten_sigmoids_the_gradient_vanishes_and_through_tanh_or_relu_not() -> None:
    kept = {}
    for name in ("Sigmoid", "Tanh", "ReLU"):
        first, *_, last = layer_gradients(StackConfig(activation=name, depth=10))
        kept[name] = first / last
    assert kept["Sigmoid"] < 0.25**9
    assert min(kept["Tanh"], kept["ReLU"]) > 0.1


def test_a_stack_has_one_gradient_for_each_layer() -> None:
    for depth in (1, 2, int(DEPTH.high)):
        sizes = layer_gradients(StackConfig(depth=depth))
        assert len(sizes) == depth
        assert all(map(math.isfinite, sizes))


def test_equal_settings_give_equal_gradients_and_another_seed_others() -> None:
    assert layer_gradients(StackConfig(seed=1)) == layer_gradients(StackConfig(seed=1))
    assert layer_gradients(StackConfig(seed=1)) != layer_gradients(StackConfig(seed=2))


@pytest.mark.parametrize("depth", [1, 10, 30])
def test_a_stack_of_linear_layers_is_one_linear_layer(depth: int) -> None:
    for init in INITS:
        assert collapse_error(StackConfig(depth=depth, init=init)) < 1e-9 * 2**depth


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"depth": 0}, "depth must be a whole number in"),
        ({"depth": 31}, "depth must be a whole number in"),
        ({"depth": 2.5}, "depth must be a whole number in"),
        ({"seed": -1}, "seed must be a whole number in"),
        ({"init": "zeros"}, "init must be one of Xavier, He, PyTorch default"),
        ({"activation": "Swish"}, "activation must be one of"),
    ],
)
def test_a_stack_with_a_wrong_setting_does_not_exist(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        StackConfig(**settings)
