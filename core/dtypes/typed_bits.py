"""The bits of a number as somebody types them, after the dtype that they are of."""

import math
import re
from typing import Final

import torch
from torch import Tensor

from core.dtypes.bits import SHOWN, bits_of, from_bits
from core.errors import TensorError

_NAMED: Final = re.compile(r"(?:torch\.)?(?P<dtype>[a-z]\w*)(?:\s+(?P<bits>.*))?", re.IGNORECASE | re.DOTALL)


def read_bits(text: str) -> Tensor | None:
    """Read a dtype and its bits, in groups or not.

    Args:
        text: as typed, without spaces around it.

    Returns:
        The number they stand for, as a tensor without dims; None where the text is something else.

    Raises:
        TensorError: for a dtype that is not shown in bits, and for what are no bits, or too many or too few.
    """
    given = _NAMED.fullmatch(text)
    if given is None:
        return None
    dtype, bits = given["dtype"].lower(), "".join((given["bits"] or "").split())
    are_bits = bool(bits) and set(bits) <= set("01")
    if dtype not in SHOWN:
        if are_bits or (dtype[-1].isdigit() and isinstance(getattr(torch, dtype, None), torch.dtype)):
            raise TensorError(f"bits are taken of {', '.join(SHOWN)}; this begins with {given['dtype']}")
        return None
    width = 8 * getattr(torch, dtype).itemsize
    if not are_bits:
        raise TensorError(f"after {dtype} come {width} bits, each 0 or 1")
    if len(bits) != width:
        raise TensorError(f"{dtype} has {width} bits, and {len(bits)} are given")
    return from_bits(bits, dtype)


def spell_bits(bits: str, dtype: str) -> str:
    """Write a text that `read_number` reads as these bits: the number, or the bits themselves of one nan of many."""
    value = from_bits(bits, dtype).item()
    known = not math.isnan(value) or bits == bits_of(torch.tensor(math.nan, dtype=getattr(torch, dtype)))
    return repr(value) if known else f"{dtype} {bits}"
