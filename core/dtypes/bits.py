"""A number in the bits of each float dtype, read from PyTorch's own memory."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import torch
from torch import Tensor

from core.dtypes.names import FLOATS
from core.dtypes.neighbours import neighbours
from core.ranges import check_name
from core.tensors.refusals import attempt

EIGHTS: Final = tuple(name for name in ("float8_e4m3fn", "float8_e5m2") if hasattr(torch, name))
SHOWN: Final = (*EIGHTS, *FLOATS)
WORDS: Final = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}  # by size in bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many bits of a float dtype are for what; one more is the sign.

    Attributes:
        exponent: bits of the exponent.
        fraction: bits of the fraction.
        bias: what is taken off the exponent.
    """

    exponent: int
    fraction: int
    bias: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A number as one dtype keeps it.

    Attributes:
        dtype: its name.
        bits: zeros and ones, the sign first.
        layout: which of them are for what.
        value: what they stand for, exactly.
        kind: "normal", "subnormal", "zero", "inf" or "nan".
        power: of two, that the significand is multiplied by.
        significand: 1 and the fraction, or 0 and the fraction where it is subnormal or zero.
        error: stored minus asked for; None where either is not finite.
        below: the next smaller number of this dtype; None where there is none.
        above: the next larger one; None where there is none.
    """

    dtype: str
    bits: str
    layout: Layout
    value: float
    kind: str
    power: int
    significand: float
    error: Fraction | None
    below: float | None
    above: float | None


def layout(dtype: str) -> Layout:
    """Work the layout out from what PyTorch says of a dtype."""
    info = torch.finfo(getattr(torch, dtype))
    fraction = -round(math.log2(info.eps))
    return Layout(
        exponent=info.bits - 1 - fraction, fraction=fraction, bias=1 - round(math.log2(info.smallest_normal))
    )


def store(number: float | Tensor, dtype: str, asked: Fraction | None = None) -> Stored:
    """Put a number into a dtype, and look at what is there.

    Args:
        number: as Python has it, or a float tensor without dims.
        dtype: a name in `SHOWN`.
        asked: exactly the number meant.

    Raises:
        ConfigError: for another dtype.
        RefusedError: with PyTorch's words, should it not take the number.
    """
    check_name("dtype", dtype, SHOWN)
    with attempt():
        tensor = torch.as_tensor(number, dtype=getattr(torch, dtype))
    bits, plan = bits_of(tensor), layout(dtype)
    exponent = int(bits[1 : 1 + plan.exponent], 2)
    fraction = int(bits[1 + plan.exponent :], 2)
    value = tensor.item()
    finite = math.isfinite(value)
    below, above = neighbours(tensor)
    return Stored(
        dtype=dtype,
        bits=bits,
        layout=plan,
        value=value,
        kind=_kind(value, exponent),
        power=max(exponent, 1) - plan.bias if value else 0,
        significand=(exponent > 0) + fraction / 2**plan.fraction,
        error=Fraction(value) - asked if asked is not None and finite else None,
        below=below,
        above=above,
    )


def _kind(value: float, exponent: int) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf"
    if value == 0:
        return "zero"
    return "normal" if exponent else "subnormal"


def bits_of(tensor: Tensor) -> str:
    """Read the bits of a tensor without dims."""
    size = tensor.element_size()
    word = int(tensor.view(WORDS[size]).item())
    return format(word & (1 << 8 * size) - 1, f"0{8 * size}b")


def from_bits(bits: str, dtype: str) -> Tensor:
    """Return the number that bits stand for, as a tensor without dims: a nan keeps its bits in no other place.

    Args:
        bits: zeros and ones, as many as the dtype has.
        dtype: a name in `SHOWN`.
    """
    check_name("dtype", dtype, SHOWN)
    size = getattr(torch, dtype).itemsize
    word = int(bits, 2)
    if size > 1 and bits[0] == "1":
        word -= 1 << 8 * size
    return torch.tensor(word, dtype=WORDS[size]).view(getattr(torch, dtype))


def flipped(bits: str, place: int) -> str:
    """Turn one bit over."""
    return bits[:place] + ("1" if bits[place] == "0" else "0") + bits[place + 1 :]
