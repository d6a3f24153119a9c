"""The exercises without a browser: every one opens, answers are marked, hints and solutions come on request."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.exercises import EXERCISES, NAMES, sizes_vary
from core.expressions import FUNCTIONS, METHODS
from ui.cached.tensors import cached_answer_frames
from ui.page import read_text

Open = Callable[..., AppTest]
SQUARE = "centre the rows"


@pytest.fixture
def lab(open_page: Open) -> Open:
    """Return a function that opens the lab: `lab(exercise="one-hot", answer="F.one_hot(y)")`."""

    def open_lab(answer: str = "", **settings: str) -> AppTest:
        name = settings.get("exercise", NAMES[0])
        answers = {f"answer_{number(name if name in NAMES else NAMES[0])}": answer} if answer else {}
        return open_page("tensors", lab="exercises", **answers, **settings)

    return open_lab


def words(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.code, *page.warning]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


def button(page: AppTest, label: str) -> Any:
    return next(button for button in page.button if label in button.label)


def labels(page: AppTest) -> list[str]:
    return [each.label for each in page.button]


def marks(page: AppTest) -> dict[str, str]:
    """What stands on the marks that are not bare numbers, by number."""
    group = page.get("button_group")[-1]
    shown = [option.content for option in group.proto.options]
    assert len(shown) == len(NAMES)
    return {label.split()[-1]: label.split()[0] for label in shown if " " in label}


def number(name: str) -> str:
    return str(NAMES.index(name) + 1)


def box(page: AppTest) -> Any:
    return next(each for each in page.text_input if each.label == "Your answer")


def answer(page: AppTest, text: str) -> AppTest:
    page = box(page).set_value(text).run()
    assert not page.exception
    return page


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart") + page.get("arrow_vega_lite_chart"))


def test_the_lab_opens_with_the_courses_first_question(lab: Open) -> None:
    page = lab()
    assert not page.exception
    text = read_text("tensors")
    assert text["Exercises"] in words(page)
    assert text["Exercises: try"] in words(page)
    assert "1 of 40 · from the course" in words(page)
    assert "**0 of 40 solved**" in words(page)
    assert charts(page) == 1
    assert not marks(page)


def test_every_exercise_opens_with_its_question(lab: Open) -> None:
    page = lab()
    for name in reversed(NAMES):
        page.selectbox(key="exercise").set_value(name).run()
        assert not page.exception
        assert EXERCISES[name].question.replace("\\", "") in words(page)
        assert (read_text("tensors")["Exercises: any size"] in words(page)) == sizes_vary(EXERCISES[name])
        assert charts(page) == bool(EXERCISES[name].names or EXERCISES[name].formula)
        assert f"Hint 1 of {len(EXERCISES[name].hints)}" in labels(page)


def test_a_wrong_answer_is_told_where_and_why_and_a_right_one_is_kept(lab: Open) -> None:
    page = answer(lab(exercise=SQUARE), "x - x.mean(dim=1)")
    assert "**Not yet:** 6 of 9 values differ, most of all at [1, 2]: yours is -4.333" in words(page)
    assert f"**Why:** {EXERCISES[SQUARE].mistakes['x - x.mean(dim=1)']}." in words(page)
    assert not page.session_state["solved"]
    answer(page, EXERCISES[SQUARE].solution)
    assert f"**Right.** {EXERCISES[SQUARE].why}" in words(page)
    assert marks(page) == {number(SQUARE): "✓"}
    assert page.session_state["solved"] == "0000000001"
    answer(page, "")
    assert "Right." not in words(page)
    assert marks(page) == {number(SQUARE): "✓"}


def test_what_pytorch_says_is_shown_in_its_own_words(lab: Open) -> None:
    page = answer(lab(exercise="multiply by a row"), "X @ Y")
    assert "RuntimeError: mat1 and mat2 shapes cannot be multiplied (7x7 and 1x7)" in words(page)
    assert "the row has to be transposed" in words(page)


def test_a_formula_that_holds_here_alone_is_shown_where_it_does_not(lab: Open) -> None:
    page = answer(lab(exercise="the number 9"), "x.max()")
    assert read_text("tensors")["Exercises: hidden"] in words(page)
    assert "the value differs: yours is 8" in words(page)


def test_hints_come_one_after_another_and_a_solution_looked_at_is_told_apart(lab: Open) -> None:
    page = lab(exercise="accuracy")
    hints = EXERCISES["accuracy"].hints
    for i, hint in enumerate(hints, 1):
        assert hint not in words(page)
        button(page, f"Hint {i} of {len(hints)}").click().run()
        assert f"**Hint {i}.** {hint}" in words(page)
    assert not [label for label in labels(page) if "Hint" in label]
    button(page, "Show the solution").click().run()
    assert f"A solution: `{EXERCISES['accuracy'].solution}`" in words(page)
    assert marks(page) == {number("accuracy"): "○"}
    answer(page, EXERCISES["accuracy"].solution)
    assert marks(page) == {number("accuracy"): "◐"}
    assert "**1 of 40 solved**, 1 of them after a look at the solution" in words(page)


def test_the_next_unsolved_is_one_click_away_and_an_answer_is_still_there_on_the_way_back(lab: Open) -> None:
    page = answer(lab(solved="4"), "torch.rand(7, 7)")
    assert marks(page) == {"1": "✓", "2": "✓"}
    button(page, "Next unsolved").click().run()
    assert page.session_state["exercise"] == NAMES[2]
    assert box(page).value == ""
    page.selectbox(key="exercise").set_value(NAMES[0]).run()
    assert box(page).value == "torch.rand(7, 7)"
    page.get("button_group")[-1].set_value(NAMES[5]).run()
    assert page.session_state["exercise"] == NAMES[5]
    assert "`A`" in words(page)


def test_when_all_are_solved_nothing_is_next(lab: Open) -> None:
    page = lab(solved="5" * 20)
    assert "**40 of 40 solved**" in words(page)
    assert "Next unsolved" not in labels(page)


def test_a_link_restores_exercise_answer_and_progress(lab: Open) -> None:
    page = lab(exercise="one-hot", answer="F.one_hot(y)", solved="31")
    assert page.selectbox(key="exercise").value == "one-hot"
    assert "yours is [3, 3], wanted is [3, 4]" in words(page)
    assert marks(page) == {"1": "◐", "3": "✓"}


def test_a_link_with_a_right_answer_counts_it_and_goes_on_counting_it(lab: Open) -> None:
    page = lab(exercise="one-hot", answer="F.one_hot(y, num_classes=4)", solved="1")
    assert marks(page) == {"1": "✓", number("one-hot"): "✓"}
    button(page, "Next unsolved").click().run()
    assert page.session_state["solved"] == "10000000000001"
    assert marks(page) == {"1": "✓", number("one-hot"): "✓"}


def test_a_text_emptied_begins_again_with_answers_hints_and_solutions_forgotten(lab: Open) -> None:
    page = answer(lab(exercise="one-hot"), "F.one_hot(y, num_classes=4)")
    button(page, "Next unsolved").click().run()
    button(page, "Hint 1").click().run()
    button(page, "Show the solution").click().run()
    answer(page, "Q @ K.mT")
    assert "**2 of 40 solved**, 1 of them" in words(page)
    next(each for each in page.text_input if each.label == "Progress").set_value("").run()
    assert "**0 of 40 solved**" in words(page)
    assert not marks(page)
    assert not box(page).value
    assert "Hint 1 of" in str(labels(page))
    assert "A solution" not in words(page)
    page.selectbox(key="exercise").set_value("one-hot").run()
    assert not box(page).value
    assert not page.session_state["solved"]


def test_progress_that_cannot_be_read_is_said_and_not_written_over(lab: Open) -> None:
    page = lab(exercise="one-hot", answer="F.one_hot(y, num_classes=4)", solved="xyz")
    assert page.session_state["solved"] == "xyz"
    assert "got 'xyz'" in words(page)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"exercise": "magic"}, "Exercise must be one of"),
        ({"solved": "xyz"}, "up to 20 of the digits 0 to 9 and a to f, got 'xyz'"),
        ({"solved": "5" * 999}, "Progress takes at most 20 characters, the link has 999"),
        ({"answer": "1+" * 500}, "Your answer takes at most 500 characters"),
        ({"answer": "__import__('os').system('ls')"}, "underscore"),
        ({"answer": "![a](//e.co/x.png)"}, "Python cannot read this"),
        ({"answer": "torch.zeros(99999, 99999)"}, "up to 200,000 are taken"),
        ({"answer": "<script>", "solved": "<b>", "exercise": "**b**"}, "Exercise must be one of"),
    ],
)
def test_what_a_link_asks_in_vain_is_one_sentence(lab: Open, settings: dict[str, str], said: str) -> None:
    page = lab(**settings)
    assert not page.exception
    assert said in words(page).replace("\u2060", "")


@pytest.mark.parametrize("name", ["random 7 by 7", "a pair with seed 1234", "stride after permute"])
def test_any_value_is_drawn_or_named(lab: Open, name: str) -> None:
    page = lab(exercise=name)
    for text in ("torch.zeros(200000)", "torch.zeros(9, 9, 2, 2)", "torch.zeros(0)", "(1, None)", "1e400", "['<b>']"):
        answer(page, text)
        assert charts(page) == 1


def test_what_can_be_typed_is_listed_from_the_tables_that_decide_it(lab: Open) -> None:
    page = lab()
    page.session_state["exercise_language"] = True
    page.run()
    said = words(page)
    methods = [name for name in METHODS if f"`{name}`" not in said and f"`.{name}`" not in said]
    functions = {name.replace("torch.nn.functional.", "F.") for name in FUNCTIONS}
    missing = [
        name for name in functions if f"`{name}`" not in said and f"`{name.removeprefix('torch.')}`" not in said
    ]
    assert not methods + missing


def test_the_code_behind_an_answer_and_the_question_are_there_on_request(lab: Open) -> None:
    page = lab(exercise="multiply the pair", answer="A @ B.T")
    page.session_state["code"] = page.session_state["Exercises_answer"] = True
    page.run()
    assert page.code[-1].value.endswith(
        "manual_seed(1234)\nA, B = torch.rand(2, 3), torch.rand(2, 3)\nanswer = A @ B.T\nprint(answer)"
    )
    assert "**No**: an answer is tried on other numbers" in page.markdown[-1].value


def test_of_a_value_answered_rightly_pytorchs_own_is_drawn() -> None:
    frames = cached_answer_frames("bytes wrap round", "(44, 200)")
    assert frames["titles"]["title"].tolist() == ["x", "wanted", "yours"]
    frames = cached_answer_frames("bytes wrap round", "(300, 200)")
    assert frames["titles"]["title"].tolist() == ["x", "yours"]


def test_squares_of_yours_that_are_right_already_are_pale() -> None:
    cells = cached_answer_frames("centre the rows", "x - x.mean(dim=1)")["cells"]
    assert (cells["solid"] < 1).tolist() == [False] * 18 + [True, False, False, False, True, False, False, False, True]
    assert not (cached_answer_frames("centre the rows", "x - x.mean(1)[:, None]")["cells"]["solid"] < 1).any()
