"""Numbers as people write them: `float()` and `int()` alone also read 1_0, digits of any script, nan and inf."""

import re
from typing import Final

_DECIMAL: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_WHOLE: Final = re.compile(r"[-+]?\d+", re.ASCII)
_LONGEST: Final = 400  # characters; Python refuses to read a whole number of more than 4,300 digits


def is_decimal(text: str) -> bool:
    """Tell whether a text is a number in ASCII digits, such as -0.5, .5 or 1e-3; spaces around it do not count."""
    return _DECIMAL.fullmatch(text.strip(" ")) is not None


def decimal(text: str) -> float | None:
    """Read a number that `is_decimal`, infinite where it is too large for one; None where it is none."""
    return float(text) if is_decimal(text) else None


def whole(text: str) -> int | None:
    """Read a whole number in ASCII digits; None where it is none, or longer than any that is used."""
    bare = text.strip(" ")
    return int(bare) if len(bare) <= _LONGEST and _WHOLE.fullmatch(bare) else None
