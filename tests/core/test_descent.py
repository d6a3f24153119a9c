"""Descents, against torch.optim used directly, closed forms, central differences and the course's numbers."""

import contextlib
import io
import json
import math
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path as File
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.descent.basins import DIVERGED, WITHIN, basins
from core.descent.chain import ChainConfig, chain_script, learn
from core.descent.config import LR, MOMENTUM, STEPS, SURFACES, DescentConfig
from core.descent.curves import CURVES
from core.descent.formulas import bracket, broken, filled, spell
from core.descent.landscapes import LANDSCAPES
from core.descent.maps import BANDS, bands, curve, heights
from core.descent.path import STATE, Path, descend, left_at
from core.descent.regimes import REGIMES, certify, factors, judge, measure, nearest
from core.descent.scripts import basins_script, descent_script, race_script
from core.errors import ConfigError
from core.optimizers import OPTIMIZERS

REFERENCE = json.loads((File(__file__).parents[1] / "reference" / "gradient_descent.json").read_text())


def run(**settings: Any) -> Path:
    return descend(DescentConfig(**settings))


def executed(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})  # noqa: S102
    return out.getvalue()


def points(name: str, n: int) -> Sequence[list[float]]:
    generator = torch.Generator().manual_seed(7)
    shares = torch.rand(n, len(SURFACES[name].domain), generator=generator, dtype=torch.float64)
    low = torch.tensor([limits.low for limits in SURFACES[name].domain], dtype=torch.float64)
    high = torch.tensor([limits.high for limits in SURFACES[name].domain], dtype=torch.float64)
    return (low + shares * (high - low)).tolist()


def at(point: Sequence[float]) -> torch.Tensor:
    return torch.tensor(point if len(point) > 1 else point[0], dtype=torch.float64)


# The surfaces


@pytest.mark.parametrize("name", SURFACES)
def test_autograd_agrees_with_central_differences(name: str) -> None:
    function, h = SURFACES[name].function, 1e-5
    for point in points(name, 20):
        w = at(point).requires_grad_()
        (slope,) = torch.autograd.grad(function(w), w)
        for axis in range(len(point)):
            ahead, behind = (at([value + sign * h * (i == axis) for i, value in enumerate(point)]) for sign in (1, -1))
            difference = float(function(ahead) - function(behind)) / (2 * h)
            assert float(slope.reshape(-1)[axis]) == pytest.approx(difference, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("name", SURFACES)
def test_every_minimum_listed_is_lower_than_everything_around_it(name: str) -> None:
    surface = SURFACES[name]
    for minimum in surface.minima:
        here = float(surface.function(at(minimum)))
        for angle in torch.linspace(0, 2 * math.pi, 17, dtype=torch.float64).tolist():
            offset = (math.cos(angle), math.sin(angle))[: len(minimum)]
            around = [value + 1e-3 * part for value, part in zip(minimum, offset, strict=True)]
            assert float(surface.function(at(around))) >= here - 1e-12
        if name != "Absolute value":
            w = at(minimum).requires_grad_()
            (slope,) = torch.autograd.grad(surface.function(w), w)
            assert slope.abs().max() < 2e-4
        assert here >= surface.lowest - 1e-9


@pytest.mark.parametrize("name", CURVES)
def test_no_minimum_of_a_curve_is_missing(name: str) -> None:
    w, loss = curve(name, 20_001)
    lower = (loss[1:-1] < loss[:-2]) & (loss[1:-1] <= loss[2:])
    found = sorted(w[1:-1][lower])
    assert found == pytest.approx(sorted(point[0] for point in CURVES[name].minima), abs=2e-3)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_no_minimum_of_a_landscape_is_missing_and_the_first_is_the_lowest(name: str) -> None:
    height = heights(name, 401, 401)
    # A bent valley is rougher than the grid; only holes deeper than its edge count.
    middle = height[1:-1, 1:-1]
    sides = [height[1 + i : 400 + i, 1 + j : 400 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    holes = int(np.all([middle < side for side in sides], axis=0).sum())
    assert holes >= 1
    if name not in {"Rosenbrock", "Beale"}:
        assert holes == len(SURFACES[name].minima)
    assert height.min() < 1e-2 * height.max()


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_starts_and_rests_inside_its_domain_and_tells_where_it_comes_from(name: str) -> None:
    surface = SURFACES[name]
    for point in (surface.start, *surface.minima):
        assert all(value in limits for value, limits in zip(point, surface.domain, strict=True))
    assert surface.idea[-1] in ".?"
    assert surface.latex
    assert surface.source
    assert surface.lr in LR
    assert surface.step in LR
    assert surface.code.startswith("def ")


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_is_called_quadratic_if_and_only_if_its_curvature_is_constant(name: str) -> None:
    curvatures = [CURVES[name].curvature(*point) for point in points(name, 9)]
    constant = max(curvatures) - min(curvatures) < 1e-9 and curvatures[0] > 0
    assert CURVES[name].quadratic == constant


@pytest.mark.parametrize("name", SURFACES)
def test_many_points_at_once_give_the_same_losses_as_one_by_one(name: str) -> None:
    function = SURFACES[name].function
    together = torch.stack([at(point) for point in points(name, 6)])
    one_by_one = torch.stack([function(at(point)) for point in points(name, 6)])
    assert torch.allclose(function(together), one_by_one, rtol=1e-12)


# The paths


@pytest.mark.parametrize("surface", ["Parabola", "Double well", "Ravine", "Himmelblau"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_path_is_bit_for_bit_the_one_torch_takes(optimizer: str, surface: str) -> None:
    path = run(optimizer=optimizer, surface=surface, lr=0.01, momentum=0.7, steps=25)
    start = SURFACES[surface].start
    w = torch.tensor(start if len(start) > 1 else start[0], requires_grad=True)
    direct = OPTIMIZERS[optimizer].make([w], lr=0.01, momentum=0.7)
    for step in range(26):
        loss = SURFACES[surface].function(w)
        direct.zero_grad()
        loss.backward()
        assert path.w[step].tolist() == w.detach().reshape(-1).tolist()
        assert path.loss[step] == loss.item()
        assert path.grad[step].tolist() == w.grad.reshape(-1).tolist()
        direct.step()


def test_the_opening_path_is_the_courses() -> None:
    path = run(steps=10)
    assert path.grad[0, 0] == REFERENCE["path"]["first_slope"]
    assert path.w[:, 0] == pytest.approx(REFERENCE["path"]["w"], abs=REFERENCE["path"]["tolerance"])
    assert path.w[:, 0] == pytest.approx([5 * (1 - 0.8**k) for k in range(11)], abs=1e-6)


@pytest.mark.parametrize("lr", REFERENCE["learning_rates"])
def test_a_learning_rate_moves_the_weight_where_the_course_says(lr: str) -> None:
    expected = REFERENCE["learning_rates"][lr]
    path = run(lr=float(lr), steps=20)
    assert factors(path.config)[0].real == pytest.approx(expected["factor"], abs=1e-12)
    for key in ("w1", "w2", "w20"):
        assert path.w[int(key[1:]), 0] == pytest.approx(expected[key], rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", REFERENCE["optimizers"])
def test_the_named_optimizers_move_as_in_the_reference_runs(name: str) -> None:
    expected = REFERENCE["optimizers"][name]
    path = run(optimizer=name.split(maxsplit=1)[0], momentum=0.9, steps=50)
    for key in ("w1", "w2", "w10", "w50"):
        assert path.w[int(key[1:]), 0] == pytest.approx(expected[key], abs=2e-5)
    assert path.w.max() == pytest.approx(expected["overshoot_max"], abs=2e-5)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_shorter_path_is_the_beginning_of_a_longer_one(optimizer: str) -> None:
    short, long = run(optimizer=optimizer, steps=7), run(optimizer=optimizer, steps=20)
    assert short.w.tolist() == long.w[:8].tolist()
    assert short.steps == 7
    assert len(short.loss) == len(short.grad) == 8


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_an_optimizer_remembers_is_kept_for_each_step(optimizer: str) -> None:
    path = run(optimizer=optimizer, steps=5)
    assert set(path.state) <= set(STATE)
    assert bool(path.state) == (optimizer != "SGD")
    for values in path.state.values():
        assert values.shape == (6, 1)
        assert np.isfinite(values[1:]).all()


def test_the_speed_of_momentum_is_the_sum_of_fading_slopes() -> None:
    path = run(optimizer="Momentum", momentum=0.9, steps=10)
    speed = 0.0
    for step in range(10):
        speed = 0.9 * speed + path.grad[step, 0]
        assert path.state["momentum_buffer"][step + 1, 0] == pytest.approx(speed, rel=1e-5)


@pytest.mark.parametrize("surface", ["Flat bottom", "Rosenbrock"])
def test_a_run_that_blows_up_ends_at_its_first_number_that_is_not_finite(surface: str) -> None:
    path = run(surface=surface, lr=2.0, steps=1000)
    assert path.broke_at == len(path.loss) - 1 == path.steps
    assert path.broke_at < 20
    assert np.isfinite(path.loss[:-1]).all()
    assert np.isfinite(path.w[:-1]).all()
    assert not (np.isfinite(path.loss[-1]) and np.isfinite(path.w[-1]).all() and np.isfinite(path.grad[-1]).all())
    assert measure(path) == "diverging"


# Settings


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"surface": "Moon"}, "surface"),
        ({"optimizer": "Magic"}, "optimizer"),
        ({"lr": 0.0}, "lr"),
        ({"lr": -0.1}, "lr"),
        ({"lr": math.nan}, "lr"),
        ({"lr": math.inf}, "lr"),
        ({"lr": "0.1"}, "lr"),
        ({"lr": True}, "lr"),
        ({"momentum": 1.0}, "momentum"),
        ({"momentum": -0.1}, "momentum"),
        ({"steps": 0}, "steps"),
        ({"steps": 1001}, "steps"),
        ({"steps": 2.5}, "steps"),
        ({"start": (99.0,)}, "start"),
        ({"start": (math.nan,)}, "start"),
        ({"start": (0.0, 0.0)}, "start"),
        ({"surface": "Ravine", "start": (0.0,)}, "start"),
        ({"surface": "Ravine", "start": (0.0, 99.0)}, "start y"),
    ],
)
def test_a_bad_setting_is_refused_in_one_sentence_that_names_it(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigError) as refused:
        DescentConfig(**settings)
    assert str(refused.value).startswith(named)
    assert "\n" not in str(refused.value)


@given(
    lr=st.floats(LR.low, LR.high),
    momentum=st.floats(MOMENTUM.low, MOMENTUM.high),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    surface=st.sampled_from(list(SURFACES)),
)
def test_any_allowed_settings_give_a_path_of_bounded_length_and_a_regime(
    lr: float, momentum: float, optimizer: str, surface: str
) -> None:
    path = run(surface=surface, optimizer=optimizer, lr=lr, momentum=momentum, steps=12)
    assert 2 <= len(path.loss) <= 13
    assert judge(path).regime in REGIMES
    if surface in CURVES:
        texts = [part for step in range(len(path.loss)) for part in filled(path, step)]
        assert all(isinstance(text, str) for text in texts)


def test_the_steps_of_a_run_are_bounded() -> None:
    assert STEPS.high <= 1000


# Regimes


@pytest.mark.parametrize(
    ("lr", "regime"),
    [
        (0.001, "crawling"),
        (0.01, "crawling"),
        (0.1, "smooth"),
        (0.3, "smooth"),
        (0.5, "one step"),
        (0.6, "oscillating"),
        (0.9, "oscillating"),
        (1.0, "endless cycle"),
        (1.02, "diverging"),
        (1.2, "diverging"),
    ],
)
def test_certificate_and_measurement_name_the_same_regime_on_the_parabola(lr: float, regime: str) -> None:
    path = run(lr=lr)
    assert judge(path).regime == regime
    assert measure(path) == regime


@pytest.mark.parametrize("optimizer", ["SGD", "Momentum", "Nesterov"])
@pytest.mark.parametrize("lr", [0.05, 0.4, 0.9])
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_the_factors_are_the_ones_the_run_obeys(optimizer: str, lr: float, momentum: float) -> None:
    """Two factors p and q mean d[k+2] = (p + q) d[k+1] - p q d[k]; one factor means d[k+1] = p d[k]."""
    path = run(optimizer=optimizer, lr=lr, momentum=momentum, steps=12)
    known, d = factors(path.config), path.w[:, 0] - 5
    if len(known) == 1:
        assert d[1:] == pytest.approx(known[0].real * d[:-1], abs=1e-4)
    else:
        total, product = (known[0] + known[1]).real, (known[0] * known[1]).real
        assert d[2:] == pytest.approx(total * d[1:-1] - product * d[:-2], rel=1e-4, abs=1e-4)


def test_only_a_constant_curvature_and_a_fixed_rule_have_a_certificate() -> None:
    assert factors(DescentConfig(surface="Double well")) == ()
    assert factors(DescentConfig(optimizer="Adam")) == ()
    assert factors(DescentConfig(surface="Bowl")) == ()


@pytest.mark.parametrize(
    ("values", "regime"),
    [
        ((0.97 + 0j,), "crawling"),
        ((0.5 + 0j,), "smooth"),
        ((0j,), "one step"),
        ((-0.5 + 0j,), "oscillating"),
        ((0.6 + 0.6j, 0.6 - 0.6j), "oscillating"),
        ((-1 + 0j,), "endless cycle"),
        ((-1.01 + 0j, 0.1 + 0j), "diverging"),
    ],
)
def test_factors_certify_their_regime(values: tuple[complex, ...], regime: str) -> None:
    assert certify(values) == regime


@pytest.mark.parametrize(
    ("settings", "regime", "rest"),
    [
        ({"surface": "Double well", "lr": 0.1}, "smooth", 1.8608059),
        ({"surface": "Double well", "lr": 0.5}, "oscillating", -2.1149075),
        ({"surface": "Absolute value", "lr": 0.3}, "endless cycle", 5.0),
        ({"surface": "Absolute value", "lr": 0.1}, "smooth", 5.0),
        ({"surface": "Absolute value", "lr": 0.07}, "crawling", None),
        ({"surface": "Plateau", "lr": 0.1}, "crawling", None),
        ({"surface": "Waves", "lr": 0.1}, "smooth", 5.9636997),
        ({"surface": "Flat bottom", "lr": 1.2}, "diverging", None),
        ({"optimizer": "Adam", "lr": 0.1}, "crawling", None),
    ],
)
def test_elsewhere_the_regime_is_measured(settings: dict[str, Any], regime: str, rest: float | None) -> None:
    verdict = judge(run(**settings))
    assert verdict.regime == regime
    assert verdict.nearest == (None if rest is None else (rest,))
    assert math.isnan(verdict.radius)


def test_momentum_leaves_the_shallow_well_where_sgd_stays() -> None:
    slow, fast = (run(surface="Double well", lr=0.05, optimizer=name, steps=300) for name in ("SGD", "Momentum"))
    assert nearest(slow) == (1.8608059,)
    assert nearest(fast) == (-2.1149075,)


# What the race page tells


def test_on_himmelblau_the_optimizer_decides_which_minimum_is_found() -> None:
    lr, step = LANDSCAPES["Himmelblau"].lr, LANDSCAPES["Himmelblau"].step
    settings = {"SGD": lr, "Momentum": lr, "Adam": step}
    ends = [nearest(run(surface="Himmelblau", optimizer=name, lr=rate, steps=100)) for name, rate in settings.items()]
    assert None not in ends
    assert len(set(ends)) == 3


@pytest.mark.parametrize("surface", ["Waves", "Egg box"])
def test_speed_carries_momentum_to_the_lowest_hollow_where_sgd_stays_in_the_first(surface: str) -> None:
    slow, fast = (run(surface=surface, optimizer=name, steps=150) for name in ("SGD", "Momentum"))
    lowest = SURFACES[surface].minima[0]
    assert nearest(fast) == lowest
    assert nearest(slow) not in {None, lowest}


def test_in_the_ravine_sgd_zigzags_momentum_overshoots_and_adam_goes_diagonal() -> None:
    sgd, momentum, adam = (run(surface="Ravine", optimizer=name, steps=30) for name in ("SGD", "Momentum", "Adam"))
    across = np.sign(sgd.w[:15, 1])
    assert (across[1:] == -across[:-1]).all()
    assert (np.diff(sgd.w[:, 0]) > 0).all()
    assert momentum.w[:, 0].max() > 1
    first = adam.w[1] - adam.w[0]
    assert abs(first[0]) == pytest.approx(abs(first[1]), rel=1e-4), "Adam's first step is lr in every direction"


# Many starts at once


@pytest.mark.parametrize("optimizer", ["SGD", "Momentum", "Adam", "Adagrad", "RAdam"])
@pytest.mark.parametrize("surface", ["Himmelblau", "Saddle", "Egg box"])
def test_many_starts_at_once_end_where_each_ends_alone(surface: str, optimizer: str) -> None:
    settings = {"surface": surface, "optimizer": optimizer, "lr": LANDSCAPES[surface].lr, "steps": 60}
    found = basins(DescentConfig(**settings), 6, 4)
    across, up = SURFACES[surface].domain
    assert found.shape == (4, 6)
    for row, column in np.ndindex(4, 6):
        x = across.low + (column + 0.5) * (across.high - across.low) / 6
        y = up.low + (row + 0.5) * (up.high - up.low) / 4
        alone = nearest(run(start=(x, y), **settings), within=WITHIN)
        together = SURFACES[surface].minima[found[row, column]] if found[row, column] >= 0 else None
        assert together == alone


def test_on_the_saddle_the_ridge_divides_the_starts_in_halves() -> None:
    found = basins(DescentConfig(surface="Saddle", steps=100), 10, 8)
    assert (found[4:] == 0).all()
    assert (found[:4] == 1).all()


def test_starts_that_blow_up_have_diverged() -> None:
    assert (basins(DescentConfig(surface="Himmelblau", lr=5.0, steps=20), 5, 5) == DIVERGED).all()


# The words and numbers of a step


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.7999999523, "1.8"),
        (-10.0, "−10"),
        (0.00001234, "1.23\u00a0×\u00a010⁻⁵"),
        (-3.58e8, "−3.58\u00a0×\u00a010⁸"),
        (math.inf, "inf"),
        (-math.inf, "−inf"),
        (math.nan, "nan"),
        (-0.00004, "−4.00\u00a0×\u00a010⁻⁵"),
        (0.00023941, "0.0002394"),
        (0.5, "0.5"),
        (99_999.4, "99999"),
        (247_350.0, "2.47\u00a0×\u00a010⁵"),
    ],
)
def test_numbers_are_spelled_for_reading(value: float, text: str) -> None:
    assert spell(value) == text


def test_the_first_updates_are_filled_in_as_in_the_course() -> None:
    path = run()
    assert filled(path, 0) == ("", "w ← 0 − 0.1 · (−10) = 1")
    assert filled(path, 1) == ("", "w ← 1 − 0.1 · (−8) = 1.8")
    assert filled(path, 50)[1] == "w = 4.9999 after 50 steps"


def test_a_power_of_ten_is_bracketed_where_it_is_a_factor() -> None:
    assert [bracket(value) for value in (2.0, -2.0, 3e-7)] == ["2", "(−2)", "(3.00\u00a0×\u00a010⁻⁷)"]


def arithmetic(text: str) -> tuple[float, float]:
    """Compute the middle of `name ← expression = result`, and return it beside the result as written."""
    expression, result = re.fullmatch(r".*?← (.*?) = ([^,]*)(?:,.*)?", text).groups()
    for shown, python in {"−": "-", "·": "*", "²": "**2"}.items():
        expression, result = expression.replace(shown, python), result.replace(shown, python)
    expression = re.sub(r"√([\d.]+)", r"(\1)**0.5", expression)
    return float(eval(expression, {})), float(result)  # noqa: S307


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_numbers_filled_in_add_up(optimizer: str) -> None:
    path = run(optimizer=optimizer, lr=0.3, steps=6)
    for step in range(6):
        for text in filled(path, step):
            if "←" in text:
                computed, shown = arithmetic(text)
                assert computed == pytest.approx(shown, rel=2e-3, abs=2e-4), text
        assert filled(path, step)[1].endswith(f"= {spell(float(path.w[step + 1, 0]))}")


def test_a_broken_run_says_which_number_broke_and_when() -> None:
    path = run(surface="Flat bottom", lr=1.2)
    assert filled(path, path.broke_at)[1] == "L is inf after 5 steps: no number to go on with"


def test_at_a_huge_learning_rate_the_loss_breaks_before_w_does() -> None:
    path = run(lr=10.0)
    assert broken(path) == ("L", math.inf)
    assert math.isfinite(path.w[-1, 0])


def test_a_run_has_left_only_if_it_stays_outside() -> None:
    assert left_at(run(lr=1.2)) == 2
    returns = run(lr=0.3, optimizer="Momentum")
    assert left_at(returns) is None


# Code shown is code that runs


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("optimizer", ["SGD", "Nesterov", "AdamW"])
def test_the_script_of_a_descent_prints_its_path_digit_for_digit(surface: str, optimizer: str) -> None:
    path = run(surface=surface, optimizer=optimizer, lr=SURFACES[surface].lr / 4, steps=8)
    printed = json.loads(executed(descent_script(path.config)))
    assert np.reshape(printed, path.w.shape).tolist() == path.w.tolist()


def test_the_script_of_a_run_that_breaks_off_prints_the_same_up_to_there() -> None:
    path = run(surface="Flat bottom", lr=1.2, steps=9)
    printed = json.loads(executed(descent_script(path.config)).replace("nan", "NaN").replace("inf", "Infinity"))
    assert printed[: len(path.w)] == path.w[:, 0].tolist()
    assert len(path.w) == 6
    assert not np.isfinite(printed[len(path.w) :]).any()


def test_the_script_of_a_race_prints_where_each_run_ends_digit_for_digit() -> None:
    paths = [run(surface="Saddle", optimizer=name, lr=0.05, steps=40) for name in OPTIMIZERS]
    printed = executed(race_script([path.config for path in paths])).splitlines()
    assert printed == [f"{path.config.optimizer} {path.w[-1].tolist()}" for path in paths]


def test_the_script_of_the_basins_counts_the_starts_that_find_each_minimum() -> None:
    config = DescentConfig(surface="Himmelblau", optimizer="Momentum", lr=0.01, steps=60)
    found = basins(config, 12, 8)
    counted = [int(line.rsplit(maxsplit=1)[1]) for line in executed(basins_script(config, 12, 8)).splitlines()]
    assert counted == [int((found == at).sum()) for at in range(4)]


def test_the_script_of_the_chain_prints_product_gradient_and_new_weight() -> None:
    config = ChainConfig(activation="Tanh", x=-0.7, w=1.2)
    first = learn(config)[0]
    assert executed(chain_script(config)).split() == [str(v) for v in (first.product, first.w_grad, first.w_next)]


# The chain rule


def test_the_chain_rule_gives_the_courses_gradient() -> None:
    expected = REFERENCE["chain"]
    first = learn(ChainConfig(**{name: expected[name] for name in ("x", "w", "b", "target")}))[0]
    assert first.product == pytest.approx(expected["dloss_dw"], abs=expected["tolerance"])
    assert first.w_grad == pytest.approx(expected["dloss_dw"], abs=expected["tolerance"])


@given(
    x=st.floats(-5, 5),
    w=st.floats(-5, 5),
    b=st.floats(-5, 5),
    target=st.floats(-5, 5),
    activation=st.sampled_from(["Sigmoid", "Tanh", "ReLU", "GELU", "Identity", "Mish"]),
)
def test_three_factors_multiply_to_the_gradient_to_float_precision(
    x: float, w: float, b: float, target: float, activation: str
) -> None:
    first = learn(ChainConfig(x=x, w=w, b=b, target=target, activation=activation, rounds=1))[0]
    assert first.product == pytest.approx(first.w_grad, rel=1e-5, abs=1e-12)
    assert first.dz_dw == pytest.approx(x)
    assert first.dloss_da == pytest.approx(2 * (first.a - target), rel=1e-5, abs=1e-5)


def test_rounds_go_on_from_the_weights_of_the_round_before_and_the_loss_falls() -> None:
    rounds = learn(ChainConfig())
    for before, after in pairwise(rounds):
        assert (after.w, after.b) == (before.w_next, before.b_next)
        assert after.w_grad == pytest.approx(after.product, rel=1e-6), "the slope of this round alone"
        assert before.w_next == pytest.approx(before.w - 0.5 * before.w_grad, rel=1e-6)
        assert after.loss < before.loss


@pytest.mark.parametrize(
    "settings", [{"x": 6.0}, {"w": math.nan}, {"activation": "Magic"}, {"lr": 0.0}, {"rounds": 0}, {"rounds": 99}]
)
def test_a_bad_chain_is_refused_in_one_sentence_that_names_the_setting(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=f"^{next(iter(settings))} must"):
        ChainConfig(**settings)


# Maps


@pytest.mark.parametrize("name", LANDSCAPES)
def test_a_map_has_its_first_row_on_top_and_its_lowest_band_at_the_minimum(name: str) -> None:
    surface = LANDSCAPES[name]
    height = heights(name, 90, 60)
    across, up = surface.domain
    assert height.shape == (60, 90)
    corner = (across.low + (across.high - across.low) / 180, up.high - (up.high - up.low) / 120)
    assert height[0, 0] == pytest.approx(float(surface.function(at(corner))) - surface.lowest)
    band = bands(height)
    assert band.min() == 0
    assert band.max() == BANDS - 1
    x, y = surface.minima[0]
    row, column = int((up.high - y) / (up.high - up.low) * 60), int((x - across.low) / (across.high - across.low) * 90)
    assert band[row, column] <= 2
