"""How much memory numbers take: asked of tensors on meta, which have a size and no memory."""

from collections.abc import Mapping
from typing import Final

import torch

from core.dtypes.names import DTYPES
from core.ranges import check_name

MODELS: Final[Mapping[str, int]] = {
    "10 thousand": 10_000,
    "1 million": 10**6,
    "25.6 million (ResNet-50)": 25_600_000,
    "110 million (BERT base)": 110_000_000,
    "1.5 billion (GPT-2)": 1_500_000_000,
    "7 billion": 7 * 10**9,
    "70 billion": 70 * 10**9,
    "175 billion (GPT-3)": 175 * 10**9,
    "1 trillion": 10**12,
}
SHOWN: Final = ("float64", "float32", "bfloat16", "float16", "int8")
_TRAINED: Final = ("float64", "float32", "bfloat16", "float16")
_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


def nbytes(model: str, dtype: str) -> int:
    """Ask a tensor with so many numbers how many bytes it takes.

    Args:
        model: a name in `MODELS`.
        dtype: a name in `DTYPES`.
    """
    check_name("the size", model, MODELS)
    check_name("dtype", dtype, DTYPES)
    return torch.empty(MODELS[model], dtype=DTYPES[dtype], device="meta").nbytes


def training_nbytes(model: str, dtype: str) -> int | None:
    """Add gradients and Adam's two moments, in the same dtype; None where a dtype has no gradients."""
    return 4 * nbytes(model, dtype) if dtype in _TRAINED else None


def in_units(size: int) -> str:
    """Write a number of bytes with three digits; 1 kB is 1,000 bytes."""
    power = min((len(str(size)) - 1) // 3, len(_UNITS) - 1)
    return f"{size / 1000**power:,.3g} {_UNITS[power]}"


def memory_script(model: str) -> str:
    """Write the code that asks."""
    names = ", ".join(f"torch.{name}" for name in SHOWN)
    return "\n".join(
        [
            "import torch",
            "",
            f"for dtype in [{names}]:",
            f'    x = torch.empty({MODELS[model]}, dtype=dtype, device="meta")  # no memory is taken',
            "    print(dtype, x.itemsize, x.nbytes)",
        ]
    )
