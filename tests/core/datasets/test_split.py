import math

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from core.datasets import divide, load


@given(
    n_samples=st.integers(4, 500),
    percent=st.integers(10, 90),
    split=st.sampled_from(["in order", "shuffled"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_row_is_in_exactly_one_part(n_samples, percent, split, seed):
    if math.ceil(n_samples * (100 - percent) / 100) == n_samples:
        return
    train, test = divide(n_samples, percent / 100, split, seed)
    assert sorted([*train.tolist(), *test.tolist()]) == list(range(n_samples))


@example(n_samples=20, percent=70)  # 1 - 0.7 is 0.30000000000000004
@example(n_samples=100, percent=29)  # 0.29 * 100 is 28.999999999999996
@given(n_samples=st.integers(20, 2000), percent=st.integers(10, 90))
def test_in_order_takes_the_whole_number_below_the_share(n_samples, percent):
    train, test = divide(n_samples, percent / 100, "in order", 0)
    assert len(train) == n_samples * percent // 100
    assert torch.equal(torch.cat([train, test]), torch.arange(n_samples))


@pytest.mark.parametrize(("n_samples", "test_size"), [(1000, 0.2), (150, 0.3), (101, 0.25), (10, 0.1)])
def test_shuffled_is_scikit_learn_s_split(n_samples, test_size):
    train, test = train_test_split(list(range(n_samples)), test_size=test_size, random_state=42)
    ours = divide(n_samples, 1 - test_size, "shuffled", 42)
    assert (ours[0].tolist(), ours[1].tolist()) == (train, test)


@pytest.mark.parametrize("dataset", ["moons", "spiral", "iris", "circles"])
def test_a_seed_of_the_data_draws_and_divides_it_whatever_the_other_seed(dataset, ask):
    own, other, plain = (load(ask(dataset=dataset, seed=seed, data_seed=data)) for seed, data in
                         ((1, 7), (2, 7), (7, None)))  # fmt: skip
    assert torch.equal(own.train.x, other.train.x)
    assert torch.equal(own.train.x, plain.train.x)
    assert not torch.equal(own.train.x, load(ask(dataset=dataset, seed=1)).train.x)
