"""Learning-rate schedules against their formulas, written again."""

import math

import pytest

from core.schedules import SCHEDULES, rates

FORMULAS = {
    "constant": lambda e, n, lr: lr,
    "step": lambda e, n, lr: lr * 0.1 ** (e // math.ceil(n / 3)),
    "cosine": lambda e, n, lr: lr / 2 * (1 + math.cos(math.pi * e / n)),
    "exponential": lambda e, n, lr: lr * 0.01 ** (e / n),
}


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize(("epochs", "lr"), [(1, 0.1), (2, 1.0), (7, 0.03), (100, 10)])
def test_every_epoch_has_the_rate_of_the_formula(name, epochs, lr):
    wanted = [FORMULAS[name](e, epochs, lr) for e in range(epochs)]
    assert rates(name, epochs, lr) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("epochs", [5, 100])
def test_one_cycle_warms_up_to_the_chosen_rate_and_ends_far_below(epochs):
    found = rates("one-cycle", epochs, 0.5)
    assert len(found) == epochs
    assert found[0] == pytest.approx(0.5 / 25)
    if epochs == 100:
        top = max(range(epochs), key=found.__getitem__)
        assert 25 <= top <= 35
        assert found[top] == pytest.approx(0.5, rel=1e-2)
        assert found[-1] < 0.5 / 500


@pytest.mark.parametrize("name", SCHEDULES)
def test_an_entry_says_what_it_is(name):
    entry = SCHEDULES[name]
    assert entry.idea.endswith(".")
    assert entry.latex
    assert (entry.factory is None) == (name == "constant")


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("epochs", [1, 2, 3, 4, 10_000])
def test_every_rate_is_a_number_above_zero_and_none_is_larger_than_the_one_chosen(name, epochs):
    found = rates(name, epochs, 10.0)
    assert len(found) == epochs
    assert all(0 < rate <= 10.0 for rate in found)
