"""The reduce lab: every function, dim and fix; what is refused; what the link keeps."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.reducing import REDUCTIONS
from ui.page import read_text

Open = Callable[..., AppTest]
TENS = "[0, 10, 20, 30, 40, 50, 60, 70, 80, 90]"
FLOATS = "[[2.0, 4.0, 6.0], [1.0, 1.0, 1.0]]"


def words(page: AppTest) -> str:
    """Everything the page says."""
    parts = [*page.markdown, *page.caption, *page.code, *page.warning, *page.latex]
    return "\n".join(str(part.value) for part in parts)


def spec(page: AppTest) -> Any:
    (chart,) = page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")
    return json.loads(chart.proto.spec)


def test_it_opens_with_a_sum_along_a_dim(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce")
    assert not page.exception
    assert read_text("tensors")["Reduce"] in words(page)
    assert "`x.sum(dim=0)`: [~~2~~, 3] → **[3]**, int64" in words(page)
    assert "tensor([ 4,  6, 13])" in words(page)


def test_every_function_is_done_along_every_dim_with_a_spec_for_its_kind(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce", numbers=FLOATS)
    specs: dict[bool, list[Any]] = {True: [], False: []}
    for name in REDUCTIONS:
        page.button_group(key="reduction").set_value(name).run()
        assert not page.exception
        assert f"`x.{name}(dim=0)`" in words(page)
        specs[REDUCTIONS[name].shrinks].append(spec(page))
    assert all(each == alike[0] for alike in specs.values() for each in alike)
    page.button_group(key="dim").set_value("1").run()
    assert "`x.softmax(dim=1)`: [2, 3] → **[2, 3]**" in words(page)
    assert "Added up along dim 1: 1.0000, 1.0000." in words(page)


def test_the_mean_of_whole_numbers_fails_and_a_fix_is_chosen(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce")
    page.button(key="example mean of whole numbers").click().run()
    assert "RuntimeError: mean(): could not infer output dtype" in words(page)
    page.button_group(key="instead").set_value("x.float().mean()").run()
    assert not page.exception
    assert "tensor(45.)" in words(page)
    page.session_state["code"] = True
    page.run()
    assert "y = x.float().mean()" in words(page)
    assert "# x.mean() raises RuntimeError" in words(page)


def test_every_example_opens(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce")
    for key in [button.key for button in page.button if (button.key or "").startswith("example ")]:
        page.button(key=key).click().run()
        assert not page.exception
        assert not page.warning


def test_keepdim_keeps_the_dim(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce", dim="1", keepdim="true")
    assert "`x.sum(dim=1, keepdim=True)`: [2, ~~3~~] → **[2, 1]**" in words(page)
    page.button_group(key="dim").set_value("all").run()
    assert "`x.sum()`: [~~2~~, ~~3~~] → **[]**" in words(page)


@pytest.mark.parametrize(
    ("settings", "section"),
    [
        ({}, "Reduce: goes"),
        ({"keepdim": "true"}, "Reduce: keepdim"),
        ({"dim": "all"}, "Reduce: all"),
        ({"reduction": "cumsum"}, "Reduce: same shape"),
        ({"reduction": "softmax", "numbers": FLOATS}, "Reduce: same shape"),
        ({"reduction": "softmax", "numbers": "["}, None),
        ({"reduction": "mean"}, "Reduce: fix"),
        ({"reduction": "mean", "instead": "x.float().mean(dim=0)"}, "Reduce: goes"),
        ({"numbers": "5"}, "Reduce: scalar"),
    ],
)
def test_the_opening_sentence_is_true_of_what_is_called(
    open_page: Open, settings: dict[str, str], section: str | None
) -> None:
    page, text = open_page("tensors", lab="reduce", **settings), read_text("tensors")
    said = {name for name in text if name.startswith("Reduce") and text[name] in words(page)}
    true_of_some = {f"Reduce: {each}" for each in ("goes", "keepdim", "all", "same shape", "scalar", "fix")}
    assert said & true_of_some == ({section} if section else set())
    assert ("Reduce: drag" in said) == (section in {"Reduce: goes", "Reduce: keepdim", "Reduce: all"})


def test_what_pytorch_warns_of_is_passed_on(open_page: Open) -> None:
    said = words(open_page("tensors", lab="reduce", reduction="std", numbers="[5.0]"))
    assert "UserWarning: std(): degrees of freedom is <= 0" in said
    assert "UserWarning" not in words(open_page("tensors", lab="reduce", reduction="std", numbers="[5.0, 1.0]"))


def test_of_a_scalar_it_is_asked_what_a_scalar_can(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce", numbers="5")
    page.session_state["Scalar_answer"] = True
    said = words(page.run())
    assert "Dimension out of range (expected to be in range of [-1, 0], but got 1)" in said
    assert "keepdim" not in said


def test_the_variance_is_told_as_its_formula_has_it(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce", reduction="var", correction="0", numbers="[1.0]")
    assert r"\frac{0}{1 - 0}" in words(page)
    assert "over N - correction" in words(page)


def test_the_correction_of_std_is_shown(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce", reduction="std", dim="1", numbers=FLOATS)
    assert r"\frac{8}{3 - 1}" in words(page)
    assert "with correction=0 it is 1.633" in words(page)
    page.button_group(key="correction").set_value("0").run()
    assert "`x.std(dim=1, correction=0)`" in words(page)
    assert "with correction=1 it is 2." in words(page)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"reduction": "max"}, "the second says where: indices [0, 1, 1]"),
        ({"reduction": "argmax", "dim": "all"}, "5 counts through x as if it were flattened: it is x[1, 2], 9"),
        ({"reduction": "cumsum", "dim": "1"}, "equal `x.sum(dim=1)`: [8, 15]"),
        ({"reduction": "cumsum", "dim": "all"}, 'cumsum() missing 1 required positional arguments: "dim"'),
        ({"reduction": "argmin", "numbers": "[10, 20]"}, "tensor(0)"),
        ({"numbers": "5"}, "`x.sum()`: [] → **[]**"),
        ({"dim": "7"}, "`x.sum(dim=0)`"),
        ({"reduction": "nonsense"}, "`x.sum(dim=0)`"),
        ({"numbers": "[[1], [2, 3]]"}, "expected sequence of length 1"),
        ({"numbers": "__import__('os')"}, "is not a number"),
        ({"numbers": "[]"}, "here it may have 1 to 64"),
    ],
)
def test_a_link_opens(open_page: Open, settings: dict[str, str], says: str) -> None:
    page = open_page("tensors", lab="reduce", **settings)
    assert not page.exception
    assert says in words(page)


def test_a_dim_that_another_tensor_does_not_have_is_left(open_page: Open) -> None:
    page = open_page("tensors", lab="reduce", dim="1")
    page.text_input(key="numbers").set_value("[1, 2, 3]").run()
    assert not page.exception
    assert "`x.sum(dim=0)`: [~~3~~] → **[]**" in words(page)


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ("2x3", "**[2]** and **[2, 1]**"),
        ("2x3", "by the second it gives [2, 3], and rows that add up to 1"),
        ("3x3", "by the first gives [3, 3], but not rows that add up to 1"),
    ],
)
def test_the_answer_is_computed(open_page: Open, numbers: str, says: str) -> None:
    page = open_page("tensors", lab="reduce", numbers=numbers)
    page.session_state["Reduce_answer"] = True
    page.run()
    assert says in words(page)
