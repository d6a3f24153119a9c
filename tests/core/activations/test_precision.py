import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch

from core.activations import ACTIVATIONS
from core.activations.by_hand import BY_HAND, by_hand_script
from core.activations.curves import value_and_slope
from core.activations.precision import Break, breaks

COURSE = json.loads((Path(__file__).parents[2] / "reference" / "activations.json").read_text(encoding="utf-8"))


def found(name: str, what: str, *, right: bool = True) -> Break:
    return next(b for b in breaks(name) if b.what == what and (b.x > 0) == right)


def test_what_is_written_by_hand_is_an_activation() -> None:
    assert set(BY_HAND) <= set(ACTIVATIONS)


@pytest.mark.parametrize("name", ["Sigmoid", "Softplus", "ReLU"])
def test_an_activation_without_a_formula_by_hand_breaks_only_where_torch_does(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_formula = breaks(name)
    monkeypatch.delitem(BY_HAND, name)
    assert breaks(name) == tuple(b for b in with_formula if not b.what.startswith("formula"))
    names: dict[str, Any] = {}
    exec(by_hand_script(name), names)  # noqa: S102 - our own code, which learners are told to run
    assert len(names["broken"]) == 0


@pytest.mark.parametrize("name", BY_HAND)
def test_the_formula_by_hand_agrees_with_torch_where_nothing_overflows(name: str) -> None:
    x = torch.linspace(-10, 10, 401, dtype=torch.float64)
    value, _ = value_and_slope(name, x)
    torch.testing.assert_close(BY_HAND[name](x), value, rtol=1e-6, atol=1e-8)


def test_the_sigmoid_reaches_one_at_seventeen() -> None:
    broken, numbers = found("Sigmoid", "value"), COURSE["A05"]["numbers"]
    assert (broken.x, broken.got) == (numbers["x"], 1.0)
    assert broken.exact == pytest.approx(1 - math.exp(-17), abs=1e-12)
    assert torch.sigmoid(torch.tensor(16.0)).item() < 1.0
    assert torch.sigmoid(torch.tensor(-104.0)).item() == numbers["sigmoid(-104)"]


def test_the_sigmoids_slope_dies_with_it() -> None:
    broken = found("Sigmoid", "slope")
    assert (broken.x, broken.got) == (17.0, 0.0)
    assert broken.exact == pytest.approx(math.exp(-17), rel=1e-6)


def test_tanh_by_hand_is_nan_beyond_88_where_torch_gives_one() -> None:
    numbers = COURSE["A02"]["numbers"]
    assert found("Tanh", "formula").x == numbers["last_ok"] + 1
    assert found("Tanh", "formula", right=False).x == numbers["first_ok"] - 1
    assert math.isnan(found("Tanh", "formula").got)
    assert torch.tanh(torch.tensor(100.0)).item() == numbers["torch.tanh(100)"]


def test_a_formula_can_be_right_and_its_gradient_nan() -> None:
    what = {b.what for b in breaks("ELU")}
    assert "formula's slope" in what
    assert "formula" not in what


@pytest.mark.parametrize("name", ["ReLU", "LeakyReLU", "Softsign", "Hardtanh", "Identity"])
def test_what_needs_no_exponential_does_not_break(name: str) -> None:
    assert breaks(name) == ()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_float32_gives_is_what_a_learner_gets_who_types_the_number(name: str) -> None:
    for broken in breaks(name):
        x = torch.tensor(broken.x, requires_grad=True)
        value = (BY_HAND[name] if broken.what.startswith("formula") else ACTIVATIONS[name].factory())(x)
        value.backward()
        typed = x.grad if broken.what.endswith("slope") else value
        assert repr(broken.got) == repr(typed.item())  # -0.0 is not 0.0, nan is nan


def test_elu_by_itself_keeps_a_digit_that_a_vector_of_it_loses() -> None:
    assert torch.nn.ELU()(torch.tensor(-17.0)).item() > -1.0
    assert found("ELU", "value", right=False).x == -18.0


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_is_called_broken_differs_from_the_exact_value(name: str) -> None:
    for broken in breaks(name):
        assert broken.got != broken.exact
        assert math.isfinite(broken.exact)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_code_shown_finds_the_same_broken_numbers(name: str) -> None:
    names: dict[str, Any] = {}
    exec(by_hand_script(name), names)  # noqa: S102 - our own code, which learners are told to run
    by_hand = [b for b in breaks(name) if b.what.startswith("formula")]
    assert {b.x for b in by_hand} <= set(names["broken"].tolist())
    assert bool(by_hand) == bool(len(names["broken"]))
