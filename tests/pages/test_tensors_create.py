"""Brackets to shape: the course's tensors, names and their habit, zeros_like, and range with PyTorch's own warning."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def words(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in [*page.markdown, *page.caption, *page.code, *page.warning])


def drawn(page: AppTest) -> Any:
    """What the brackets show, as the browser gets it."""
    (component,) = page.get("bidi_component")
    return json.loads(component.proto.json)


def written(page: AppTest) -> str:
    page.session_state["code"] = True
    page.run()
    assert not page.exception
    return page.code[-1].value


def button(page: AppTest, label: str) -> Any:
    return next(button for button in page.button if label in button.label)


@pytest.mark.parametrize(
    ("name", "shape", "said"),
    [
        ("scalar", [], "opens with no bracket, so `ndim` is 0. No bracket, no dim: a single number."),
        ("vector", [2], "opens with 1 bracket, so `ndim` is 1. [2]: that means there is 1 dimension of 2."),
        ("MATRIX", [2, 2], "opens with 2 brackets, so `ndim` is 2. [2, 2]: that means 2 rows of 2 numbers."),
        ("TENSOR", [1, 3, 3], "`ndim` is 3. [1, 3, 3]: that means there is 1 dimension of 3 by 3."),
    ],
)
def test_the_four_tensors_of_the_course_are_one_click_each(
    open_page: Open, name: str, shape: list[int], said: str
) -> None:
    page = open_page("tensors", literal="[5]")
    button(page, name).click().run()
    assert f"A **{name}**: " in words(page)
    assert said in words(page)
    assert drawn(page)["shape"] == shape
    assert drawn(page)["name"] == name
    assert f"{name} = torch.tensor(" in written(page)


def test_a_name_of_ones_own_is_in_the_code_and_in_the_picture(open_page: Open) -> None:
    page = open_page("tensors", called="WEIGHTS")
    assert drawn(page)["name"] == "WEIGHTS"
    assert "WEIGHTS = torch.tensor([[[1," in written(page)
    assert "the habit" not in words(page)


@pytest.mark.parametrize(("literal", "name", "usual"), [("[[1]]", "weights", "WEIGHTS"), ("[1]", "Bias_1", "bias_1")])
def test_a_name_that_breaks_the_habit_is_remarked_and_put_right_with_one_click(
    open_page: Open, literal: str, name: str, usual: str
) -> None:
    page = open_page("tensors", literal=literal, called=name)
    assert f"the habit writes it `{usual}`" in words(page)
    assert f"{name} = torch.tensor(" in written(page)
    button(page, usual).click().run()
    assert page.session_state["called"] == usual
    assert "the habit" not in words(page)


@pytest.mark.parametrize("name", ["1x", "x y", "lambda", "print", "torch", "ñ", "__class__", "x=1;import os", "[]"])
def test_what_is_no_name_is_refused_and_the_habit_used(open_page: Open, name: str) -> None:
    page = open_page("tensors", called=name)
    assert len(page.warning) == 1
    assert drawn(page)["name"] == "TENSOR"


def test_range_is_shown_with_the_warning_pytorch_gives_now(open_page: Open) -> None:
    page = open_page("tensors", source="range")
    assert page.code[0].value.startswith("UserWarning: torch.range is deprecated")
    assert "made 11 numbers of torch.float32" in words(page)
    assert "makes 10 of torch.int64" in words(page)
    assert "deprecated" not in words(open_page("tensors", source="arange"))


def test_what_is_said_of_range_and_arange_is_so_for_the_numbers_made(open_page: Open) -> None:
    assert "took the end in" in words(open_page("tensors", source="range"))
    missed = words(open_page("tensors", source="range", end="1", step="0.3"))
    assert "here no step meets it. It made 4 numbers" in missed
    assert "`arange` makes 4" in missed
    rounded = words(open_page("tensors", source="arange", start="1", end="1.3", step="0.1"))
    assert "Exactly, 3 of these come before the end, and PyTorch made 4" in rounded
    assert "3.0000000000000004" in rounded
    assert "torch.range is not asked here" in words(open_page("tensors", source="range", step="0.3", dtype="int64"))


@pytest.mark.parametrize(
    "settings",
    [
        {"source": "arange", "step": "0"},
        {"source": "arange", "step": "1e-310"},
        {"source": "rand", "dtype": "int64"},
        {"source": "linspace", "dtype": "bool"},
    ],
)
def test_words_about_brackets_stand_by_the_field_of_brackets_only(open_page: Open, settings: dict[str, str]) -> None:
    page = open_page("tensors", **settings)
    assert not page.exception
    said = words(page)
    assert "PyTorch said this" in said
    assert "bracket" not in said
    assert "Change a setting or the dtype" in said


def test_zeros_like_takes_shape_and_dtype_of_the_tensor_given(open_page: Open) -> None:
    page = open_page("tensors", source="zeros_like", literal="[[1.5, 2]]")
    assert [metric.value for metric in page.metric] == ["[1, 2]", "float32", "cpu"]
    assert drawn(page)["exact"] == ["0.0", "0.0"]
    assert "zeros_like(torch.tensor([[1.5, 2]]))" in written(page)


def test_what_is_too_large_for_its_brackets_is_drawn_in_squares_alone(open_page: Open) -> None:
    page = open_page("tensors", source="zeros", size="20, 20")
    assert not page.get("bidi_component")
    assert page.get("vega_lite_chart") + page.get("arrow_vega_lite_chart")
