"""One exercise: what is asked, of which tensors, and what solves it, all of it as expressions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["course", "first steps", "harder", "surprising"]
LEVELS: Final[Mapping[Level, str]] = {
    "course": "from the course",
    "first steps": "first steps",
    "harder": "harder",
    "surprising": "surprising",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise.

    Attributes:
        level: how hard it is, or that it comes from the course.
        question: in Markdown.
        solution: an expression; what is wanted is what it comes to.
        hints: two or three, each telling more.
        why: what is to be learned, told once it is solved.
        mistakes: wrong answers that are often given, as expressions, and what is wrong with each; an answer that
            comes to the same is told so.
        names: what the answer may speak of, such as "A, B"; none where a tensor is to be made.
        made: the expression that makes these, several as a tuple.
        hidden: expressions that make other ones, on which a formula must hold, too; if left out, and `made` draws
            random numbers, it is drawn with other seeds.
        seed: the random generator's, both for `made` and for an answer that draws.
        dtype: whether the question asks for the dtype, too; else the right numbers will do in any.
        formula: whether a formula is wanted, which holds for other numbers, too; else a value will do.
        tolerance: how far a number that is typed may be off.
    """

    level: Level
    question: str
    solution: str
    hints: tuple[str, ...]
    why: str
    mistakes: Mapping[str, str]
    names: str = ""
    made: str = ""
    hidden: tuple[str, ...] = ()
    seed: int = 0
    dtype: bool = False
    formula: bool = True
    tolerance: float = 0.0
