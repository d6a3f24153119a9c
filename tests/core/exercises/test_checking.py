"""An answer is right or wrong, with the difference; whatever is typed ends in a verdict."""

import pytest
import torch
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from core.exercises import EXERCISES, NAMES, cases, check, solve
from core.exercises.answers import answer_difference
from core.exercises.differences import difference

X = torch.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("yours", "wanted", "said"),
    [
        (X[0], X, "the shape differs: yours is [3], wanted is [2, 3]"),
        (X.reshape(3, 2), X, "yours is [3, 2], wanted is [2, 3]; its numbers are the right ones, in the right order"),
        (X.T, X, "yours is [3, 2], wanted is [2, 3]; the right numbers are all there, in another order"),
        (X.long(), X, "the dtype differs: yours is int64, wanted is float32; the numbers are right"),
        (X.long() + 1, X, "the dtype differs: yours is int64, wanted is float32; numbers differ, too"),
        (X + torch.tensor([0, 0, 2]), X, "2 of 6 values differ, most of all at [0, 2]: yours is 4, wanted is 2, 2 ap"),
        (X.flip(0), X, "the right numbers are all there, in another order"),
        (X / 0, X, "most of all at [0, 0]: yours is nan, wanted is 0"),
        (X[1, 2] + 1, X[1, 2], "the value differs: yours is 6, wanted is 5, 1 apart"),
        (6, X[1, 2], "the dtype differs: yours is int64, wanted is float32"),
        (6.0, X[1, 2], "the value differs: yours is 6, wanted is 5"),
        (torch.tensor(1.0004), torch.tensor(1.0001), "yours is 1.00039995, wanted is 1.00010002"),
        (X > 2, X > 3, "1 of 6 values differ, most of all at [1, 0]: yours is True, wanted is False"),
        (X.max(dim=1), X[:, 0], "a tensor of shape [2] is wanted, yours is a pair, values and indices"),
        (X.shape, X, "a tensor of shape [2, 3] is wanted, yours is the shape [2, 3]"),
        (None, X, "a tensor of shape [2, 3] is wanted, yours is None"),
        (torch.float16, X, "yours is the dtype torch.float16"),
        (3, X, "yours is the number 3"),
        ([1, 2, 3], X, "yours is a list of 3 values"),
        ((X,), (X, X), "a pair of tensors is wanted, yours is a list of 1 value"),
        ((X, X), (X, X.T), "in the second of the two, the shape differs"),
        (torch.tensor([1e-6, 0]), torch.tensor([2.0, 0]), "yours is 1.00\u00a0×\u00a010⁻⁶"),
        (torch.zeros(0, 2), torch.zeros(2, 0), "the shape differs: yours is [0, 2], wanted is [2, 0]"),
    ],
)  # fmt: skip
def test_the_difference_of_a_formula_says_where_and_by_how_much(yours, wanted, said):
    assert said in difference(yours, wanted)
    assert not difference(wanted, wanted)


@pytest.mark.parametrize(
    ("yours", "wanted", "said"),
    [
        (3, 4, "yours is 3, too small"),
        (torch.tensor(5), 4.0, "yours is 5, too large"),
        ((1, 2), (1, 2, 3), "3 values are wanted, written as (1, 2, 3); yours has 2"),
        (7, torch.Size([1, 2]), "2 values are wanted, written as (1, 2, 3); yours is the number 7"),
        ((1, 5, 9), (1, 2, 3), "2 of 3 values differ; at place 1, yours is 5, too large"),
        (1, True, "True or False is wanted, yours is the number 1"),
        (True, 1, "a number is wanted, yours is the truth value True"),
        (False, torch.tensor(True), "yours is False, which it is not"),
        (torch.int64, torch.float32, "yours is torch.int64, which it is not"),
        (3, torch.float32, "a dtype such as torch.int64 is wanted, yours is the number 3"),
        (65504, torch.inf, "yours is 65,504, too small"),
        (torch.nan, 3, "yours is nan, which it is not"),
        ([[1], 2], [1, 2], "1 of 2 values differ; at place 0, a number is wanted, yours is a list of 1 value"),
    ],
)
def test_the_difference_of_a_value_says_so_too(yours, wanted, said):
    assert answer_difference(yours, wanted, 0) == said
    assert not answer_difference(wanted, wanted, 0)


def test_a_number_may_be_off_by_the_tolerance_and_no_more():
    loss = EXERCISES["the loss before learning"]
    assert check(loss, "2.294").right
    assert not check(loss, "2.29").right


@pytest.mark.parametrize(
    ("name", "pasted"),
    [
        ("a mean for every row", "torch.tensor([[6.5], [2.0], [7.0]])"),
        ("multiply the pair", "torch.tensor([[0.36474, 0.47092], [0.51840, 0.56173]])"),
        ("no look ahead", "torch.ones(5, 5).tril()"),
        ("the number 9", "9"),
    ],
)
def test_numbers_typed_where_a_formula_is_wanted_are_told_kindly(name, pasted):
    verdict = check(EXERCISES[name], pasted)
    assert not verdict.right
    assert verdict.literal
    assert verdict.said.startswith("the numbers are right, but only here: wanted is a formula with ")


@pytest.mark.parametrize("name", [name for name in NAMES if EXERCISES[name].formula])
def test_what_pytorch_prints_is_told_from_wrong_numbers(name):
    exercise = EXERCISES[name]
    wanted = solve(exercise, cases(exercise)[0])
    verdict = check(exercise, repr(wanted))
    assert verdict.literal
    assert verdict.said.startswith("the numbers are right, but ")
    if isinstance(wanted, torch.Tensor) and wanted.is_floating_point():
        assert not check(exercise, repr(wanted + 2e-3)).said.startswith("the numbers are right")


def test_a_formula_that_fits_the_numbers_shown_alone_is_found_out():
    verdict = check(EXERCISES["the number 9"], "x.max()")
    assert not verdict.right
    assert verdict.hidden
    assert "yours is 8, wanted is" in verdict.said
    assert verdict.reason == "the largest stands there only for these numbers"
    by_accident = check(EXERCISES["largest and smallest"], "(C[1, 1], C[1, 0])")
    assert not by_accident.right


def test_an_answer_in_place_harms_nobody():
    exercise = EXERCISES["zero through a view"]
    assert not check(exercise, "(x.zero_(), 1)[1]").right
    assert check(exercise, "(x.zero_(), 0)[1]").right
    assert check(exercise, exercise.solution).right


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("softmax over the classes", "nn.Softmax(dim=1)(x)", "x is not known here; logits is"),
        ("accuracy", "x.mean()", "x is not known here; logits and y are"),
        ("softmax over the classes", "nn.Softmax(dim=1)", "call it at once, nn.Softmax(...)(logits)"),
        ("softmax over the classes", "nn.Softmax", "call it at once, nn.Softmax(...)(logits)"),
    ],
)
def test_what_is_said_of_an_answer_names_what_is_given(name, typed, said):
    assert str(check(EXERCISES[name], typed).refused).endswith(said)


ANSWERS = [answer for exercise in EXERCISES.values() for answer in [*exercise.mistakes, exercise.solution]]
ODD = ["None", "...", "['a']", "[]", "()", "x", "(x, x)", "[[1], [2, 3]]", "torch.nan", "(nan, inf)", "1e400"]
ODD += ["torch.zeros(0)", "torch.zeros(9, 0, 3)", "torch.zeros(1, 2, 3, 4, 5)", "torch.finfo(torch.float16)", "2**63"]
ODD += ["torch.tensor(2**63 - 1)", "True", "torch.bool", "(None, torch.int8)", "x.to('cuda')", "torch.zeros(200000)"]
ODD += ["x.shape", "(1,) * 3", "[torch.zeros(2), 'a']", "torch.tensor([torch.nan])", "float32", "[...]", "-torch.inf"]
TYPED = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="x.()[]{}:,=+-*/@'\" \n01_torchsumAB", max_size=40),
    st.sampled_from(ANSWERS),
    st.sampled_from(ODD),
)


@settings(max_examples=150, deadline=None)
@drawn(st.sampled_from(NAMES), TYPED, st.integers(0, 30), st.text(max_size=2))
def test_whatever_is_typed_ends_in_a_verdict(name, typed, place, inserted):
    for text in (typed, typed[:place] + inserted + typed[place:]):
        verdict = check(EXERCISES[name], text)
        assert verdict.right != bool(verdict.said or verdict.refused)
        assert len(verdict.said) < 300
        assert "\n" not in verdict.said


@pytest.mark.filterwarnings("ignore:Implicit dimension choice")
@pytest.mark.parametrize(
    "text",
    [
        "F.softmax(logits)",
        "F.log_softmax(logits).exp()",
        "torch.nn.functional.softmax(logits)",
        "nn.Softmax()(logits)",
        "torch.nn.LogSoftmax()(logits).exp()",
    ],
)
def test_a_softmax_must_be_told_its_dim(text):
    verdict = check(EXERCISES["softmax over the classes"], text)
    assert not verdict.right
    assert "the dim has to be named" in verdict.said
    assert "deprecated" in verdict.reason
    assert check(EXERCISES["softmax over the classes"], "F.softmax(logits, 1)").right
    assert check(EXERCISES["softmax over the classes"], "nn.Softmax(1)(logits)").right
    assert check(EXERCISES["softmax over the classes"], "F.log_softmax(logits, dim=-1).exp()").right


@pytest.mark.filterwarnings("ignore:Implicit dimension choice")
@pytest.mark.parametrize(("ndim", "dim"), [(1, 0), (2, 1), (3, 0)])
def test_what_is_said_of_the_dim_that_pytorch_guesses_is_so(ndim, dim):
    x = torch.rand([3] * ndim)
    assert torch.equal(torch.nn.functional.softmax(x), x.softmax(dim))
