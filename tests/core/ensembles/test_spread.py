"""Numbers on many runs against numpy's, and the code shown against what the page trains."""

import contextlib
import io
import math
from dataclasses import replace

import numpy as np
import pytest

from core.config import TrainConfig
from core.ensembles import curves, fan, fan_script, grid, grid_script, quality, quartiles, seeds_needed, train_many
from core.training import snapshot_epochs

SMALL = TrainConfig(dataset="spiral", n_samples=40, hidden=(3,), epochs=90, batch_size=8, noise=0.1)
WILD = TrainConfig(dataset="noisy sine", n_samples=30, activation="ReLU", epochs=90, lr=10.0, batch_size=4)


def test_quartiles_are_numpys_and_leave_out_what_is_not_finite():
    values = [3.0, 1.0, 4.0, math.nan, 1.5, math.inf, 9.0]
    found = quartiles(values)
    assert [found.low, found.middle, found.high] == pytest.approx(np.quantile([3, 1, 4, 1.5, 9], [0.25, 0.5, 0.75]))
    assert math.isnan(quartiles([math.nan]).middle)


def test_the_seeds_needed_bring_the_standard_error_within_the_limit():
    values = [0.9, 0.94, 0.97, 0.99, 0.85, math.nan]
    n, deviation = seeds_needed(values, 0.01), np.std(values[:-1], ddof=1)
    assert 1.96 * deviation / math.sqrt(n) <= 0.01 < 1.96 * deviation / math.sqrt(n - 1)
    assert seeds_needed([0.9, 0.9], 0.01) == 1


def test_curves_stand_at_the_same_epochs_however_a_run_is_trained():
    state = train_many((SMALL, replace(SMALL, dropout=0.3), replace(SMALL, seed=1)))
    stacked, single, other = curves(state)
    assert [r.epoch for r in stacked] == [r.epoch for r in single] == [r.epoch for r in other]
    assert (stacked[0].epoch, stacked[-1].epoch) == (0, 90)
    assert 40 < len(stacked) < 62
    assert single[-1] == state.outcomes[1].last


@pytest.mark.parametrize("way", [{}, {"schedule": "cosine"}, {"update": "by hand"}])  # the last one has no stacked way
def test_the_curve_of_a_run_that_broke_ends_where_it_did(way):
    state = train_many([replace(WILD, lr=3.0, epochs=5_000, seed=seed, **way) for seed in range(4)])
    broken = [(curve, o.stop) for curve, o in zip(curves(state), state.outcomes, strict=True) if o.stop]
    assert len(broken) == 4
    assert not {stop.epoch for _, stop in broken} <= set(snapshot_epochs(5_000))  # some broke between two moments
    assert all(curve[-1].epoch == stop.epoch and not math.isfinite(curve[-1].test_loss) for curve, stop in broken)


def test_a_run_that_broke_has_no_quality():
    calm, wild = train_many((replace(WILD, lr=0.01), WILD)).outcomes
    assert wild.stop is not None
    assert math.isnan(quality(wild))
    assert quality(calm) == calm.last.test_r2
    assert quality(train_many([SMALL]).outcomes[0]) == train_many([SMALL]).outcomes[0].last.test_accuracy


def printed(script: str) -> list[str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(script, "shown", "exec"), {})  # noqa: S102 (our own script is what is tested)
    return out.getvalue().splitlines()


def test_the_code_of_a_fan_prints_what_the_page_shows():
    first, *lines = printed(fan_script(SMALL, 4))
    assert first == "4 networks in 1 parts"
    outcomes = train_many(fan(SMALL, 4)).outcomes
    assert lines == [f"{o.config.seed} {o.last.test_loss} {o.stop}" for o in outcomes]


@pytest.mark.parametrize("config", [SMALL, WILD, TrainConfig(dataset="iris", hidden=(3,), epochs=3)])
def test_the_code_of_a_grid_prints_what_the_page_shows(config):
    asked = ("lr", (0.01, 10.0), "batch_size", (5, None))
    first, *lines = printed(grid_script(config, *asked))
    assert first == "4 networks in 2 parts"
    assert lines == [f"{o.last.test_loss} {o.stop}" for o in train_many(grid(config, *asked)).outcomes]
