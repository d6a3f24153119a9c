"""The storage lab: predict, reveal, write, count; every control, every link, and what is typed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.storage.guesses import guesses_text
from core.storage.operations import EXAMPLE, OPERATIONS, OWN
from ui.page import read_text

Open = Callable[..., AppTest]
OUTCOMES = {"slice": "view", "index by a list": "copy", "y = x": "itself", "torch.view": "error"}


def words(page: AppTest) -> str:
    """Everything the page says, in order."""
    return "\n".join(str(part.value) for part in [*page.markdown, *page.caption, *page.code, *page.warning])


def lab(open_page: Open, **settings: Any) -> AppTest:
    page = open_page("tensors", lab="storage", **settings)
    assert not page.exception
    return page


def shown(open_page: Open, name: str, **settings: Any) -> AppTest:
    """Open an operation as one who has asked to be shown."""
    return lab(open_page, tried=name, guesses=guesses_text({name: "s"}), **settings)


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def press(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception


def spec(page: AppTest) -> Any:
    (chart,) = page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")
    return json.loads(chart.proto.spec)


def test_the_lab_opens_with_its_words_an_example_that_is_shown_and_its_code(open_page: Open) -> None:
    page, text = lab(open_page), read_text("tensors")
    for heading in ("Storage", "Storage: try"):
        assert text[heading] in words(page)
    assert "**A view:** `y` looks at the memory of `x`." in words(page)
    assert "An error" not in labels(page)
    page.session_state["code"] = True
    page.run()
    assert page.code[-1].value.startswith("import torch")
    assert "y = x.T" in page.code[-1].value


def test_every_operation_is_hidden_until_it_is_predicted(open_page: Open) -> None:
    page = lab(open_page)
    for name in list(OPERATIONS)[::6]:
        page.selectbox(key="tried").set_value(name).run()
        assert not page.exception
        hidden = name != EXAMPLE
        assert ("A copy" in labels(page)) == hidden
        assert (OPERATIONS[name].lesson in words(page)) != hidden
        assert ("data_ptr" in words(page)) != hidden


@pytest.mark.parametrize(("name", "outcome"), OUTCOMES.items())
def test_a_prediction_is_answered_counted_and_kept_in_the_link(open_page: Open, name: str, outcome: str) -> None:
    page = lab(open_page, tried=name)
    press(page, "A copy")
    said = {"view": "**A view:**", "copy": "**A copy:**", "itself": "**`x` itself:**", "error": "**An error:**"}
    assert said[outcome] in words(page)
    assert ("You said so." in words(page)) == (outcome == "copy")
    assert ("You said a copy." in words(page)) != (outcome == "copy")
    assert f"**{int(outcome == 'copy')} of 1** right, {len(OPERATIONS) - 2} to go" in words(page)
    assert page.session_state["guesses"] == guesses_text({name: "c"})
    assert OPERATIONS[name].lesson in words(page)


def test_that_it_is_the_very_same_tensor_counts_as_a_view(open_page: Open) -> None:
    page = lab(open_page, tried="contiguous")
    press(page, "A view")
    assert "the memory is the same, so it counts" in words(page)
    assert "**1 of 1** right" in words(page)


def test_who_is_shown_an_operation_has_not_predicted_it(open_page: Open) -> None:
    page = lab(open_page, tried="slice")
    press(page, "Show me")
    assert "**A view:**" in words(page)
    assert "You said" not in words(page)
    assert "right," not in words(page)


@pytest.mark.parametrize(
    ("name", "pair"), [("slice", "`x` and `y`"), ("x += 1", "`y` and `x`"), ("array += 1", "`tensor` and `array`")]
)
def test_the_question_names_the_two_that_are_compared(open_page: Open, name: str, pair: str) -> None:
    assert f"will {pair} look at the same memory?" in words(lab(open_page, tried=name))


def test_next_goes_to_what_was_not_predicted_yet_and_round_to_the_start(open_page: Open) -> None:
    page = lab(open_page, guesses=guesses_text({"reshape": "v"}), written="5")
    press(page, "Next operation")
    assert page.session_state["tried"] == "reshape, permuted"
    assert page.session_state["written"] is None
    page.selectbox(key="tried").set_value("add_").run()
    press(page, "Next operation")
    assert page.session_state["tried"] == "reshape, permuted"


def test_once_all_are_predicted_there_is_no_next(open_page: Open) -> None:
    names = [name for name in OPERATIONS if name != EXAMPLE]
    page = lab(open_page, guesses=guesses_text(dict.fromkeys(names, "v")))
    assert "Next operation" not in labels(page)
    assert f"of {len(names)}** right, 0 to go" in words(page)


def test_a_link_restores_operation_prediction_and_what_is_written(open_page: Open) -> None:
    page = shown(open_page, "permute", written="728218", cell="x[0, 0, 0]")
    page.session_state["code"] = True
    page.run()
    assert "x[0, 0, 0] = 728218.0" in page.code[-1].value


def test_the_cell_that_is_written_into_is_one_that_there_is(open_page: Open) -> None:
    page = shown(open_page, "slice", written="9", cell="y[2]")
    assert page.selectbox(key="cell").value == "y[2]"
    assert page.selectbox(key="cell").options == [*(f"x[{i}]" for i in range(7)), *(f"y[{i}]" for i in range(3))]
    page = shown(open_page, "slice", written="9", cell="y[3]")
    assert page.selectbox(key="cell").value == "x[0]"


def test_the_picture_keeps_its_spec_whatever_is_chosen(open_page: Open) -> None:
    specs = [
        spec(lab(open_page)),
        spec(lab(open_page, tried="expand")),
        spec(shown(open_page, "stack", written="3")),
        spec(shown(open_page, "torch.view")),
    ]
    assert all(other == specs[0] for other in specs)


def test_an_own_operation_is_decided_at_once(open_page: Open) -> None:
    page = lab(open_page, tried=OWN)
    assert "**A copy:** `y`" in words(page)
    page.text_input(key="y_is").set_value("x[:, ::2]").run()
    assert "**A view:** `y` looks at the memory of `x`." in words(page)
    page.text_input(key="y_is").set_value("x.chunk(2)").run()
    assert "`y[1]`" in words(page)
    page.text_input(key="y_is").set_value("(x, x.clone())").run()
    assert "`y[1]` is a copy" in words(page)
    page.text_input(key="x_is").set_value("torch.zeros(2)").run()
    page.text_input(key="y_is").set_value("x.view(3)").run()
    assert "RuntimeError: shape '[3]' is invalid for input of size 2" in words(page)


def test_an_operation_can_be_taken_over_and_changed_once_it_is_shown(open_page: Open) -> None:
    assert "Change it" not in labels(lab(open_page, tried="slice"))
    assert "Change it" not in labels(shown(open_page, "x += 1"))  # no expression
    page = shown(open_page, "expand", written="4")
    press(page, "Change it")
    assert page.session_state["tried"] == OWN
    assert page.text_input(key="x_is").value == OPERATIONS["expand"].start
    assert page.text_input(key="y_is").value == "x.expand(3, 4)"
    assert "**A view:**" in words(page)


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("y_is", "x.sum().item()", "y is float 15.0, no tensor"),
        ("y_is", "__import__('os')", "underscore"),
        ("y_is", "", "nothing is written yet"),
        ("x_is", "torch.zeros(1000)", "the memory of x has 1,000 places; here up to 28 are drawn"),
        ("x_is", "![a](//e.co)", "Python cannot read this"),
    ],
)
def test_what_is_typed_in_vain_is_said_in_a_sentence_and_the_lab_stays(
    open_page: Open, key: str, typed: str, says: str
) -> None:
    page = lab(open_page, tried=OWN)
    page.text_input(key=key).set_value(typed).run()
    assert not page.exception
    assert says in words(page).replace("\\", "")
    if key == "y_is":
        assert spec(page)  # of x


def test_a_link_with_letters_that_are_no_predictions_is_told_of(open_page: Open) -> None:
    page = lab(open_page, tried="slice", guesses="-vvvvXv")
    assert "predictions are written v, c, r, s or" in words(page).replace("\\", "")
    press(page, "A view")
    assert page.text_input(key="guesses").value == "-vvvvvv"


def test_a_number_that_the_dtype_does_not_take_is_said_and_the_rest_stays(open_page: Open) -> None:
    page = lab(open_page, tried=OWN, x_is="torch.zeros(2).to(torch.uint8)", y_is="x[:1]", written="300")
    assert "PyTorch said this." in words(page)
    assert "data_ptr" in words(page)


def test_the_question_is_answered_by_measuring(open_page: Open) -> None:
    page = lab(open_page)
    page.session_state["Storage_answer"] = True
    page.run()
    assert "**40,000**, all of them: the column's own numbers are 4,000 bytes" in words(page)
    assert "`x[:, 0].clone()` keeps 4,000." in words(page)


def test_from_the_dtype_lab_to_this_one_no_setting_is_mistaken_for_another(open_page: Open) -> None:
    page = shown(open_page, "slice")
    page.segmented_control(key="lab").set_value("dtype").run()
    assert not page.exception
    page.segmented_control(key="lab").set_value("storage").run()
    assert not page.exception
    assert not page.warning


@pytest.mark.parametrize(
    ("y", "said"),
    [
        ("(x, x[1:])", "**Not all are alike:** `y[0]` is the very same tensor, `y[1]` is a view."),
        ("(x, x + 1)", "**Not all are alike:** `y[0]` is the very same tensor, `y[1]` is a copy."),
        ("(x[1:], x + 1)", "**Not all are alike:** `y[0]` is a view, `y[1]` is a copy."),
        ("(x + 1, x + 2)", "**A copy:** `y` has a memory of its own."),
    ],
)
def test_of_several_results_each_is_named_for_what_it_is(y: str, said: str, open_page: Open) -> None:
    assert said in words(lab(open_page, tried=OWN, x_is="torch.arange(6.)", y_is=y))
