import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.activations.clouds import clouds
from core.activations.curves import value_and_slope
from core.activations.neuron import BIAS, WEIGHT
from core.activations.plane import N_CELLS, PLANE, plane

weights = st.floats(WEIGHT.low, WEIGHT.high)
biases = st.floats(BIAS.low, BIAS.high)


@given(w1=weights, w2=weights, bias=biases)
def test_the_decision_line_is_where_the_sum_is_zero(w1: float, w2: float, bias: float) -> None:
    made = plane("Identity", (w1, w2), bias)
    w = torch.tensor([w1, w2], dtype=torch.float64)
    if w.norm() < 1e-6:
        return
    scale = made.line.abs().max() * w.norm()
    assert (made.line @ w + bias).abs().max() <= 1e-9 * scale
    assert made.distance == pytest.approx(abs(bias) / w.norm().item())


def test_without_a_bias_the_line_runs_through_the_origin_whatever_the_weights() -> None:
    for pair in ((1.0, 1.0), (-2.0, 3.0), (0.0, 1.0)):
        line = plane("Sigmoid", pair, 0.0).line
        torch.testing.assert_close(line.mean(0), torch.zeros(2, dtype=torch.float64))


def test_without_weights_there_is_no_line() -> None:
    made = plane("Sigmoid", (0.0, 0.0), 1.0)
    assert made.line.shape == (0, 2)
    assert made.distance == float("inf")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_map_is_the_activation_of_the_weighted_sum(name: str) -> None:
    made = plane(name, (1.5, -2.0), 0.5)
    assert made.x.shape == (N_CELLS**2, 2)
    assert PLANE.low < made.x.min()
    assert made.x.max() < PLANE.high
    wanted, _ = value_and_slope(name, 1.5 * made.x[:, 0] - 2.0 * made.x[:, 1] + 0.5)
    torch.testing.assert_close(made.value, wanted)


def test_no_line_through_the_origin_parts_the_clouds_and_one_with_a_bias_does() -> None:
    angles = torch.linspace(0, 2 * torch.pi, 181).tolist()
    best = max(
        plane("Sigmoid", (torch.tensor(a).cos().item(), torch.tensor(a).sin().item()), 0.0).accuracy for a in angles
    )
    assert best < 0.7
    assert plane("Sigmoid", (1.0, 1.0), -3.2).accuracy > 0.95


def test_the_clouds_are_the_same_each_time_and_balanced() -> None:
    first, second = clouds(), clouds()
    assert torch.equal(first[0], second[0])
    assert first[1].float().mean() == 0.5
