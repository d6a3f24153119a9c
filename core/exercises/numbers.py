"""Numbers in a sentence: short, but long enough to differ."""

from typing import Final

from core.spelling import power_of_ten

_WRITTEN_OUT: Final = 1e9
_SMALL: Final = 1e-4


def number(value: float | bool) -> str:
    """Write one number."""
    if isinstance(value, bool):
        return str(value)
    size = abs(value)
    if size < _WRITTEN_OUT and float(value).is_integer():
        return f"{value:,.0f}"
    return power_of_ten(value, 3) if size < _SMALL or _WRITTEN_OUT <= size < float("inf") else f"{value:,.4g}"


def numbers(one: float | bool, other: float | bool) -> tuple[str, str]:
    """Write two that differ, with as many digits as show it."""
    if number(one) != number(other) or isinstance(one, bool | int) or isinstance(other, bool | int):
        return number(one), number(other)
    return f"{one:.9g}", f"{other:.9g}"
