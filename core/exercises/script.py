"""The lines of PyTorch behind an exercise: how its tensors are made, and an answer."""

from core.exercises.answers import PRINTED, SHORT
from core.exercises.cases import Case, draws
from core.exercises.spec import Exercise
from core.expressions.imports import imports


def exercise_script(exercise: Exercise, case: Case, answer: str = "") -> str:
    """Write a program that makes the tensors and prints an answer.

    Args:
        exercise: which.
        case: the numbers.
        answer: an expression that was computed; "" where there is none yet.
    """
    lines = [*imports(f"{case.made} {answer}", {*SHORT, *PRINTED}), ""]
    lines += made_lines(exercise, case)
    if answer:
        again = exercise.names and draws(answer)
        lines += [*(_seed(case, answer) if again else []), f"answer = {' '.join(answer.split())}"]
    shown = "answer" if answer else exercise.names or "torch.__version__"
    return "\n".join([*lines, f"print({shown})", ""])


def made_lines(exercise: Exercise, case: Case) -> list[str]:
    """Write the lines that make what is given; the seed alone where the answer is to draw."""
    if not exercise.names:
        return _seed(case, exercise.solution)
    return [*_seed(case, case.made), f"{exercise.names} = {case.made}"]


def _seed(case: Case, text: str) -> list[str]:
    return [f"torch.manual_seed({case.seed})"] if draws(text) else []
