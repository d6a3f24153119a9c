"""A number in the bits of each float dtype, read from PyTorch's own memory."""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

import torch
from torch import Tensor

from core.dtypes.names import FLOATS
from core.ranges import check_name
from core.tensors.refusals import attempt

EIGHTS: Final = tuple(name for name in ("float8_e4m3fn", "float8_e5m2") if hasattr(torch, name))
SHOWN: Final = (*EIGHTS, *FLOATS)
_WORDS: Final = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}  # by size in bytes


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
        below: the next smaller number of this dtype.
        above: the next larger one.
    """

    dtype: str
    bits: str
    layout: Layout
    value: float
    kind: str
    power: int
    significand: float
    error: Fraction | None
    below: float
    above: float


def layout(dtype: str) -> Layout:
    """Work the layout out from what PyTorch says of a dtype."""
    info = torch.finfo(getattr(torch, dtype))
    fraction = -round(math.log2(info.eps))
    return Layout(
        exponent=info.bits - 1 - fraction, fraction=fraction, bias=1 - round(math.log2(info.smallest_normal))
    )


def store(number: float, dtype: str, asked: Fraction | None = None) -> Stored:
    """Put a number into a dtype, and look at what is there.

    Args:
        number: as Python has it; a whole number of any size.
        dtype: a name in `SHOWN`.
        asked: exactly the number meant.

    Raises:
        ConfigError: for another dtype.
        RefusedError: with PyTorch's words, should it not take the number.
    """
    check_name("dtype", dtype, SHOWN)
    with attempt():
        tensor = _tensor(number, dtype)
    bits, plan = bits_of(tensor), layout(dtype)
    exponent = int(bits[1 : 1 + plan.exponent], 2)
    fraction = int(bits[1 + plan.exponent :], 2)
    value = tensor.item()
    finite = math.isfinite(value)
    return Stored(
        dtype=dtype,
        bits=bits,
        layout=plan,
        value=value,
        kind=_kind(value, exponent),
        power=max(exponent, 1) - plan.bias if value else 0,
        significand=(exponent > 0) + fraction / 2**plan.fraction,
        error=Fraction(value) - asked if asked is not None and finite else None,
        below=_next(tensor, -math.inf),
        above=_next(tensor, math.inf),
    )


def _tensor(number: float, dtype: str) -> Tensor:
    """Make the tensor; a whole number beyond 64 bits goes by way of a float."""
    fits = not isinstance(number, int) or -(2**63) <= number < 2**63
    return torch.tensor(number if fits else float(number), dtype=getattr(torch, dtype))


def _kind(value: float, exponent: int) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf"
    if value == 0:
        return "zero"
    return "normal" if exponent else "subnormal"


def bits_of(tensor: Tensor) -> str:
    """Read the bits of a tensor without dims."""
    size = tensor.element_size()
    word = int(tensor.view(_WORDS[size]).item())
    return format(word & (1 << 8 * size) - 1, f"0{8 * size}b")


def from_bits(bits: str, dtype: str) -> float:
    """Return the number that bits stand for.

    Args:
        bits: zeros and ones, as many as the dtype has.
        dtype: a name in `SHOWN`.
    """
    check_name("dtype", dtype, SHOWN)
    size = getattr(torch, dtype).itemsize
    word = int(bits, 2)
    if size > 1 and bits[0] == "1":
        word -= 1 << 8 * size
    return float(torch.tensor(word, dtype=_WORDS[size]).view(getattr(torch, dtype)).item())


def flipped(bits: str, place: int) -> str:
    """Turn one bit over."""
    return bits[:place] + ("1" if bits[place] == "0" else "0") + bits[place + 1 :]


@cache
def _every(dtype: str) -> list[float]:
    """List the numbers of a float8, in their order."""
    numbers = torch.arange(256).to(torch.uint8).view(getattr(torch, dtype)).double()
    return sorted({number for number in numbers.tolist() if not math.isnan(number)})


def _next(tensor: Tensor, towards: float) -> float:
    """Return the next number of the same dtype; float8 has no nextafter: by its 256 numbers."""
    if tensor.element_size() > 1:
        return float(torch.nextafter(tensor, torch.tensor(towards, dtype=tensor.dtype)).item())
    value, dtype = tensor.item(), str(tensor.dtype).removeprefix("torch.")
    if math.isnan(value):
        return math.nan
    every = _every(dtype)
    place = every.index(value) + (1 if towards > 0 else -1)
    return every[min(max(place, 0), len(every) - 1)]


def bits_script(number: float) -> str:
    """Write the code that prints the bits, the exact value and the neighbour of a number in each dtype."""
    written = f'float("{number}")' if isinstance(number, float) and not math.isfinite(number) else repr(number)
    names = ", ".join(f"torch.{name}: torch.{_WORDS[getattr(torch, name).itemsize]}" for name in FLOATS)
    return "\n".join(
        [
            "import math",
            "from decimal import Decimal",
            "",
            "import torch",
            "",
            f"for dtype, word in {{{names.replace('torch.torch', 'torch')}}}.items():",
            f"    x = torch.tensor({written}, dtype=dtype)",
            "    n = 8 * x.element_size()",
            '    bits = format(x.view(word).item() & (1 << n) - 1, f"0{n}b")',
            "    above = torch.nextafter(x, torch.tensor(math.inf, dtype=dtype)).item()",
            "    print(dtype, bits, Decimal(x.item()), above)",
        ]
    )
