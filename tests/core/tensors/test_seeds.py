"""Seeds: the tape is PyTorch's own, and the story told of it is what the code shown does."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError
from core.tensors.limits import DRAWS
from core.tensors.seeds import RESEEDING, Experiment, draw_twice, seed_script

COURSE = json.loads((Path(__file__).parents[2] / "reference" / "tensors.json").read_text())
SEEDED = [name for name, how in RESEEDING.items() if how.before]
EXPERIMENTS = st.builds(
    Experiment,
    seed=st.integers(0, 2**31 - 1),
    draws=st.integers(int(DRAWS.low), int(DRAWS.high)),
    reseed=st.sampled_from(SEEDED),
    stranger=st.booleans(),
)


@given(EXPERIMENTS)
def test_the_code_shown_draws_the_numbers_and_the_fingerprint_shown(experiment: Experiment) -> None:
    names: dict[str, Any] = {}
    with torch.random.fork_rng(devices=[]), redirect_stdout(StringIO()) as printed:
        exec(seed_script(experiment), names)  # noqa: S102 - our own code, which learners are told to run
    outcome = draw_twice(experiment)
    assert printed.getvalue().split()[-1] == outcome.fingerprint
    assert str(outcome.draws[0].values) in printed.getvalue()
    assert torch.equal(names["C"], outcome.draws[0].values)
    assert torch.equal(names["D"], outcome.draws[-1].values)
    assert outcome.equal == torch.equal(names["C"], names["D"])


@given(EXPERIMENTS)
def test_every_draw_lies_on_the_tape_where_it_is_said_to(experiment: Experiment) -> None:
    outcome = draw_twice(experiment)
    for draw in outcome.draws:
        assert torch.equal(outcome.tape[draw.start : draw.start + len(draw.values)], draw.values)


@given(EXPERIMENTS)
def test_a_friend_with_the_same_settings_sees_the_same_fingerprint(experiment: Experiment) -> None:
    assert draw_twice(experiment).fingerprint == draw_twice(experiment).fingerprint


def test_the_courses_tensors_c_and_d() -> None:
    expected = torch.tensor(COURSE["T15"]["numbers"]["C"]).flatten()
    outcome = draw_twice(Experiment(seed=42, draws=12, reseed="twice"))
    torch.testing.assert_close(outcome.draws[0].values, expected, atol=COURSE["T15"]["tolerance"], rtol=0)
    assert outcome.equal == COURSE["T15"]["numbers"]["C==D"]


def test_without_seeding_again_the_tape_runs_on() -> None:
    expected = torch.tensor(COURSE["T15b"]["numbers"]["next_draw"]).flatten()
    outcome = draw_twice(Experiment(seed=42, draws=12, reseed="once"))
    assert torch.equal(outcome.draws[-1].values, expected)
    assert not outcome.equal


def test_a_stranger_moves_d_by_one_place_unless_the_seed_is_set_again_or_the_generator_is_ones_own() -> None:
    starts = {
        reseed: [
            draw_twice(Experiment(draws=8, reseed=reseed, stranger=stranger)).draws[-1].start
            for stranger in (False, True)
        ]
        for reseed in SEEDED
    }
    assert starts == {"twice": [0, 0], "once": [8, 9], "own generator": [8, 8]}


def test_without_a_seed_two_runs_differ() -> None:
    prints = {draw_twice(Experiment(reseed="never")).fingerprint for _ in range(4)}
    assert len(prints) == 4


def test_the_global_generator_is_left_alone() -> None:
    before = torch.random.get_rng_state()
    for reseed in RESEEDING:
        draw_twice(Experiment(reseed=reseed, stranger=True))
    assert torch.equal(torch.random.get_rng_state(), before)


@pytest.mark.parametrize(
    "settings", [{"seed": -1}, {"seed": 2**31}, {"draws": 0}, {"draws": 13}, {"reseed": "thrice"}]
)
def test_an_experiment_outside_the_limits_does_not_exist(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        Experiment(**settings)
