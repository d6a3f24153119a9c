from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.activations.neuron import BIAS, WEIGHT, neuron, neuron_script
from core.activations.plane import plane
from core.errors import ConfigError

weights = st.floats(WEIGHT.low, WEIGHT.high)
biases = st.floats(BIAS.low, BIAS.high)


@given(weight=weights, bias=biases)
def test_a_neuron_is_the_shifted_and_stretched_activation(weight: float, bias: float) -> None:
    made = neuron("Tanh", weight, bias)
    torch.testing.assert_close(made.value, torch.tanh(weight * made.x + bias))
    assert made.answer_at_zero == pytest.approx(torch.tensor(bias, dtype=torch.float64).tanh().item())


@given(weight=st.floats(0.1, WEIGHT.high), bias=biases)
def test_at_its_centre_a_neuron_says_what_the_activation_says_to_zero(weight: float, bias: float) -> None:
    centre = neuron("Sigmoid", weight, bias).centre
    assert weight * centre + bias == pytest.approx(0, abs=1e-12)


def test_without_bias_and_with_weight_one_a_neuron_is_its_ghost() -> None:
    made = neuron("SiLU", 1.0, 0.0)
    assert torch.equal(made.value, made.ghost)
    assert made.centre == 0


def test_with_weight_zero_there_is_no_centre_and_no_slope() -> None:
    made = neuron("Sigmoid", 0.0, 2.0)
    assert made.centre is None
    assert (made.steepest, made.dead) == (0.0, 1.0)
    assert made.value.unique().numel() == 1


def test_the_steepest_slope_is_the_central_difference_of_what_is_drawn() -> None:
    made = neuron("Tanh", 3.0, 1.5)
    differences = (made.value[2:] - made.value[:-2]) / (made.x[2:] - made.x[:-2])
    assert made.steepest == pytest.approx(differences.abs().max().item(), rel=2e-2)


def test_a_bias_pushes_a_relu_neuron_into_death_and_a_leaky_one_not() -> None:
    assert neuron("ReLU", 1.0, -6.0).dead == 1.0
    assert neuron("LeakyReLU", 1.0, -6.0).dead == 0.0


@pytest.mark.parametrize(("weight", "bias"), [(6.0, 0.0), (0.0, 11.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_weights_and_biases_outside_their_range_are_refused(weight: float, bias: float) -> None:
    with pytest.raises(ConfigError, match="must lie in"):
        neuron("ReLU", weight, bias)
    with pytest.raises(ConfigError, match="must lie in"):
        plane("ReLU", (0.0, weight), bias)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_code_shown_is_the_neuron_drawn(name: str) -> None:
    names: dict[str, Any] = {}
    exec(neuron_script(name, (2.5,), -1.5), names)  # noqa: S102 - our own code, which learners are told to run
    torch.testing.assert_close(names["y"], neuron(name, 2.5, -1.5).value)


def test_the_code_shown_for_two_inputs_runs_too() -> None:
    names: dict[str, Any] = {}
    exec(neuron_script("Tanh", (1.0, -1.0), 0.5), names)  # noqa: S102 - our own code, which learners are told to run
    torch.testing.assert_close(names["y"], torch.tanh(names["x"] @ torch.tensor([1.0, -1.0]).double() + 0.5))
