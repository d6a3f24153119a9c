import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.activations.curves import N_POINTS, X, curve, curve_script, value_and_slope
from core.activations.measures import measure
from core.errors import ConfigError

COURSE = json.loads((Path(__file__).parents[2] / "reference" / "activations.json").read_text(encoding="utf-8"))

FORMULAS: Mapping[str, Callable[[float], float]] = {
    "ReLU": lambda x: x if x > 0 else 0.0,
    "LeakyReLU": lambda x: x if x > 0 else 0.01 * x,
    "ELU": lambda x: x if x > 0 else math.expm1(x),
    "SELU": lambda x: 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x)),
    "GELU": lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2,
    "SiLU": lambda x: x / (1 + math.exp(-x)),
    "Mish": lambda x: x * math.tanh(math.log1p(math.exp(x))),
    "Softplus": lambda x: math.log1p(math.exp(x)),
    "Tanh": math.tanh,
    "Sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "Softsign": lambda x: x / (1 + abs(x)),
    "Hardtanh": lambda x: float(np.clip(x, -1, 1)),
    "Identity": lambda x: x,
}
KINKS = {"ReLU": (0.0,), "LeakyReLU": (0.0,), "SELU": (0.0,), "Hardtanh": (-1.0, 1.0)}


def tensor(*values: float) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64)


def test_every_activation_of_the_issue_is_there() -> None:
    assert set(ACTIVATIONS) == set(FORMULAS), "write each activation's formula into FORMULAS, in plain Python"


@pytest.mark.parametrize("name", FORMULAS)
@given(x=st.floats(-18, 18))
def test_a_value_is_what_its_formula_says(name: str, x: float) -> None:
    value, _ = value_and_slope(name, tensor(x))
    assert value.item() == pytest.approx(FORMULAS[name](x), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", FORMULAS)
@given(x=st.floats(-15, 15))
def test_a_slope_is_the_central_difference(name: str, x: float) -> None:
    step = 1e-5
    if any(abs(x - kink) <= 2 * step for kink in KINKS.get(name, ())):
        return
    _, slope = value_and_slope(name, tensor(x))
    formula = FORMULAS[name]
    assert slope.item() == pytest.approx((formula(x + step) - formula(x - step)) / (2 * step), rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_entry_says_what_it_is(name: str) -> None:
    entry = ACTIVATIONS[name]
    assert all([entry.latex, entry.span, entry.idea, entry.strength, entry.weakness, entry.source])
    assert entry.idea.endswith(".")
    assert any(character.isdigit() for character in entry.source)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_stated_set_of_values_is_the_measured_one(name: str) -> None:
    ends = ACTIVATIONS[name].span.strip("[]()").replace(r"\infty", "inf").split(",")
    facts = measure(name)
    assert [float(end) for end in ends] == pytest.approx([facts.lowest, facts.highest], abs=5e-4)


def test_a_module_is_made_anew_each_time() -> None:
    assert ACTIVATIONS["ReLU"].factory() is not ACTIVATIONS["ReLU"].factory()


def test_a_curve_covers_its_range_and_is_detached() -> None:
    sampled = curve("Tanh")
    assert sampled.x.shape == sampled.value.shape == sampled.slope.shape == (N_POINTS,)
    assert (sampled.x[0].item(), sampled.x[-1].item()) == (X.low, X.high)
    assert not sampled.value.requires_grad


def test_measuring_leaves_the_learners_tensor_alone() -> None:
    x = tensor(1.0)
    value_and_slope("ELU", x)
    assert not x.requires_grad


def test_an_unknown_activation_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ConfigError, match=r"activation must be one of ReLU, .*got 'relu'"):
        curve("relu")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_code_shown_gives_the_curve_drawn(name: str) -> None:
    names: dict[str, Any] = {}
    exec(curve_script(name), names)  # noqa: S102 - our own code, which learners are told to run
    sampled = curve(name)
    assert torch.equal(names["x"], sampled.x)
    assert torch.equal(names["y"], sampled.value)
    assert torch.equal(names["slope"], sampled.slope)


def test_the_courses_relu_and_sigmoid_come_out() -> None:
    case = COURSE["A01"]
    x = torch.arange(-10, 10, dtype=torch.float32)
    for name in ("relu", "sigmoid"):
        value, _ = value_and_slope({"relu": "ReLU", "sigmoid": "Sigmoid"}[name], x)
        assert value.tolist() == pytest.approx(case["numbers"][name], abs=case["tolerance"])


def test_the_courses_four_activations_and_their_slopes_come_out() -> None:
    x = torch.tensor([-10.0, -5, -2, -1, 0, 1, 2, 5, 10])
    ours = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "ReLU", "linear": "Identity"}
    for name, numbers in COURSE["A03"]["numbers"].items():
        value, slope = value_and_slope(ours[name], x)
        assert value.tolist() == pytest.approx(numbers["y"], rel=1e-5, abs=1e-7)
        assert slope.tolist() == pytest.approx(numbers["dy"], rel=1e-5, abs=1e-7)
