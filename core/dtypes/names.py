"""The dtypes by name, narrow before wide, and what PyTorch's messages call them."""

import re
from typing import Final

import torch

NAMES: Final = (
    "bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64",
)  # fmt: skip
DTYPES: Final[dict[str, torch.dtype]] = {name: getattr(torch, name) for name in NAMES}
FLOATS: Final = ("float16", "bfloat16", "float32", "float64")
WHOLE: Final = ("uint8", "int8", "int16", "int32", "int64")

# Messages are written in C++, which has names of its own.
_TITLED: Final = {
    "Byte": "uint8", "Char": "int8", "Short": "int16", "Int": "int32", "Long": "int64", "Half": "float16",
    "Float": "float32", "Double": "float64",
}  # fmt: skip
_COMPARED: Final = {
    "unsigned char": "uint8", "signed char": "int8", "short int": "int16", "long int": "int64", "int": "int32",
    "c10::BFloat16": "bfloat16", "c10::Half": "float16", "float": "float32", "double": "float64",
}  # fmt: skip


def name_of(dtype: torch.dtype) -> str:
    """Write a dtype without `torch.`."""
    return str(dtype).removeprefix("torch.")


def translated(words: str) -> dict[str, str]:
    """Find the dtypes that a message of PyTorch calls by C++'s names.

    Returns:
        Name in the message to name in Python, in the order of the message.
    """
    known = _COMPARED if " != " in words else _TITLED
    any_of = "|".join(map(re.escape, known))
    return {found: known[found] for found in re.findall(rf"(?<![\w.:])(?:{any_of})(?!\w)", words)}
