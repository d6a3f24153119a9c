import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.tables import spread


@given(value=st.floats(-1e30, 1e30), n=st.integers(1, 60))
def test_equal_values_are_divided_by_one_however_their_mean_is_rounded(value, n):
    _, std = spread(torch.full((n, 1), value, dtype=torch.float64))
    assert std.tolist() == [1.0]


def test_the_rounded_spread_of_equal_values_would_not_be_zero():
    assert torch.full((3,), 0.1, dtype=torch.float64).std(correction=0) > 0


def test_values_whose_squares_vanish_are_not_divided_by_zero():
    values = torch.tensor([1e-300, 2e-300, 5e-300], dtype=torch.float64)
    mean, std = spread(values)
    assert ((values - mean) / std).isfinite().all()


def test_mean_and_spread_are_those_of_the_textbook():
    mean, std = spread(
        torch.tensor([[2.0, 1.0], [4.0, 1.0], [4.0, 1.0], [4.0, 1.0], [5.0, 1.0], [5.0, 1.0], [7.0, 1.0], [9.0, 1.0]])
    )
    assert mean.tolist() == pytest.approx([5.0, 1.0])
    assert std.tolist() == pytest.approx([2.0, 1.0])
