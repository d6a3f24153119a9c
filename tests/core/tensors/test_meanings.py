"""What PyTorch says, called just now, is explained by what is true of that very call."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional

from core.tensors.refusals import _OTHERWISE, explain

ONES, WHOLE = torch.ones, torch.ones(2, 3, dtype=torch.int64)


@pytest.mark.parametrize(
    ("call", "means"),
    [
        (lambda: torch.softmax(WHOLE, dim=0), "for floats alone"),
        (lambda: torch.softmax(WHOLE, dim=1), "for floats alone"),
        (lambda: functional.cross_entropy(WHOLE, torch.tensor([0, 1])), "for floats alone"),
        (lambda: torch.softmax(ONES(2, 3), dim=1.0), "a whole number is wanted"),  # type: ignore[call-overload]
        (lambda: torch.softmax([1.0], dim=0), "a tensor is wanted"),  # type: ignore[call-overload]
        (lambda: ONES(2, 2, 3) @ ONES(3, 3, 2), "only for the dims before the last two"),
        (lambda: ONES(2, 2, 3) @ ONES(2, 2, 3), "as many rows as it has columns"),
        (lambda: torch.bmm(ONES(2, 2, 3), ONES(3, 3, 2)), "each matrix on the left needs one on the right"),
        (lambda: nn.Linear(4, 2)(ONES(5, 3)), "as many columns on the left as rows on the right"),
        (lambda: ONES(2, 3) @ ONES(2), "columns in the matrix as numbers in the vector"),
        (lambda: ONES(2) @ ONES(3), "in the one vector as in the other"),
        (lambda: functional.cross_entropy(ONES(4), torch.tensor([1, 2, 0, 1])), "read as probabilities"),
        (lambda: functional.cross_entropy(ONES(4), torch.tensor([1, 2])), "one id is wanted"),
        (lambda: WHOLE.gather(0, WHOLE.float()), "in int64 or int32"),
        (lambda: ONES(2, 3).gather(1, torch.zeros(4, 3, dtype=torch.int64)), "no larger than the tensor"),
        (lambda: nn.Embedding(4, 2)(torch.tensor([1], dtype=torch.uint8)), "in int64 or int32"),
        (lambda: functional.cross_entropy(ONES(1, 3), torch.tensor([1], dtype=torch.int32)), "counted in int64"),
        (lambda: nn.Linear(1, 2)(torch.tensor(1.0)), "no dim of features"),
        (lambda: nn.Linear(4, -2), "a size cannot be negative"),
        (lambda: nn.BatchNorm2d(4)(ONES(2, 3, 2, 2)), "another count of channels"),
        (lambda: len(torch.tensor(1)), "a scalar has no dims"),
        (lambda: ONES(1, 2, 3).t(), ".mT turns the last two"),
    ],
)
def test_a_refusal_means_what_is_true_of_it(call: Callable[[], Any], means: str) -> None:
    with pytest.raises((RuntimeError, TypeError, ValueError)) as raised:
        call()
    meaning = explain(raised.value).meaning
    assert means in meaning
    assert meaning != _OTHERWISE
