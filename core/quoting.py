"""What somebody typed, linked to or handed over, fit to be quoted in a sentence: on one line, and never long."""

import reprlib
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 48  # characters of a quote, its marks not counted
_ROOM: Final = 200  # characters of all names listed
_BITS_PER_DIGIT: Final = 3.3219


class _Short(reprlib.Repr):
    """Writes the first few items of what holds many, however deep it is."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = 2 * LONGEST
        self.maxtuple = self.maxlist = LONGEST
        self.maxlevel = 4

    def repr_int(self, x: int, level: int) -> str:  # noqa: ARG002 (the signature of reprlib)
        """Write a whole number; Python refuses to write one of more than 4,300 digits."""
        digits = int(abs(x).bit_length() / _BITS_PER_DIGIT) + 1
        return repr(x) if digits <= LONGEST else f"a whole number of about {digits:,} digits"


def quoted(value: object) -> str:
    """Return a value as Python writes it, a text in quotes; the middle of a long one is left out."""
    if isinstance(value, str):
        return repr(shortened(value))
    return shortened(" ".join(_Short().repr(value).split()))


def listed(names: Iterable[str]) -> str:
    """List names, as many as a sentence has room for."""
    shown = [shortened(name) for name in names]
    fit = [n for n in range(1, len(shown) + 1) if len(", ".join(shown[:n])) <= _ROOM]
    most = max(fit, default=1)
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if most < len(shown) else "")


def shortened(words: str) -> str:
    """Return words with the middle left out where they are long."""
    half = LONGEST // 2 - 1
    return words if len(words) <= LONGEST else f"{words[:half]}...{words[-half:]}"
