import math

import pytest
import torch

from core.errors import ConfigError
from core.features import FEATURES, choose, feature_matrix, features_for

POINTS = torch.tensor([[-1.5, 2.0], [0.0, -3.0], [4.0, 0.25]], dtype=torch.float64)
BY_HAND = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1^2": lambda x1, x2: x1 * x1,
    "x2^2": lambda x1, x2: x2 * x2,
    "x1*x2": lambda x1, x2: x1 * x2,
    "sin(x1)": lambda x1, x2: math.sin(x1),
    "sin(x2)": lambda x1, x2: math.sin(x2),
}


def test_every_feature_has_an_oracle():
    assert list(FEATURES) == list(BY_HAND)


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_is_what_its_name_says(name):
    expected = [BY_HAND[name](*point) for point in POINTS.tolist()]
    assert FEATURES[name].function(POINTS).tolist() == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("name", FEATURES)
def test_the_code_of_a_feature_gives_the_feature(name):
    assert torch.equal(eval(FEATURES[name].code, {"points": POINTS}), FEATURES[name].function(POINTS))  # noqa: S307


def test_a_matrix_has_one_column_for_each_name():
    names = ("x2", "x1*x2")
    matrix = feature_matrix(POINTS, names)
    assert matrix.shape == (3, 2)
    assert torch.equal(matrix[:, 1], POINTS[:, 0] * POINTS[:, 1])


def test_a_line_has_no_features_of_a_second_coordinate():
    assert features_for(1) == ("x1", "x1^2", "sin(x1)")
    assert features_for(2) == tuple(FEATURES)


def test_the_order_of_choosing_plays_no_part():
    assert choose(("sin(x1)", "x2", "x1"), tuple(FEATURES), ("x1", "x2")) == ("x1", "x2", "sin(x1)")


def test_choosing_nothing_is_the_default():
    assert choose((), tuple(FEATURES), ("x1", "x2")) == ("x1", "x2")


@pytest.mark.parametrize(
    ("chosen", "word"), [(("x3",), "'x3'"), (("x1", "x1"), "twice"), ("x1", "tuple"), ((1,), "1"), (None, "tuple")]
)
def test_a_wrong_choice_is_refused_in_one_sentence(chosen, word):
    with pytest.raises(ConfigError, match=word):
        choose(chosen, tuple(FEATURES), ("x1", "x2"))
