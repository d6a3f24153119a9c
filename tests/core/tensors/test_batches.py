"""Which matrices of a batch meet: PyTorch's own product of just these is the part of C that is named."""

import json

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TensorError
from core.tensors.batches import meetings, pattern
from core.tensors.products import operand

SIZES = st.integers(1, 3)
BATCHES = st.lists(SIZES, max_size=3)


@given(BATCHES, st.integers(0, 3), st.sets(st.integers(0, 2)), SIZES, SIZES, SIZES)
def test_every_part_of_a_product_is_that_of_the_two_that_meet(batch, missing, single, rows, inner, columns):
    sizes_a = [1 if i in single else size for i, size in enumerate(batch)]
    a = torch.arange(torch.Size(sizes_a).numel() * rows * inner).reshape(*sizes_a, rows, inner)
    sizes_b = batch[missing:]
    b = torch.arange(torch.Size(sizes_b).numel() * inner * columns).reshape(*sizes_b, inner, columns)
    product, named = a @ b, {"A": a, "B": b, "C": a @ b}
    met = meetings(a, b)
    assert sorted(torch.stack([one.c for one in met]).flatten().tolist()) == list(range(product.numel()))
    for one in met:
        parts = [named[name[0]][tuple(json.loads(name[1:] or "[]"))] for name in one.names]
        for part, places, whole in zip(parts, (one.a, one.b, one.c), (a, b, product), strict=True):
            assert part.equal(whole.flatten()[places])
        assert (parts[0] @ parts[1]).equal(parts[2])


@pytest.mark.parametrize(
    ("a", "b"), [("[1, 2, 3]", "2x3x2"), ("2x2x3", "[1, 2, 3]"), ("[1, 2]", "[3, 4]"), ("2x2", "[1, 2]")]
)
def test_a_vector_is_a_row_on_the_left_and_a_column_on_the_right(a, b):
    x, y = operand(a), operand(b)
    for one in meetings(x, y):
        assert (x.flatten()[one.a] @ y.flatten()[one.b]).equal((x @ y).flatten()[one.c])


@pytest.mark.parametrize(
    ("a", "b", "written"),
    [
        ("2x2x3", "3x2", "C[i] = A[i] @ B"),
        ("2x1x2x2", "3x2x2", "C[i, j] = A[i, 0] @ B[j]"),
        ("[1, 2]", "2x2x2", "C[i] = A @ B[i]"),
        ("2x2", "2x2", "C = A @ B"),
    ],
)
def test_the_pattern_tells_what_is_repeated(a, b, written):
    assert pattern(operand(a), operand(b)) == written


def test_what_does_not_meet_is_refused():
    with pytest.raises(TensorError, match="do not go together"):
        meetings(operand("2x2x2"), operand("3x2x2"))
    with pytest.raises(TensorError, match="not for 0-D"):
        meetings(operand("2"), operand("2x2"))
