"""Right or wrong, with the reason and the difference."""

import ast
from dataclasses import dataclass, replace
from typing import Final

from core.errors import PlaygroundError
from core.exercises.answers import PRINTED, SHORT, answer_difference
from core.exercises.cases import Case, cases, given, is_literal, name_list, solve
from core.exercises.differences import difference, unrounded
from core.exercises.spec import Exercise
from core.expressions import Value, evaluate, parse
from core.expressions.listed import named
from core.ranges import Range
from core.tensors.limits import check_length

ANSWER_LENGTH: Final = Range(0, 500)  # characters: what PyTorch prints of 7 by 7 numbers fits

# How many arguments each has where the last of them is the dim.
_GUESSERS: Final = {
    **{f"torch.nn.functional.{name}": 2 for name in ("softmax", "log_softmax")},
    **{f"torch.nn.{name}": 1 for name in ("Softmax", "LogSoftmax")},
}
_DIM_WANTED: Final = "the numbers are right, but by luck: the dim has to be named"
_GUESSING: Final = (
    "without `dim` PyTorch takes dim 1 of a matrix, but dim 0 of a vector and of three dims, and warns that this is "
    "deprecated"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verdict:
    """What is said of an answer.

    Attributes:
        right: whether it is what is wanted, on all numbers it was tried on.
        said: how it differs, a sentence without its full stop; "" where it is right or could not be computed.
        reason: why, where it is one of the mistakes that are often made; "" where it is none.
        refused: what PyTorch or the language of expressions said instead of a value.
        case: the numbers on which it is wrong, else those shown.
        hidden: whether these are not the ones shown.
        yours: what it came to, with printed numbers as they were before; None, too, where it could not be computed.
        literal: whether the numbers themselves were typed.
    """

    right: bool = False
    said: str = ""
    reason: str = ""
    refused: PlaygroundError | None = None
    case: Case
    hidden: bool = False
    yours: Value = None
    literal: bool = False


def check(exercise: Exercise, text: str) -> Verdict:
    """Try an answer on the numbers shown, then, if it is a formula, on others.

    Args:
        exercise: which.
        text: what was typed, of any length and kind.
    """
    tried = cases(exercise)
    try:
        check_length("the answer", text, ANSWER_LENGTH)
        literal = is_literal(text, given(exercise, tried[0]))
    except PlaygroundError as error:
        return Verdict(refused=error, case=tried[0])
    first = _on(exercise, text, tried[0], literal=literal)
    if literal and first.right and exercise.formula:
        return replace(first, right=False, said=_formula_wanted(exercise))
    if literal or not first.right:
        return first
    if exercise.formula and _dim_is_guessed(text):
        return replace(first, right=False, said=_DIM_WANTED, reason=_GUESSING)
    others = (replace(_on(exercise, text, case, literal=False), hidden=True) for case in tried[1:])
    return next((verdict for verdict in others if not verdict.right), first)


def _on(exercise: Exercise, text: str, case: Case, *, literal: bool) -> Verdict:
    """Try an answer on one set of numbers."""
    try:
        yours = _compute(exercise, text, case)
        if literal and exercise.formula:
            yours = unrounded(yours, solve(exercise, case))
    except PlaygroundError as error:
        return Verdict(refused=error, reason=_reason(exercise, case, error), case=case)
    found = _difference(exercise, yours, case)
    reason = _reason(exercise, case, yours) if found else ""
    return Verdict(right=not found, said=found, reason=reason, case=case, yours=yours, literal=literal)


def _compute(exercise: Exercise, text: str, case: Case) -> Value:
    return evaluate(text, SHORT | given(exercise, case), seed=case.seed, bare=PRINTED)


def _difference(exercise: Exercise, yours: Value, case: Case) -> str:
    return _apart(exercise, yours, solve(exercise, case))


def _apart(exercise: Exercise, yours: Value, wanted: Value) -> str:
    if exercise.formula:
        return difference(yours, wanted, dtype=exercise.dtype)
    return answer_difference(yours, wanted, exercise.tolerance)


def _reason(exercise: Exercise, case: Case, outcome: Value | PlaygroundError) -> str:
    """Find the mistake that comes to the same on these numbers."""
    refused = isinstance(outcome, PlaygroundError)
    for mistake, reason in exercise.mistakes.items():
        try:
            value = _compute(exercise, mistake, case)
            same = not refused and not _apart(exercise, outcome, value)
        except PlaygroundError as error:
            same = refused and str(error) == str(outcome)
        if same:
            return reason
    return ""


def _dim_is_guessed(text: str) -> bool:
    """Tell whether an expression leaves it to PyTorch along which dim a softmax goes."""
    calls = [node for node in ast.walk(parse(text)) if isinstance(node, ast.Call)]
    fewest = [(call, _GUESSERS.get(named(ast.unparse(call.func)), 0)) for call in calls]
    return any(len(call.args) < n and all(more.arg != "dim" for more in call.keywords) for call, n in fewest)


def _formula_wanted(exercise: Exercise) -> str:
    names = name_list(exercise)
    if not names:
        return "the numbers are right, but they were typed in; draw them, so that another seed gives others"
    uses = " and ".join(names)
    return f"the numbers are right, but only here: wanted is a formula with {uses}, which holds for others, too"
