from statistics import NormalDist
from typing import Any

import pytest
import torch

from core.activations import ACTIVATIONS
from core.activations.measures import measure
from core.activations.responses import SPREAD, hill, respond, respond_script
from core.errors import ConfigError


@pytest.mark.parametrize("spread", [0.5, 1.0, 5.0])
@pytest.mark.parametrize("name", ["Sigmoid", "Tanh", "Softsign"])
def test_the_flat_share_is_the_two_tails_of_the_normal_distribution(name: str, spread: float) -> None:
    facts = measure(name)
    tails = 2 * NormalDist(sigma=spread).cdf(facts.flat_left)
    assert respond(name, spread).flat == pytest.approx(tails, abs=5e-3)


def test_hardtanh_is_dead_beyond_one() -> None:
    assert respond("Hardtanh").dead == pytest.approx(2 * NormalDist().cdf(-1), abs=5e-3)


def test_relu_is_dead_for_half_of_its_inputs_whatever_their_spread() -> None:
    shares = {respond("ReLU", spread).dead for spread in (0.1, 1.0, 10.0)}
    assert len(shares) == 1
    assert shares.pop() == pytest.approx(0.5, abs=5e-3)


def test_the_zero_centred_ones_are_the_odd_functions_and_selu() -> None:
    centred = {name for name in ACTIVATIONS if respond(name).zero_centred}
    assert centred == {"Tanh", "Softsign", "Hardtanh", "Identity", "SELU"}


def test_the_mean_output_of_relu_is_the_half_normal_mean() -> None:
    assert respond("ReLU").mean == pytest.approx((2 * torch.pi) ** -0.5, abs=5e-3)


def test_the_hill_is_the_normal_density_up_to_its_height() -> None:
    x = torch.tensor([-2.0, 0.0, 1.0], dtype=torch.float64)
    density = NormalDist(sigma=2.0)
    wanted = [density.pdf(value) / density.pdf(0) for value in x.tolist()]
    assert hill(x, 2.0).tolist() == pytest.approx(wanted)


@pytest.mark.parametrize("spread", [0.0, SPREAD.high + 1, float("nan"), float("inf"), True])
def test_a_spread_outside_its_range_is_refused(spread: float) -> None:
    with pytest.raises(ConfigError, match="spread must lie in"):
        respond("ReLU", spread)


@pytest.mark.parametrize("name", ["GELU", "ReLU"])
def test_the_code_shown_measures_the_row_of_the_table(name: str) -> None:
    names: dict[str, Any] = {}
    exec(respond_script([name], 1.7), names)  # noqa: S102 - our own code, which learners are told to run
    response = respond(name, 1.7)
    assert (names["flat"], names["dead"], names["mean"]) == (response.flat, response.dead, response.mean)
