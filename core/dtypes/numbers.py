"""A number as somebody types it, exactly, and exact numbers written out."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Final

from torch import Tensor

from core.decimals import is_decimal
from core.errors import TensorError
from core.expressions import evaluate
from core.ranges import Range
from core.spelling import power_of_ten

LENGTH: Final = Range(1, 60)  # characters
_KNOWN: Final = {"inf": math.inf, "nan": math.nan}
_POWER: Final = 400  # of ten, beyond which no dtype has anything
_EXAMPLE: Final = "type one such as 0.1, 2**24 + 1, -0.0, inf or nan"


def read_number(text: str) -> tuple[int | float, Fraction | None]:
    """Read a number, or an expression that comes to one.

    Args:
        text: as typed.

    Returns:
        The number as Python has it, and exactly as it was written; None for inf and nan.

    Raises:
        TensorError: if it is no number.
        RefusedError: if Python or PyTorch could not compute it.
    """
    if len(text) > LENGTH.high:
        raise TensorError(f"the number has {len(text):,} characters; up to {LENGTH.high:g} are taken")
    if not text.strip():
        raise TensorError(f"there is no number yet; {_EXAMPLE}")
    bare = text.strip()
    if is_decimal(bare):
        return _written(bare)
    value = evaluate(bare, _KNOWN)
    if isinstance(value, Tensor) and value.numel() == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TensorError(f"this comes to no single number; {_EXAMPLE}")
    return value, Fraction(value) if math.isfinite(value) else None


def _written(text: str) -> tuple[int | float, Fraction | None]:
    exact = exact_decimal(text)
    return (int(text) if text.lstrip("+-").isdigit() else float(text)), exact


def exact_decimal(text: str) -> Fraction:
    """Read a decimal number exactly as it is written.

    Raises:
        TensorError: if it lies further from 1 than any dtype comes.
    """
    decimal = Decimal(text)
    if decimal and abs(decimal.adjusted()) > _POWER:
        raise TensorError(f"the number lies beyond 10 to the power of {_POWER}; no dtype comes near it")
    return Fraction(decimal)


def exactly(value: float, most: int = 60) -> str:
    """Write out a float with all the digits it has, in groups of five from the point on; a long one is cut short.

    Args:
        value: of any size.
        most: how many digits.
    """
    if not math.isfinite(value):
        return str(value)
    sign = "−" if math.copysign(1, value) < 0 else ""
    digits = format(Decimal(value).copy_abs(), "f")
    whole, _, fraction = digits.partition(".")
    if len(whole) > 18 or fraction.startswith("0" * 12):
        return sign + _by_power(Decimal(value).copy_abs(), most)
    rest = _grouped(fraction[:most]) + ("…" if len(fraction) > most else "")
    return f"{sign}{int(whole):,}" + (f".{rest}" if rest else "")


def _by_power(value: Decimal, most: int) -> str:
    digits = "".join(map(str, value.as_tuple().digits)).rstrip("0") or "0"
    cut = _grouped(digits[1:most]) + ("…" if len(digits) > most else "")
    return f"{digits[0]}{'.' if cut else ''}{cut}e{value.adjusted():+d}"


def briefly(value: float, digits: int) -> str:
    """Write a float with so many digits, parted as those of `exactly` are."""
    whole, point, rest = f"{value:.{digits}g}".partition(".")
    fraction, power, by = rest.partition("e")
    return whole + point + _grouped(fraction) + power + by


def _grouped(digits: str) -> str:
    """Part digits by thin spaces, at which a line may also end."""
    return "\u2009".join(digits[i : i + 5] for i in range(0, len(digits), 5))


def off_by(error: Fraction | None) -> str:
    """Write how far a number is off; `-` where that is no number."""
    if error is None:
        return "-"
    if not error:
        return "exact"
    return power_of_ten(rounded(error), 2)


def rounded(exact: Fraction) -> Decimal:
    """Return a fraction with 28 digits, of whatever size; as a float it could be 0 or infinite."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)
