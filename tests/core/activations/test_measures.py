import math

import pytest

from core.activations.measures import FLAT, measure


def test_the_sigmoid_is_never_steeper_than_a_quarter_and_flat_on_both_sides() -> None:
    facts = measure("Sigmoid")
    # s (1 - s) = FLAT has the solutions x = -+ln(s / (1 - s)) with s = (1 + sqrt(1 - 4 FLAT)) / 2.
    s = (1 + (1 - 4 * FLAT) ** 0.5) / 2
    assert (facts.steepest, facts.steepest_at) == (0.25, 0.0)
    assert facts.flat_right == pytest.approx(math.log(s / (1 - s)), abs=2e-3)
    assert facts.flat_left == -facts.flat_right


def test_relu_has_slope_zero_at_zero_and_no_limit_on_the_right() -> None:
    facts = measure("ReLU")
    assert (facts.lowest, facts.highest) == (0.0, float("inf"))
    assert facts.slope_at_zero == 0.0
    assert facts.flat_left == 0.0
    assert facts.flat_right is None


def test_the_identity_is_flat_nowhere() -> None:
    facts = measure("Identity")
    assert facts.flat_left is None
    assert facts.flat_right is None
