"""How far a learner has come, in a text short enough for a link: a hexadecimal digit for every two exercises."""

from collections.abc import Iterator, Sequence
from enum import IntFlag
from typing import Final

from core.errors import TensorError
from core.exercises.registry import NAMES
from core.quoting import quoted
from core.ranges import Range

_DIGITS: Final = "0123456789abcdef"
PROGRESS_LENGTH: Final = Range(0, (len(NAMES) + 1) // 2)  # characters


class Mark(IntFlag):
    """What is known of one exercise."""

    OPEN = 0
    SOLVED = 1
    SHOWN = 2  # the solution was looked at first

    @property
    def solved(self) -> bool:
        """Whether it is solved, with or without its solution."""
        return bool(self & Mark.SOLVED)


Progress = tuple[Mark, ...]  # one for each exercise, in their order
NOTHING: Final[Progress] = (Mark.OPEN,) * len(NAMES)


def read_progress(text: str) -> Progress:
    """Read what a link holds; what is missing at its end is open.

    Raises:
        TensorError: it is no such text, or longer than there are exercises.
    """
    digits = text.strip(" ").lower()
    if len(digits) not in PROGRESS_LENGTH or not set(digits) <= set(_DIGITS):
        most = f"{PROGRESS_LENGTH.high:g}"
        raise TensorError(f"progress is written in up to {most} of the digits 0 to 9 and a to f, got {quoted(text)}")
    marks = [Mark(part) for digit in digits for part in divmod(_DIGITS.index(digit), 4)[::-1]]
    return (*marks, *NOTHING[len(marks) :])[: len(NAMES)]


def progress_text(progress: Progress) -> str:
    """Write progress, without the zeros at its end."""
    padded = [*progress, Mark.OPEN]
    digits = [_DIGITS[one + 4 * other] for one, other in zip(padded[::2], padded[1::2], strict=False)]
    return "".join(digits).rstrip("0")


def with_mark(progress: Progress, name: str, mark: Mark) -> Progress:
    """Add to what is known of an exercise; the solution shown after it was solved does not count."""
    place = NAMES.index(name)
    known = progress[place]
    new = known if mark is Mark.SHOWN and known.solved else known | mark
    return (*progress[:place], new, *progress[place + 1 :])


def next_open(progress: Progress, after: str) -> str | None:
    """Return the next exercise that is not solved, from the beginning again after the last; None where all are."""
    return next((NAMES[place] for place in _from(NAMES.index(after) + 1) if not progress[place].solved), None)


def _from(start: int) -> Iterator[int]:
    yield from (place % len(NAMES) for place in range(start, start + len(NAMES)))


def counts(progress: Sequence[Mark]) -> tuple[int, int]:
    """Count the exercises solved, and those among them whose solution was looked at first."""
    solved = [mark for mark in progress if mark.solved]
    return len(solved), sum(bool(mark & Mark.SHOWN) for mark in solved)
