"""A tensor packed for its brackets: every element said as in the squares, in index order."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.tensors import tensor_frames
from ui.components.brackets.pack import MOST, fits, pack


@given(st.lists(st.integers(0, 5), max_size=5), st.sampled_from([torch.int64, torch.float16, torch.bool]))
def test_what_is_packed_is_the_tensor(shape: list[int], dtype: torch.dtype) -> None:
    tensor = (torch.arange(math.prod(shape)) % 7 - 3).reshape(shape).to(dtype)
    if not fits(tuple(shape)):
        assert math.prod(shape) > MOST or math.prod(shape[:-2]) > 24
        return
    packed = pack(tensor, "T")
    assert packed["shape"] == shape
    assert [float(eval(value)) for value in packed["exact"]] == tensor.reshape(-1).tolist()  # noqa: S307 - our own
    assert len(packed["said"]) == len(packed["shades"]) == tensor.numel()
    assert all(-1 <= shade <= 1 and math.copysign(1, shade) == math.copysign(1, value or shade)
               for shade, value in zip(packed["shades"], tensor.reshape(-1).tolist(), strict=True))  # fmt: skip


@pytest.mark.parametrize("values", [[1, 2.7], 2.7, [[[0.5, 100]], [[2.7, 1]]], [1e-5, 2.7]])
def test_brackets_and_squares_say_the_same_digits(values: object) -> None:
    tensor = torch.tensor(values, dtype=torch.float16)
    assert pack(tensor, "T")["said"] == tensor_frames(tensor, "T")["cells"]["label"].tolist()


@pytest.mark.parametrize("shape", [(), (0,), (96,), (6, 16), (2, 0), (2, 2, 2, 3, 2, 2), (24, 2, 2)])
def test_small_tensors_are_shown_in_their_brackets(shape: tuple[int, ...]) -> None:
    assert fits(shape)


@pytest.mark.parametrize("shape", [(97,), (2, 17), (200, 0), (30, 1, 1), (64, 64)])
def test_large_tensors_are_not(shape: tuple[int, ...]) -> None:
    assert not fits(shape)
