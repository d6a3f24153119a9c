"""What an expression needs is imported, and nothing else."""

import pytest

from core.expressions.imports import imports


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("x.sum()", []),
        ("F.relu(x)", ["import torch.nn.functional as F"]),
        ("torch.nn.functional.relu(torch.nn.ReLU()(x))", []),
        ("nn.ReLU()(F.relu(x))", ["import torch.nn.functional as F", "from torch import nn"]),
        ("tensor([inf]) + torch.nan", ["from torch import inf, tensor"]),
        ("x.nan_to_num(nan=0) == info", []),
        ("x == inf", ["from torch import inf"]),
    ],
)
def test_what_is_written_short_is_imported(code: str, more: list[str]) -> None:
    assert imports(code, ["tensor", "nan", "inf"]) == ["import torch", *more]
