"""Exercises on tensors, answered by an expression, and checked at once.

What is wanted is never stored: each exercise has a solution as an expression, which is computed beside the answer, on
the numbers that are shown and, where a formula is wanted, on others.
"""

from core.exercises.cases import Case, cases, given, name_list, sizes_vary, solve
from core.exercises.checking import ANSWER_LENGTH, Verdict, check
from core.exercises.registry import EXERCISES, NAMES, exercise_of
from core.exercises.spec import LEVELS, Exercise

__all__ = [
    "ANSWER_LENGTH",
    "EXERCISES",
    "LEVELS",
    "NAMES",
    "Case",
    "Exercise",
    "Verdict",
    "cases",
    "check",
    "exercise_of",
    "given",
    "name_list",
    "sizes_vary",
    "solve",
]
