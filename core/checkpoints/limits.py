"""What a file may be at most, checked before anything large is made of it."""

from typing import Final

from core.errors import CheckpointError
from core.ranges import Range

FILE_BYTES: Final = Range(1, 5 * 2**20)
ENTRIES: Final = Range(1, 1_000)
PICKLE_BYTES: Final = Range(1, 200_000)
TENSORS: Final = Range(0, 900)
ELEMENTS: Final = Range(0, 2_000_000)
DEPTH: Final = Range(0, 6)
VALUES: Final = Range(0, 50_000)
DRAWN: Final = Range(1, 100_000)
"""Numbers of a network whose map is drawn: a file within all other limits can hold a layer that fills the memory."""


def check_limit(what: str, value: int, allowed: Range) -> None:
    """Refuse a count outside its limits.

    Raises:
        CheckpointError: with what is counted, how many there are and how many are allowed.
    """
    if value > allowed.high:
        raise CheckpointError(f"{what}: {_count(value)}, at most {allowed.high:,.0f} are allowed")
    if value < allowed.low:
        raise CheckpointError(f"{what}: {_count(value)}, at least {allowed.low:,.0f} is needed")


def _count(value: int) -> str:
    return f"{value:,}" if abs(value) < 10**15 else f"about 10^{value.bit_length() * 3 // 10}"
