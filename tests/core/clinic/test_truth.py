"""What the clinic says of operands of the learner's own is true of these; of what cannot be known nothing is said."""

import itertools
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.clinic import CASES, Diagnosis, diagnose
from core.clinic.operands import cast
from core.clinic.running import run
from core.errors import PlaygroundError

ODD = (
    "torch.tensor(5)", "torch.tensor(1.)", "torch.zeros(0)", "torch.tensor([True, False])", "torch.tensor([1, 2])",
    "torch.tensor([0, 5, 1])", "torch.tensor([-1, 2, 0])", "torch.tensor([0.5, 1.])", "torch.tensor([1., 0., 2.])",
    "torch.tensor([[1.], [2.], [3.], [4.]])", "torch.tensor([[2], [5]])", "torch.tensor([[2], [-1]])",
    "torch.rand(3, 3)", "torch.rand(2, 3, 4)", "torch.rand(1, 3, 4, 4)", "torch.randint(0, 3, (4, 3))",
    "torch.tensor([[1., 2., 3.]], dtype=torch.float64)", "torch.tensor([[200, 7]], dtype=torch.uint8)",
    "torch.tensor([float('nan'), 1.])", "-4", "0", "2", "5", "[]", "[[1], [2]]",
)  # fmt: skip
DTYPES = (None, torch.float32, torch.int64)


def odd(name: str) -> list[Diagnosis]:
    """Examine a case with each of its operands replaced by each odd one."""
    found = []
    for operand, text in itertools.product(CASES[name].operands, ODD):
        try:
            found.append(diagnose(CASES[name], {operand: text}))
        except PlaygroundError:
            continue
    return found


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_any_operands_is_true(name: str) -> None:
    for found in odd(name):
        check_verdict(found)
        check_marks(found)
        check_dtypes(name, found)


def check_verdict(found: Diagnosis) -> None:
    """Well, wrong, refused and not known are four things, and one of them holds."""
    refused, wrong = found.outcome.refused is not None, bool(found.right)
    assert refused + wrong + found.well <= 1
    assert bool(found.answer) == (refused or wrong)
    assert refused or wrong or not (found.marks or found.cures or found.kind)
    for cure in found.cures[:1]:
        assert wrong or found.meant is not None or not cure.differs or " than the first" not in cure.differs


def check_marks(found: Diagnosis) -> None:
    """A size that is named is the operand's, a number that is named is there, and a limit is broken by it."""
    for mark in found.marks:
        value = found.values[mark.operand]
        if mark.dim is not None:
            assert re.match(rf"{value.shape[mark.dim]}\b", mark.says)
            pair = re.fullmatch(r"(\d+), and (?:\w+ has )?(\d+)(?: wanted)?", mark.says)
            assert pair is None or pair[1] != pair[2]
        if (bounds := re.fullmatch(r"(.+): \w+ go from 0 to (\d+)", mark.says)) and mark.at:
            wrong = {value.reshape(-1)[at].item() for at in mark.at}
            assert set(map(int, bounds[1].split(", "))) <= wrong
            assert all(not 0 <= number <= int(bounds[2]) for number in wrong)
        if wanted := re.match(r"(\d) dims?, and (\d)(?: or (\d))? wanted", mark.says):
            assert value.ndim == int(wanted[1]) not in map(int, filter(None, wanted.groups()[1:]))


def check_dtypes(name: str, found: Diagnosis) -> None:
    """Not by dtype: in none of them it runs. By dtype: it runs in those named, or fails in another way."""
    case, tensors = CASES[name], [key for key, x in found.values.items() if isinstance(x, torch.Tensor)]
    if found.no_dtype:
        for dtypes in itertools.product(DTYPES, repeat=len(tensors)):
            wanted = {key: to for key, to in zip(tensors, dtypes, strict=True) if to is not None}
            assert run(case.broken, cast(found.values, wanted), case.places).refused is not None
    said = {mark.operand: mark.says.partition("; ")[2] for mark in found.marks if mark.aspect == "dtype"}
    if said and found.outcome.refused:
        wanted = {key: getattr(torch, re.findall(r"float32|int64", says)[0]) for key, says in said.items()}
        again = run(case.broken, cast(found.values, wanted), case.places).refused
        assert (again is not None) == all("another error" in says for says in said.values())
        assert again is None or again.words != found.outcome.refused.words


ROW = st.lists(st.integers(-3, 3), min_size=1, max_size=4)


@pytest.mark.parametrize("name", ["one output for a number", "an error written out", "the share of hits"])
@given(ROW, ROW, st.booleans(), st.booleans())
def test_a_loss_is_called_right_where_each_answer_meets_its_own_target_and_wrong_where_not(
    name: str, answers: list[int], targets: list[int], column: bool, standing: bool
) -> None:
    text = [f"torch.tensor({[[float(n)] for n in row] if up else [float(n) for n in row]})"
            for row, up in ((answers, column), (targets, standing))]  # fmt: skip
    found = diagnose(CASES[name], {"prediction": text[0], "target": text[1]})
    if len(answers) != len(targets):
        assert not found.well
        assert not found.right
        return
    pairs = list(zip(answers, targets, strict=True))
    right = sum(a == b for a, b in pairs) if "hits" in name else sum((a - b) ** 2 for a, b in pairs)
    given_ = found.outcome.value if isinstance(found.outcome.value, float) else found.outcome.value.item()
    assert found.well == (given_ == pytest.approx(right / len(pairs), rel=1e-3))
    assert found.well != bool(found.right)


@pytest.mark.parametrize(
    ("name", "typed", "well"),
    [
        ("one output for a number", {"target": "torch.tensor([[1.], [2.], [3.], [4.]])"}, True),
        ("one output for a number", {"prediction": "torch.tensor([[1.], [2.]])"}, False),
        ("the share of hits", {"prediction": "torch.tensor([[1], [0]])"}, False),
        ("a fee for every row", {"prices": "torch.rand(2, 3)"}, False),
        ("two batches multiplied", {"b": "torch.rand(2, 3)"}, False),
        ("two batches multiplied", {"b": "torch.rand(2, 2)"}, False),
        ("the last of three", {"place": "1"}, False),
        ("the next layer", {"in_features": "8"}, True),
    ],
)
def test_only_what_is_known_to_be_right_is_called_so(name: str, typed: dict[str, str], well: bool) -> None:
    found = diagnose(CASES[name], typed)
    assert (found.answer, found.right, found.well) == ("", "", well)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("a fee for every row", {"prices": "torch.rand(3, 3)"}),
        ("a loss that is called", {"prediction": "torch.tensor([1.])", "target": "torch.tensor([2.])"}),
    ],
)
def test_what_is_no_longer_raised_and_still_wrong_is_told(name: str, typed: dict[str, str]) -> None:
    found = diagnose(CASES[name], typed)
    assert found.outcome.refused is None
    assert found.right
    assert found.marks


@pytest.mark.parametrize(
    ("name", "typed", "answer", "says"),
    [
        ("yes or no", {"target": "torch.tensor([True, False, True])"}, "dtype", "bool; float32 would run"),
        ("yes or no", {"target": "torch.tensor([1., 0., 2.])"}, "another kind", ""),
        ("the mean age", {"ages": "torch.tensor([True, False])"}, "dtype", "bool; float32 would run"),
        ("places that were computed", {"places": "torch.tensor([0.5, 1.])"}, "dtype", "float32; int64 would run"),
        ("backward again", {"w": "torch.tensor([1, 2])"}, "dtype", "int64; with float32 another error comes"),
        ("digits into a layer", {"images": "torch.ones(2, 28, 28).long()"}, "dtype", "int64; with float32 another"),
        ("a batch for the network", {"x": "torch.randint(0, 3, (4, 3))"}, "dtype", "int64; with float32 another"),
        ("a word too many", {"ids": "torch.tensor([-1, 2])"}, "another kind", "-1: rows go from 0 to 9"),
        ("the right class's score", {"classes": "torch.tensor([[2], [5]])"}, "another kind", "5: columns go from 0"),
        ("the right class's score", {"classes": "torch.tensor([2, 5])"}, "shape", "1 dim, and 2 wanted"),
        ("the last of three", {"place": "-4"}, "another kind", "-4, and places go from 0 to 2, or from -3 to -1"),
        ("the last of three", {"x": "torch.tensor(5)"}, "another kind", "0 dims, and so no places"),
        (
            "sums along the columns",
            {"table": "torch.tensor(5)"},
            "another kind",
            "2, and dims go from 0 to 0",
        ),
        ("a condition", {"x": "torch.tensor([])"}, "shape", "answers: 0, and one wanted"),
        ("a brighter picture", {"pixels": "torch.tensor([0.5, 0.2])"}, "", ""),
    ],
)
def test_the_answer_and_the_blame_are_of_these_operands(
    name: str, typed: dict[str, str], answer: str, says: str
) -> None:
    found = diagnose(CASES[name], typed)
    assert found.answer == answer
    assert found.marks[0].says.startswith(says) if says else not found.marks


def test_fixes_are_compared_with_the_first_that_ran_where_what_is_meant_is_not_known() -> None:
    found = diagnose(CASES["two batches multiplied"], {"b": "torch.rand(3, 4)"})
    assert {cure.name: cure.differs for cure in found.cures} == {
        "multiply_columns": "",
        "multiply_reshaped": "another shape than the first",
    }


def test_what_a_fix_does_is_told_only_of_tensors_with_as_many_dims() -> None:
    found = diagnose(CASES["sentences in a batch"], {"second": "torch.tensor([1, 2, 3, 4, 5])"})
    assert found.cures[0].gives == "[2, 5] int64"
    assert found.cures[0].idea.startswith("Fills the shorter one up")
    deep = diagnose(CASES["two batches multiplied"], {"a": "torch.rand(4, 3, 2)"})
    assert deep.cures
    assert not any(cure.idea for cure in deep.cures)


def test_two_fixes_that_look_alike_are_told_apart() -> None:
    moved = next(cure for cure in diagnose(CASES["one weight set"]).cures if cure.name == "set_one_before")
    assert moved.code == "w[0] = 0.0  # moved\nw.requires_grad_()\nreturn w"
