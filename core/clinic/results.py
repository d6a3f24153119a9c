"""What a snippet gave, described, and whether two of them gave the same."""

from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from core.tensors.sizes import shape_text

FEW: Final = 12  # numbers that are written out
_DIGITS: Final = 4


def described(value: Any, most: int = FEW) -> str:
    """Say what shape, what dtype, where (if that is not the CPU), and up to so many numbers."""
    if isinstance(value, np.ndarray):
        return f"NumPy array {shape_text(value.shape)} {value.dtype}"
    if not isinstance(value, Tensor):
        return f"{list(value)}" if isinstance(value, torch.Size) else f"{value!r}"[:60]
    where = "" if value.device.type == "cpu" else f" on {value.device}"
    numbers = f": {_numbers(value)}" if numbered(value) and value.numel() <= most else ""
    return f"{shape_text(value.shape)} {str(value.dtype).removeprefix('torch.')}{where}{numbers}"


def numbered(value: Any) -> bool:
    """Tell whether a tensor's numbers can be read: they are on the CPU, and no stand-in for what is elsewhere."""
    return type(value) in {Tensor, torch.nn.Parameter} and value.device.type == "cpu"


def _numbers(value: Tensor) -> str:
    return str(_rounded(value.detach().tolist()))


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def difference(value: Any, meant: Any) -> str:
    """Say in which way a result differs from what is meant; nothing where it does not.

    A dtype alone makes no difference: it is named with every result.
    """
    if isinstance(value, np.ndarray) and isinstance(meant, np.ndarray):
        value, meant = torch.from_numpy(value), torch.from_numpy(meant)
    if not (isinstance(value, Tensor) and isinstance(meant, Tensor)):
        return "" if value is meant or (type(value) is type(meant) and value == meant) else "something else"
    if value.shape != meant.shape:
        return "another shape"
    if not (numbered(value) and numbered(meant)):
        return ""
    same = torch.isclose(value.detach().double(), meant.detach().double(), rtol=1e-4, atol=1e-6, equal_nan=True)
    return "" if same.all() else "other numbers"
