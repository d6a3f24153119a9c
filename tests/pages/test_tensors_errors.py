"""The error clinic on the page: predict, reveal, change the operands, keep it in the link, survive bad input."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.clinic import CASES, KINDS, diagnose, of_kind
from ui.page import read_text

Open = Callable[..., AppTest]


def words(page: AppTest) -> str:
    """Everything the page says, in order."""
    return "\n".join(str(part.value) for part in [*page.markdown, *page.caption, *page.code, *page.warning])


def of(page: AppTest, kind: str, label: str) -> Any:
    """Return the widget of this label."""
    return next(widget for widget in page.get(kind) if widget.label.startswith(label))


def test_the_lab_opens_with_the_message_and_without_the_answer(open_page: Open) -> None:
    page = open_page("tensors", lab="errors")
    assert not page.exception
    assert page.code[1].value == diagnose(CASES["two batches multiplied"]).outcome.refused.words
    assert "▲" not in words(page)
    assert "It means" not in words(page)
    assert read_text("tensors")["Errors: try"] in words(page)


def test_an_answer_reveals_what_is_to_blame_and_what_works(open_page: Open) -> None:
    page = open_page("tensors", lab="errors")
    of(page, "button_group", "Which of the three").set_value("dtype").run()
    assert not page.exception
    assert "Not dtype: tried with float32 and int64, and it fails all the same." in words(page)
    assert ":red-background[**What shape?**]" in words(page)
    of(page, "button_group", "Which of the three").set_value("device").run()
    assert "Not device: all of them are on the cpu." in words(page)
    of(page, "button_group", "Which of the three").set_value("another kind").run()
    assert "Not another kind.  \n" in words(page)
    of(page, "button_group", "Which of the three").set_value("shape").run()
    said = words(page)
    assert "**Right.** :red-background[**What shape?**]" in said
    assert ":red[▲ **a**, dim 1]: 2, and b has 3" in said
    assert "- `a @ b.T` gives `[3, 3] float32`" in said
    assert ":orange[**other numbers:**] Reads b's numbers on" in said
    of(page, "button_group", "Which of the three").set_value("tell me").run()
    assert "Right" not in words(page)
    assert ":red-background[**What shape?**]" in words(page)


@pytest.mark.parametrize("name", [*list(CASES)[::8], "the share of hits", "a batch for the network", "a view"])
def test_a_case_opens_from_its_link_with_its_answer(open_page: Open, name: str) -> None:
    case, found = CASES[name], diagnose(CASES[name])
    page = open_page("tensors", lab="errors", error=name, **{f"{case.broken.__name__}_is": case.answer})
    assert not page.exception
    assert "**Right.**" in words(page)
    for cure in found.cures:
        assert f"gives `{cure.gives}`" in words(page)
        assert all(line in words(page) for line in cure.code.splitlines())
    assert ("Simulated: this GPU is not there." in words(page)) == case.simulated
    assert ("Nothing is raised" in words(page)) == case.silent


def test_another_kind_is_named(open_page: Open) -> None:
    page = open_page("tensors", lab="errors", error="backward again", twice_is="another kind")
    assert "**Right.** :gray[What shape?]" in words(page)
    assert ":red-background[**Another kind: gradient**]" in words(page)


def test_operands_of_ones_own_are_kept_in_the_link_and_make_it_run(open_page: Open) -> None:
    page = open_page("tensors", lab="errors", multiply_b="torch.rand(2, 3)", multiply_is="shape")
    assert not page.exception
    assert "it gives `[3, 3] float32" in words(page)
    assert read_text("tensors")["Errors: unknown"] in words(page)
    assert "▲" not in words(page)
    of(page, "text_input", "b").set_value("torch.rand(4, 3)").run()
    assert "cannot be multiplied (3x2 and 4x3)" in words(page)


@pytest.mark.parametrize(
    ("settings", "says", "never"),
    [
        ({"error": "one output for a number", "column_against_row_target": "torch.tensor([[1.],[2.],[3.],[4.]])"},
         "it gives `[] float32: 0.0`. That is what is meant here.", "Is that what was meant?"),
        ({"error": "the share of hits", "count_hits_prediction": "torch.tensor([[1],[0]])"},
         "is not known here", "That is what is meant here."),
        ({"error": "a fee for every row", "add_fee_prices": "torch.rand(3,3)"},
         "Is that what was meant?", "That is what is meant here."),
        ({"error": "yes or no", "yes_or_no_target": "torch.tensor([True,False,True])", "yes_or_no_is": "shape"},
         "bool; float32 would run", "Not dtype"),
        ({"error": "yes or no", "yes_or_no_target": "torch.tensor([1.,0.,2.])", "yes_or_no_is": "shape"},
         ":red-background[**Another kind**]", "makes them of logits"),
        ({"error": "yes or no", "yes_or_no_target": "torch.tensor([1.,0.,2.])", "yes_or_no_is": "tell me"},
         "which alone makes none of them right", "Right."),
        ({"error": "a mask", "mask_is": "dtype"}, "Not dtype.", "it fails all the same"),
        ({"error": "two batches multiplied", "multiply_b": "torch.rand(3, 4)", "multiply_is": "tell me"},
         ":orange[**another shape than the first:**]", "What is meant gives"),
        ({"error": "numbers for NumPy", "plot_is": "tell me"}, "refused as well: 1 more.", "copies it there"),
    ],
)  # fmt: skip
def test_of_operands_of_ones_own_only_what_is_known_is_said(
    open_page: Open, settings: dict[str, str], says: str, never: str
) -> None:
    page = open_page("tensors", lab="errors", **settings)
    assert not page.exception
    assert says in words(page)
    assert never not in words(page)


def test_a_kind_narrows_the_list_and_next_goes_through_it(open_page: Open) -> None:
    page = open_page("tensors", lab="errors")
    of(page, "button_group", "Only one kind").set_value("device").run()
    names = of_kind("device")
    for name in [*names, names[0]]:
        assert page.selectbox(key="error").value == name
        page.button[0].click().run()
        assert not page.exception
    assert list(page.selectbox(key="error").options) == list(names)


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_to_a_kind_opens_its_first_case(open_page: Open, kind: str) -> None:
    page = open_page("tensors", lab="errors", kind=kind)
    assert not page.exception
    assert page.selectbox(key="error").value == of_kind(kind)[0]


def test_the_code_behind_it_holds_the_snippet_and_only_what_works(open_page: Open) -> None:
    page = open_page("tensors", lab="errors", multiply_b="torch.rand(5, 4)")
    page.session_state["code"] = True
    page.run()
    written = page.code[-1].value
    assert "    torch.manual_seed(42)\n    b = torch.rand(5, 4)\n    return" in written
    assert "def multiply_reshaped" in written
    assert "def multiply_turned" not in written


def test_the_question_is_answered_by_running_every_case(open_page: Open) -> None:
    page = open_page("tensors", lab="errors")
    page.session_state["Errors_answer"] = True
    page.run()
    assert not page.exception
    assert f"Run just now, of {len(CASES)}: **" in words(page)
    assert "{" not in page.markdown[-1].value


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"multiply_a": "7"}, "in a, a tensor is wanted"),
        ({"multiply_a": "__import__('os')"}, "in a, "),
        ({"multiply_a": "torch.zeros(10**9)"}, "in a, "),
        ({"multiply_a": "x" * 999}, ""),
        ({"multiply_a": "![a](//e.co/x.png)"}, "in a, "),
        ({"multiply_a": "torch.tensor(['[a](http://e.example)'])"}, ""),
        ({"multiply_is": "magic", "kind": "magic", "error": "magic"}, "cannot be multiplied"),
        ({"error": "the next layer", "next_layer_in_features": "1e9"}, "whole number"),
    ],
)
def test_bad_input_is_explained_and_nothing_of_it_is_markup(
    open_page: Open, settings: dict[str, str], says: str
) -> None:
    page = open_page("tensors", lab="errors", **settings)
    assert not page.exception
    assert says in words(page)
    shown = "\n".join(str(part.value) for part in [*page.markdown, *page.caption, *page.warning])
    assert not re.search(r"\]\(|://", re.sub(r"\\.|`[^`]*`", "", shown))
