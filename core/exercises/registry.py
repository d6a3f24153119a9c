"""All exercises in their order. A new one goes to the end: a link keeps progress by place."""

from collections.abc import Mapping
from typing import Final

from core.errors import TensorError
from core.exercises.course import COURSE
from core.exercises.first_steps import FIRST_STEPS
from core.exercises.harder import HARDER
from core.exercises.spec import Exercise
from core.exercises.surprising import SURPRISING
from core.quoting import quoted

EXERCISES: Final[Mapping[str, Exercise]] = {**COURSE, **FIRST_STEPS, **HARDER, **SURPRISING}
NAMES: Final = tuple(EXERCISES)


def exercise_of(name: str) -> Exercise:
    """Look an exercise up.

    Raises:
        TensorError: there is none of that name.
    """
    if name not in EXERCISES:
        raise TensorError(f"there is no exercise {quoted(name)}; there are {len(NAMES)}, the first is {NAMES[0]!r}")
    return EXERCISES[name]
