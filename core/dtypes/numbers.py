"""A number as somebody types it, exactly, and exact numbers written out."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Final

from torch import Tensor

from core.decimals import is_decimal
from core.dtypes.exact import exact_decimal, exact_value
from core.dtypes.typed_bits import read_bits
from core.errors import TensorError
from core.expressions import evaluate
from core.ranges import Range
from core.spelling import power_of_ten

LENGTH: Final = Range(1, 80)  # characters
_KNOWN: Final = {"inf": math.inf, "nan": math.nan}
_EXAMPLE: Final = "type one such as 0.1, 2**24 + 1, -0.0, inf or nan"


def read_number(text: str) -> tuple[float | Tensor, Fraction | None]:
    """Read a number, an expression that comes to one, or a dtype and its bits.

    Args:
        text: as typed.

    Returns:
        The number as Python has it, or a tensor where it is a nan, whose bits Python does not keep; and exactly as it
        was written: None where that is not known, and for inf and nan.

    Raises:
        TensorError: if it is no number.
        RefusedError: if Python or PyTorch could not compute it.
    """
    if len(text) > LENGTH.high:
        raise TensorError(f"the number has {len(text):,} characters; up to {LENGTH.high:g} are taken")
    bare = text.strip()
    if not bare:
        raise TensorError(f"there is no number yet; {_EXAMPLE}")
    if is_decimal(bare):
        return (int(bare) if bare.lstrip("+-").isdigit() else float(bare)), exact_decimal(bare)
    if (given := read_bits(bare)) is not None:
        value = _plain(given)
        return value, Fraction(value) if isinstance(value, float) and math.isfinite(value) else None
    value = evaluate(bare, _KNOWN)
    if isinstance(value, Tensor) and value.numel() == 1:
        value = _plain(value.reshape(()))
    if isinstance(value, bool) or not (isinstance(value, int | float) or _is_nan(value)):
        raise TensorError(f"this comes to no single number; {_EXAMPLE}")
    return value, exact_value(bare)


def _is_nan(value: object) -> bool:
    return isinstance(value, Tensor) and value.ndim == 0 and math.isnan(value.item())


def _plain(value: Tensor) -> float | Tensor:
    number: float = value.item()
    return value if _is_nan(value) else number


def python(number: float) -> str:
    """Write a number as Python code; a nan with its sign."""
    if math.isfinite(number):
        return repr(number)
    sign = "-" if math.copysign(1, number) < 0 else ""
    return f'float("{sign}{abs(number)}")'


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
    return _parted(f"{value:.{digits}g}")


def printed(value: float) -> str:
    """Write a number with all the digits that Python prints, parted likewise."""
    return _parted(repr(value))


def _parted(number: str) -> str:
    whole, point, rest = number.replace("-", "−").partition(".")
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
