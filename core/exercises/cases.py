"""The numbers on which an answer is tried: those shown, and others that are not."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from core.exercises.spec import Exercise
from core.expressions import Value, evaluate, parse
from core.expressions.listed import DRAWS, named


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One set of numbers.

    Attributes:
        made: the expression that makes them; "" where none are given.
        seed: of the random generator, for them and for an answer that draws.
    """

    made: str
    seed: int


def cases(exercise: Exercise) -> list[Case]:
    """Return all sets of numbers, first the one that is shown."""
    shown = Case(made=exercise.made, seed=exercise.seed)
    if exercise.hidden:
        return [shown, *(Case(made=made, seed=exercise.seed + i) for i, made in enumerate(exercise.hidden, 1))]
    if draws(exercise.made) or draws(exercise.solution):
        return [shown, *(Case(made=exercise.made, seed=exercise.seed + i) for i in (1, 2))]
    return [shown]


def given(exercise: Exercise, case: Case) -> dict[str, Value]:
    """Make, afresh, what an answer may speak of."""
    names = name_list(exercise)
    if not names:
        return {}
    value = evaluate(case.made, seed=case.seed)
    return dict(zip(names, value if len(names) > 1 else [value], strict=True))


def sizes_vary(exercise: Exercise) -> bool:
    """Tell whether an answer is tried on tensors of other sizes, too."""
    made = [given(exercise, case).values() for case in cases(exercise)]
    return len({tuple(value.shape for value in values if isinstance(value, Tensor)) for values in made}) > 1


def name_list(exercise: Exercise) -> list[str]:
    """Return the names that an answer may use."""
    return [name.strip() for name in exercise.names.split(",") if name.strip()]


def solve(exercise: Exercise, case: Case) -> Value:
    """Compute what is wanted."""
    return evaluate(exercise.solution, given(exercise, case), seed=case.seed)


def draws(text: str) -> bool:
    """Tell whether an expression draws random numbers."""
    if not text:
        return False
    calls = (node.func for node in ast.walk(parse(text)) if isinstance(node, ast.Call))
    return any(named(ast.unparse(function)) in DRAWS for function in calls)


def is_literal(text: str, known: Mapping[str, Value]) -> bool:
    """Tell whether an expression says its numbers itself: it uses nothing that is given, and draws nothing."""
    used = {node.id for node in ast.walk(parse(text)) if isinstance(node, ast.Name)}
    return not used & set(known) and not draws(text)
