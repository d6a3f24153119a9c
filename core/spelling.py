"""Numbers as they are written by hand."""

from decimal import Decimal
from typing import Final

_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(value: float | Decimal, digits: int) -> str:
    """Write a finite number as a power of ten, 1.2 × 10⁻⁵, with so many digits before the power; it never breaks."""
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa}\u00a0×\u00a010{raised(int(power))}".replace("-", "−")


def raised(power: int) -> str:
    """Write an exponent."""
    return str(power).translate(_RAISED)
