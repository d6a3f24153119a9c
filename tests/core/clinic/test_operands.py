"""The learner's own operands: what then works, what is still to blame, and what cannot be read."""

import itertools
import threading

import pytest
import torch
from attacks import HEAVY, OUT
from hypothesis import given
from hypothesis import strategies as st

from core.clinic import CASES, Diagnosis, diagnose
from core.errors import PlaygroundError, TensorError

SIZES = st.lists(st.integers(1, 4), min_size=1, max_size=3)


def rand(shape: list[int]) -> str:
    return f"torch.rand({', '.join(map(str, shape))})"


def test_with_operands_that_fit_it_runs_and_nothing_is_to_blame() -> None:
    found = diagnose(CASES["two batches multiplied"], {"b": "torch.rand(2, 3)"})
    assert found.outcome.value.shape == (3, 3)
    assert (found.answer, found.marks, found.cures) == ("", (), ())


def test_a_silent_case_with_one_shape_is_right() -> None:
    found = diagnose(CASES["one output for a number"], {"prediction": "torch.rand(1, 1)", "target": "torch.rand(1)"})
    assert (found.answer, found.right, found.cures) == ("", "", ())


@given(SIZES, SIZES)
def test_a_product_is_refused_when_pytorch_refuses_it_and_the_sizes_marked_are_unequal(
    a: list[int], b: list[int]
) -> None:
    found = diagnose(CASES["two batches multiplied"], {"a": rand(a), "b": rand(b)})
    try:
        shape = (torch.zeros(a) @ torch.zeros(b)).shape
    except RuntimeError:
        assert found.outcome.refused is not None
    else:
        assert found.outcome.value.shape == shape
    sizes = [found.values[mark.operand].shape[mark.dim] for mark in found.marks]
    assert len(set(sizes)) == len(sizes)
    check_cures(found, a, b)


def check_cures(found: Diagnosis, a: list[int], b: list[int]) -> None:
    """What is listed works: tried here anew, on other numbers."""
    tried = {"multiply_turned": lambda x, y: x @ y.T, "multiply_columns": lambda x, y: x.T @ y,
             "multiply_reshaped": lambda x, y: x @ y.reshape(x.shape[-1], -1)}  # fmt: skip
    for cure in found.cures:
        assert cure.gives.startswith(str(list(tried[cure.name](torch.zeros(a), torch.zeros(b)).shape)))


def test_a_fix_that_does_not_work_for_these_operands_is_not_listed() -> None:
    found = diagnose(CASES["two batches multiplied"], {"b": "torch.rand(5, 4)"})
    assert [cure.name for cure in found.cures] == ["multiply_reshaped"]
    assert found.failed == 2


def test_another_error_than_the_case_was_made_for_is_recognised() -> None:
    found = diagnose(CASES["two batches multiplied"], {"b": "torch.tensor([[1, 2, 3], [4, 5, 6]])"})
    assert found.answer == "dtype"
    assert [(mark.operand, mark.aspect) for mark in found.marks] == [("b", "dtype")]
    found = diagnose(CASES["counts times weights"], {"weights": "torch.rand(3, 1)", "counts": "torch.rand(2, 2)"})
    assert found.answer == "shape"


def test_the_words_of_a_case_are_not_said_of_another_error() -> None:
    found = diagnose(CASES["predictions to be plotted"], {"w": "torch.rand(2)", "x": "torch.rand(3)"})
    assert "must match the size" in found.outcome.refused.words
    assert (found.answer, found.marks) == ("shape", ())


def test_where_the_place_is_not_the_matter_no_gpu_is_simulated() -> None:
    found = diagnose(CASES["a batch for the network"], {"x": "torch.rand(4, 7)"})
    assert "cannot be multiplied" in found.outcome.refused.words
    assert found.answer == "shape"


def examined(name: str, operand: str, text: str) -> Diagnosis | str:
    """Return a diagnosis, or the sentence that says why there is none."""
    try:
        return diagnose(CASES[name], {operand: text})
    except TensorError as error:
        said = str(error)
    assert len(said) < 600
    return said


ODD = ("torch.rand(2, 3, 4)", "torch.tensor(1)", "torch.zeros(0)", "torch.tensor([True])", "torch.arange(4)", "3",
       "-1", "torch.rand(2, 2)", "torch.zeros(3, 0, dtype=torch.uint8)", "[1, [2]]", "[]")  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_any_operand_gives_a_diagnosis_or_a_sentence(name: str) -> None:
    for operand, text in itertools.product(CASES[name].operands, ODD):
        found = examined(name, operand, text)
        assert isinstance(found, str) or found.answer or found.outcome.refused is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("7", "in a, a tensor is wanted"),
        ("torch.zeros(99, 99)", "in a, the tensor has 9,801 elements; an operand may have up to 2,048"),
        ("torch.rand(1000, 1000)", "in a, torch.rand would have 1,000,000 elements; an operand may have up to 2,048"),
        ("torch.tensor([[1e9]])", "in a, the numbers may go from -1,000,000 to 1,000,000"),
        ("torch.rand(", "in a, Python cannot read this"),
        ("[[1, 2], [3, 4]]", "in a, a tensor is wanted"),
        ("torch.tensor([[1], [2, 3]])", "in a, lists at the same depth"),
        ("", "in a, nothing is written yet"),
    ],
)
def test_what_is_no_operand_is_told_with_its_name(text: str, says: str) -> None:
    with pytest.raises(TensorError, match=says.replace("[", r"\[")):
        diagnose(CASES["two batches multiplied"], {"a": text})


@pytest.mark.parametrize("text", ["4097", "-9999", "1.5", "True", "99999999999"])
def test_a_number_is_whole_and_bounded(text: str) -> None:
    with pytest.raises(PlaygroundError, match="a whole number from -4,096 to 4,096"):
        diagnose(CASES["the next layer"], {"in_features": text})


def test_a_fix_makes_no_room_for_more_rows_than_fit() -> None:
    with pytest.raises(TensorError, match="in ids, the numbers may go"):
        diagnose(CASES["a word too many"], {"ids": "torch.tensor([10**12])"})
    assert [cure.name for cure in diagnose(CASES["a word too many"], {"ids": "torch.tensor([999999])"}).cures] == [
        "word_larger",
        "word_unknown",
    ]


def test_several_at_once_hear_each_their_own_warnings() -> None:
    heard: dict[int, Diagnosis] = {}

    def work(number: int) -> None:
        name = "one output for a number" if number % 2 else "two batches multiplied"
        heard[number] = diagnose(CASES[name])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(heard[number].outcome.warned) for number in range(8)] == [0, 1] * 4


@pytest.mark.parametrize("attack", [*OUT, *HEAVY][::4], ids=lambda text: text[:30])
def test_an_attack_is_an_operand_like_any_other(attack: str) -> None:
    examined("two batches multiplied", "a", attack)


def test_batches_that_differ_are_marked_and_no_fix_is_one_that_pytorch_gives_up() -> None:
    case, typed = CASES["two batches multiplied"], {"a": "torch.ones(2, 2, 3)", "b": "torch.ones(3, 3, 2)"}
    diagnose(case, typed)  # by itself PyTorch warns once only
    found = diagnose(case, typed)
    assert found.answer == "shape"
    assert [(mark.operand, mark.dim, mark.says) for mark in found.marks] == [
        ("a", 0, "2, and b has 3"),
        ("b", 0, "3, and a has 2"),
    ]
    assert [cure.name for cure in found.cures] == ["multiply_reshaped"]  # of 3 dims, .T is deprecated
    assert found.failed == 1
