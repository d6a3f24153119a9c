"""Names of tensors: what Python takes, what the habit is, and shapes in words."""

import builtins
import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TensorError
from core.tensors.naming import NAME_LENGTH, by_habit, check_variable, shape_words


@given(st.text(max_size=30) | st.text("abcXYZ_019 =.", max_size=26))
def test_a_name_is_one_that_python_takes_or_one_sentence(text: str) -> None:
    try:
        name = check_variable(text)
    except TensorError as error:
        assert "\n" not in str(error)  # noqa: PT017 - one of the two
        return
    assert name.isidentifier()
    assert name.isascii()
    assert not keyword.iskeyword(name)
    assert len(name) in NAME_LENGTH
    names: dict[str, object] = {}
    exec(f"import torch\n{name} = torch.tensor(1)\nprint({name}.shape)", names)  # noqa: S102 - what the page shows
    assert name in names


@pytest.mark.parametrize("text", ["", " ", "_", "_x", "x" * 25, "True", "class", "list", "generator", "a.b", "ａ"])
def test_what_is_no_name_or_hides_one_is_refused(text: str) -> None:
    with pytest.raises(TensorError):
        check_variable(text)


@pytest.mark.parametrize(
    ("name", "ndim", "usual"),
    [
        ("Xs", 0, "xs"),
        ("x_1", 1, "x_1"),
        ("x", 2, "X"),
        ("W", 5, "W"),
        ("Lambda", 0, "lambda_"),
        ("TORCH", 1, "torch_"),
    ],
)
def test_the_habit_is_small_letters_for_few_dims(name: str, ndim: int, usual: str) -> None:
    assert by_habit(name, ndim) == usual


TAKEN = sorted(
    name
    for name in {*keyword.kwlist, *dir(builtins), "torch", "generator"}
    if name[0] != "_" and len(name) < NAME_LENGTH.high
)


@pytest.mark.parametrize("ndim", [1, 2])
def test_what_the_habit_offers_is_a_name_and_the_habit_has_nothing_against_it(ndim: int) -> None:
    names = [typed for taken in TAKEN for typed in (taken.lower(), taken.upper(), taken.capitalize())]
    for usual in (by_habit(name, ndim) for name in names):
        assert check_variable(usual) == usual
        assert by_habit(usual, ndim) == usual


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((), "No bracket, no dim: a single number."),
        ((7,), "[7]: that means there is 1 dimension of 7."),
        ((1, 2), "[1, 2]: that means 1 row of 2 numbers."),
        ((1, 3, 3), "[1, 3, 3]: that means there is 1 dimension of 3 by 3."),
        ((4, 2, 3), "[4, 2, 3]: that means there are 4 along the first dimension, each of 2 by 3."),
        ((2, 2, 2, 5), "[2, 2, 2, 5]: that means there are 2 along the first dimension, each of 2 by 2 by 5."),
    ],
)
def test_a_shape_is_said_in_the_words_of_the_course(shape: tuple[int, ...], words: str) -> None:
    assert shape_words(shape) == words
