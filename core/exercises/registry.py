"""All exercises in their order. A new one goes to the very end: links keep progress and answers by place."""

from collections.abc import Mapping
from typing import Final

from core.errors import TensorError
from core.exercises.classifiers import CLASSIFIERS
from core.exercises.course import COURSE
from core.exercises.first_steps import FIRST_STEPS
from core.exercises.in_digits import IN_DIGITS
from core.exercises.in_memory import IN_MEMORY
from core.exercises.rows_and_columns import ROWS_AND_COLUMNS
from core.exercises.spec import Exercise
from core.quoting import quoted

EXERCISES: Final[Mapping[str, Exercise]] = {
    **COURSE, **FIRST_STEPS, **ROWS_AND_COLUMNS, **CLASSIFIERS, **IN_MEMORY, **IN_DIGITS,
}  # fmt: skip
NAMES: Final = tuple(EXERCISES)


def exercise_of(name: str) -> Exercise:
    """Look an exercise up.

    Raises:
        TensorError: there is none of that name.
    """
    if name not in EXERCISES:
        raise TensorError(f"there is no exercise {quoted(name)}; there are {len(NAMES)}, the first is {NAMES[0]!r}")
    return EXERCISES[name]
