"""Numbers as words show them: three digits, and powers of ten as they are written."""

import math
from typing import Final

from core.spelling import power_of_ten

_SMALLEST: Final = 1e-3
_GROUPED: Final = 999.5  # from here on three digits would be a power of ten
_LARGEST: Final = 99_999.5


def number(value: float, *, padded: bool = False) -> str:
    """Write a number with three digits, from 1,000 on to the unit; very small and very large ones in powers of ten.

    Args:
        value: any number.
        padded: with zeros at its end, to stand beside others with as many digits: 0.400.
    """
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value != 0 and not _SMALLEST <= abs(value) < _LARGEST:
        return power_of_ten(value, 2)
    written = (
        f"{value:,.0f}" if abs(value) >= _GROUPED else f"{value + 0.0:{'#' if padded else ''}.3g}"
    )  # + 0.0 makes -0 a 0
    return written.rstrip(".").replace("-", "−")
