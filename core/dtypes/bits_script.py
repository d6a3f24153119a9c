"""The code that prints what is shown of the bits of a number."""

from typing import Final

from torch import Tensor

from core.dtypes.bits import SHOWN, WORDS
from core.dtypes.exact import exact_code
from core.dtypes.numbers import python, read_number

_HEAD: Final = """\
import math
from decimal import Decimal
from fractions import Fraction

import torch
"""
_LOOP: Final = """\
    x = torch.as_tensor(number, dtype=dtype)
    info, size = torch.finfo(dtype), x.element_size()
    bits = format(x.view(words[size]).item() & (1 << 8 * size) - 1, f"0{8 * size}b")
    n = -round(math.log2(info.eps))  # bits of the fraction
    exponent, fraction = int(bits[1:-n], 2), int(bits[-n:], 2)
    power = max(exponent, 1) - (1 - round(math.log2(info.smallest_normal)))
    print(dtype, bits[0], bits[1:-n], bits[-n:], power, Decimal((exponent > 0) + fraction / 2**n))
    value = x.item()
    if size > 1:
        below, above = (torch.nextafter(x, torch.tensor(end, dtype=dtype)).item() for end in (-math.inf, math.inf))
    else:  # float8 has no nextafter: look at all of its numbers
        every = torch.arange(256, dtype=torch.uint8).view(dtype).tolist()
        below = max((other for other in every if other < value), default=value)
        above = min((other for other in every if other > value), default=value)
    print("stored", Decimal(value), "between", below, "and", above)  # itself, where nothing lies beyond
"""
_OFF: Final = """\
    if math.isfinite(value):
        off = Fraction(value) - exact
        print("off by", Decimal(off.numerator) / off.denominator)
"""


def bits_script(text: str) -> str:
    """Write the code that prints the bits, the exact value, the error and the neighbours in each dtype.

    Args:
        text: that `read_number` reads.
    """
    number, asked = read_number(text)
    words = ", ".join(f"{size}: {word}" for size, word in WORDS.items())
    dtypes = ", ".join(f"torch.{name}" for name in SHOWN)
    lines = [_HEAD, f"number = {_written(number)}"]
    if asked is not None:
        lines.append(f"exact = {'Fraction(number)' if asked == number else exact_code(text)}")
    lines += [f"words = {{{words}}}", f"for dtype in [{dtypes}]:", _LOOP + (_OFF if asked is not None else "")]
    return "\n".join(lines).rstrip()


def _written(number: float | Tensor) -> str:
    """Write a number as Python; a tensor that is a nan by its bits."""
    if isinstance(number, Tensor):
        word = WORDS[number.element_size()]
        return f"torch.tensor({number.view(word).item()}, dtype={word}).view({number.dtype})"
    return python(number)
