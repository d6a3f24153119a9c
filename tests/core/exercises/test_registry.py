"""Every exercise can be solved, has hints, and refuses what is often answered wrongly."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core.errors import TensorError
from core.exercises import EXERCISES, NAMES, cases, check, exercise_of, given, sizes_vary, solve
from core.exercises.script import exercise_script
from core.expressions import alike

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "exercises.json").read_text())
OWN = [name for name, exercise in EXERCISES.items() if exercise.level != "course"]
MISTAKES = [(name, mistake) for name, exercise in EXERCISES.items() for mistake in exercise.mistakes]
# Other expressions that are right, too: values are compared, not spellings.
ALSO = {
    "multiply by a row": ["X @ Y.t()", "X @ Y.permute(1, 0)", "torch.matmul(X, Y.mT)", "(Y @ X.T).T", "X.mm(Y.T)"],
    "the same with seed 0": ["torch.rand(7, 7) @ torch.rand(7, 1)", "torch.rand(7, 7).mm(torch.rand(1, 7).T)"],
    "a pair with seed 1234": ["[torch.rand(2, 3), torch.rand(2, 3)]", "torch.rand(2, 2, 3).unbind()"],
    "multiply the pair": ["torch.einsum('ij,kj->ik', A, B)", "(B @ A.T).T"],
    "largest and smallest": ["(0.5617, 0.3647)", "[C.max().item(), C.min().item()]"],
    "where they stand": ["(3, 0)", "torch.tensor([3, 0])"],
    "away with the ones": ["torch.rand(1, 1, 1, 10).flatten()", "torch.rand(10)"],
    "brackets to shape": ["(1, 3, 3)", "[1, 3, 3]", "torch.tensor([1, 3, 3])", "TENSOR.size()",
                          "torch.Size([1, 3, 3])", "list(TENSOR.shape)"],
    "the number 9": ["x[2][2]", "x[-1, -1]", "x[2, 2].item()", "x.flatten()[8]"],
    "the last column": ["x[:, x.shape[1] - 1]", "x.T[-1]", "x[..., -1]", "x.select(1, -1)"],
    "how many are positive": ["len(x[x > 0])", "torch.count_nonzero(x > 0)",
        "x[x > 0].numel()", "(x > 0).int().sum()", "(x > 0).float().sum()", "(x > 0).sum().int()"],
    "a mean for every row": ["x.mean(1)[:, None]", "x.sum(-1, keepdim=True) / x.shape[1]", "x.mean(1).reshape(-1, 1)",
                             "x.mean(axis=1, keepdims=True)"],
    "a batch of one": ["image[None]", "image.reshape(1, 3, 2, 2)", "torch.stack([image])"],
    "colour to grey": ["image.sum(0) / 3", "(image[0] + image[1] + image[2]) / 3"],
    "channels first": ["image.movedim(-1, 0)", "torch.stack([image[..., 0], image[..., 1], image[..., 2]])"],
    "a number for every row": ["v.unsqueeze(1) + x", "(x.T + v).T", "x + v.reshape(-1, 1)"],
    "centre the rows": ["x - x.mean(1)[:, None]", "(x.T - x.mean(dim=1)).T"],
    "the predicted classes": ["logits.max(dim=1).indices", "logits.softmax(1).argmax(1)", "torch.argmax(logits, -1)"],
    "softmax over the classes": ["F.softmax(logits, dim=-1)", "logits.exp() / logits.exp().sum(1, keepdim=True)",
                                 "nn.Softmax(dim=1)(logits)"],
    "accuracy": ["(logits.argmax(1) == y).sum() / len(y)", "torch.mean((logits.argmax(1) == y) * 1.0)",
                 "(logits.argmax(1) == y).double().mean()"],
    "the score of the true class": ["logits[torch.arange(len(y)), y]", "logits[:, y].diag()"],
    "one-hot": ["torch.eye(4)[y].long()", "(y[:, None] == torch.arange(4)).long()",
        "torch.eye(4, dtype=torch.int64)[y]"],
    "the mean so far": ["torch.cumsum(x, 0) / (torch.arange(len(x)) + 1)"],
    "scores between two batches": ["Q @ K.mT", "torch.bmm(Q, K.transpose(1, 2))", "Q @ K.permute(0, 2, 1)"],
    "no look ahead": ["torch.tril(torch.ones(n, n))", "(torch.arange(n)[:, None] >= torch.arange(n)).float()"],
    "standardise the columns": ["(x - x.mean(0)) / x.var(0).sqrt()", "(x - x.mean(0, keepdim=True)) / x.std(0)"],
    "cross-entropy by hand": ["F.cross_entropy(logits, y)", "nn.CrossEntropyLoss()(logits, y)",
                              "F.nll_loss(logits.log_softmax(1), y)",
                              "(logits.logsumexp(1) - logits[torch.arange(len(y)), y]).mean()"],
    "count what is missing": ["(x != x).sum()", "torch.count_nonzero(torch.isnan(x))"],
    "stride after permute": ["(1, 12, 4)", "[1, 12, 4]"],
    "the memory of expand": ["(1, 0)"],
    "zero through a view": ["0", "0.0", "torch.tensor(0)"],
    "zero through a copy": ["21", "x.sum()", "x.T.sum()"],
    "dtype of a mixed sum": ["torch.float32", "float32", "torch.float", "torch.result_type(v, s)"],
    "bytes wrap round": ["(44, 200)", "tensor([44, 200], dtype=torch.uint8)", "torch.tensor([44, 200])", "x.add(100)"],
    "the end of float16": ["inf", "tensor(inf)", "tensor(inf, dtype=torch.float16)", "torch.inf", "x + x"],
    "0.1 + 0.2": ["True", "tensor(True)", "(a + b) == c", "torch.tensor(True)"],
    "division that rounds": ["(-4, 3)", "x.floor_divide(2)", "[-4.0, 3.0]"],
    "the loss before learning": ["2.3", "2.3026", "torch.log(torch.tensor(10.))", "2.31", "tensor(2.3026)"],
    "a seed for the GPU": ["torch.cuda.device_count() > 0"],
}  # fmt: skip


def said(verdict: Any) -> str:
    return verdict.said or str(verdict.refused)


@pytest.mark.parametrize("name", NAMES)
def test_every_solution_solves_its_exercise(name):
    verdict = check(EXERCISES[name], EXERCISES[name].solution)
    assert verdict.right, said(verdict)


@pytest.mark.parametrize(("name", "answer"), [(name, answer) for name, answers in ALSO.items() for answer in answers])
def test_other_right_expressions_are_accepted(name, answer):
    verdict = check(EXERCISES[name], answer)
    assert verdict.right, said(verdict)


@pytest.mark.parametrize(("name", "mistake"), MISTAKES)
def test_a_common_mistake_is_refused_with_the_difference_and_its_own_reason(name, mistake):
    exercise = EXERCISES[name]
    verdict = check(exercise, mistake)
    assert not verdict.right
    assert bool(verdict.said) != bool(verdict.refused)
    assert len(said(verdict)) > 10
    assert verdict.reason == exercise.mistakes[mistake]


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_has_what_it_takes(name):
    exercise = EXERCISES[name]
    assert 2 <= len(exercise.hints) <= 3
    assert all(len(hint) > 10 and hint.endswith((".", "?", "`")) for hint in exercise.hints)
    assert len(set(exercise.hints)) == len(exercise.hints)
    assert len(exercise.mistakes) >= 2
    assert exercise.question.endswith((".", "?", ".)"))
    assert exercise.why.endswith((".", ")"))
    assert not any(reason.endswith(".") for reason in exercise.mistakes.values())
    assert not exercise.hidden or exercise.formula


def test_the_courses_questions_and_more_of_our_own_from_easy_to_surprising():
    assert len(NAMES) - len(OWN) == 9  # questions 2 to 10
    assert len(OWN) >= 20
    assert {exercise.level for exercise in EXERCISES.values()} == {"course", "first steps", "harder", "surprising"}


@pytest.mark.parametrize("name", REFERENCE["printed"])
def test_the_course_prints_the_same_numbers(name):
    exercise = EXERCISES[name]
    found = solve(exercise, cases(exercise)[0])
    numbers = [part.tolist() for part in found] if isinstance(found, tuple) else found.tolist()
    assert torch.tensor(numbers).double().flatten().tolist() == pytest.approx(
        torch.tensor(REFERENCE["printed"][name]).double().flatten().tolist(), abs=REFERENCE["tolerance"]
    )


@pytest.mark.parametrize("name", [name for name in NAMES if EXERCISES[name].formula])
def test_a_formula_is_tried_on_numbers_that_differ_from_those_shown(name):
    exercise = EXERCISES[name]
    wanted = [solve(exercise, case) for case in cases(exercise)]
    assert len(wanted) >= 3
    assert not any(alike(wanted[0], other) for other in wanted[1:])


@pytest.mark.parametrize("name", [name for name in NAMES if EXERCISES[name].formula])
def test_a_dtype_is_demanded_only_where_the_question_asks_for_it(name):
    exercise = EXERCISES[name]
    wanted = solve(exercise, cases(exercise)[0])
    if not isinstance(wanted, Tensor):
        return
    verdict = check(exercise, f"({exercise.solution}).double()")
    assert verdict.right != exercise.dtype
    assert exercise.dtype == (str(wanted.dtype).removeprefix("torch.") in exercise.question)


@pytest.mark.parametrize("name", NAMES)
def test_that_other_sizes_are_tried_is_known(name):
    exercise = EXERCISES[name]
    made = [solve(exercise, case) for case in cases(exercise)] if exercise.formula else []
    shapes = {value.shape for value in made if isinstance(value, Tensor)}
    assert sizes_vary(exercise) or len(shapes) < 2 or exercise.names == "n"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_given_is_made_afresh_for_every_answer(name):
    exercise, case = EXERCISES[name], cases(EXERCISES[name])[0]
    for one, other in zip(given(exercise, case).values(), given(exercise, case).values(), strict=True):
        assert not isinstance(one, Tensor) or one.data_ptr() != other.data_ptr()
        assert alike(one, other)


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_shown_run_and_print_what_is_wanted(name):
    exercise, case = EXERCISES[name], cases(EXERCISES[name])[0]
    printed = io.StringIO()
    script = exercise_script(exercise, case, exercise.solution)
    assert len(script.splitlines()) <= 8
    with torch.random.fork_rng(), contextlib.redirect_stdout(printed):
        exec(compile(script, "<shown>", "exec"), scope := {})  # noqa: S102 (our own lines)
    answer, wanted = scope["answer"], solve(exercise, case)
    assert tuple(answer) == tuple(wanted) if isinstance(wanted, torch.Size) else alike(answer, wanted)
    assert printed.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_shown_before_there_is_an_answer_run_too(name):
    exercise = EXERCISES[name]
    with torch.random.fork_rng(), contextlib.redirect_stdout(io.StringIO()):
        exec(exercise_script(exercise, cases(exercise)[0]), {})  # noqa: S102 (our own lines)


@pytest.mark.parametrize(("name", "answer"), [(name, answer) for name, answers in ALSO.items() for answer in answers])
def test_the_lines_shown_for_an_answer_import_what_it_is_written_with(name, answer):
    exercise = EXERCISES[name]
    with torch.random.fork_rng(), contextlib.redirect_stdout(io.StringIO()):
        exec(exercise_script(exercise, cases(exercise)[0], answer), {})  # noqa: S102 (our own lines)


def test_an_exercise_that_is_not_there_is_said():
    with pytest.raises(TensorError, match="there is no exercise 'magic'; there are 40"):
        exercise_of("magic")
