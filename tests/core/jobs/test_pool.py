"""How much work of a server is kept, and what is forgotten first."""

from dataclasses import replace

import pytest

from core.ensembles import fan
from core.jobs import ManyPool, RunPool
from tests.core.jobs.holding import LONG, SMALL


@pytest.mark.parametrize(
    ("pool", "plan"),
    [(RunPool(2), lambda n: replace(SMALL, seed=n)), (ManyPool(2), lambda n: fan(SMALL, n))],
    ids=["one run", "many"],
)
def test_what_was_not_asked_for_longest_is_forgotten(pool, plan):
    first, second = pool.job(plan(1)), pool.job(plan(2))
    assert pool.job(plan(1)) is first
    third = pool.job(plan(3))
    assert pool.job(plan(1)) is first
    assert pool.job(plan(3)) is third
    assert pool.job(plan(2)) is not second
    assert len(pool._jobs) == 2


def test_the_pool_holds_no_more_than_it_may_and_never_drops_a_run_being_watched(slices):
    pool = RunPool(max_runs=3)
    slices.allow(0)
    watched = pool.job(replace(SMALL, seed=0))
    with watched.watching():
        slices.reached(1)
        for seed in range(1, 10):
            pool.job(replace(SMALL, seed=seed))
        assert len(pool._jobs) == 3
        assert pool.job(replace(SMALL, seed=0)) is watched
        slices.allow(float("inf"))
        assert watched.wait(LONG)
    for seed in range(20, 24):
        pool.job(replace(SMALL, seed=seed))
    assert len(pool._jobs) == 3
    assert pool.job(replace(SMALL, seed=0)) is not watched
