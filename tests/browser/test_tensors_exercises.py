"""The exercises in a real browser: answered by keyboard, checked at once, kept in the link."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.exercises import NAMES

pytestmark = pytest.mark.browser

LAB = "tensors?lab=exercises"
HOT = f"◐ {NAMES.index('one-hot') + 1}"


def answer(visitor: Any, text: str) -> None:
    with visitor.rerun():
        visitor.page.get_by_label("Your answer", exact=True).fill(text)
        visitor.page.keyboard.press("Enter")


def mark(page: Page, label: str) -> Any:
    return page.get_by_role("radio", name=label, exact=True)


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (420, "dark")])
def test_a_cold_link_paints_the_exercise_without_sideways_scroll(
    visit: Callable[..., Any], width: int, scheme: str
) -> None:
    tab = visit(width=width, scheme=scheme)
    page = tab.open(f"{LAB}&exercise=centre the rows&answer_19=x - x.mean(dim=1)")
    tab.painted()
    assert tab.sideways() <= 0
    expect(page.get_by_text("6 of 9 values differ")).to_be_visible()


def fits(visitor: Any) -> None:
    """Question, answer, picture and marks are seen without scrolling."""
    page = visitor.page
    picture = page.locator("[data-testid=stVegaLiteChart]")
    for part in (page.get_by_label("Your answer", exact=True), picture, mark(page, "40")):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= 900


def test_an_exercise_solved_is_kept_in_the_link_over_a_reload_and_the_next_is_one_click_away(visitor: Any) -> None:
    page = visitor.open(LAB)
    visitor.painted()
    fits(visitor)
    answer(visitor, "torch.rand(7)")
    expect(page.get_by_text("the shape differs: yours is [7], wanted is [7, 7]")).to_be_visible()
    answer(visitor, "torch.rand(7, 7)")
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    expect(mark(page, "✓ 1")).to_be_visible()
    assert visitor.setting("solved") == "1"
    assert visitor.setting("answer_1") == "torch.rand(7, 7)"
    page.reload()
    visitor.idle(1)
    expect(page.get_by_label("Your answer", exact=True)).to_have_value("torch.rand(7, 7)")
    with visitor.rerun():
        page.get_by_role("button", name="Next unsolved").click()
    expect(page.get_by_label("Your answer", exact=True)).to_have_value("")
    assert visitor.setting("exercise") == "multiply by a row"
    assert visitor.setting("solved") == "1"
    with visitor.rerun():
        mark(page, "✓ 1").click(force=True)
    expect(page.get_by_label("Your answer", exact=True)).to_have_value("torch.rand(7, 7)")
    expect(mark(page, "✓ 1")).to_be_visible()
    with visitor.rerun():
        page.go_back()
    expect(page.get_by_text("Not yet")).to_have_count(0)  # no answer stands under another's question


def test_a_look_at_the_solution_is_told_apart_and_stays_when_another_lab_is_looked_at(visitor: Any) -> None:
    page = visitor.open(f"{LAB}&exercise=one-hot&solved=1")
    with visitor.rerun():
        page.get_by_role("button", name="Hint 1 of 2").click()
    expect(page.get_by_text("Hint 1.")).to_be_visible()
    with visitor.rerun():
        page.get_by_role("button", name="Show the solution").click()
    expect(page.get_by_text("F.one_hot(y, num_classes=4)")).to_be_visible()
    answer(visitor, "(y[:, None] == torch.arange(4)).long()")
    expect(mark(page, HOT)).to_be_visible()
    with visitor.rerun():
        page.get_by_text("seed", exact=True).click()
    with visitor.rerun():
        page.get_by_text("exercises", exact=True).click()
    for label in ("✓ 1", HOT):
        expect(mark(page, label)).to_be_visible()
    assert visitor.setting("solved") == "10000000000003"


def test_a_right_answer_in_a_link_is_in_the_progress_and_an_emptied_text_begins_again(visitor: Any) -> None:
    page = visitor.open(f"{LAB}&exercise=multiply by a row&answer_2=X@Y.T&solved=1")
    visitor.painted()
    expect(page.get_by_text("2 of 40 solved")).to_be_visible()
    with visitor.rerun():
        page.get_by_role("button", name="Next unsolved").click()
    expect(page.get_by_text("2 of 40 solved")).to_be_visible()
    assert visitor.setting("solved") == "5"
    with visitor.rerun():
        mark(page, "✓ 2").click(force=True)
    page.get_by_text("Your progress as a text").click()
    with visitor.rerun():
        page.get_by_label("Progress", exact=True).fill("")
        page.keyboard.press("Enter")
    expect(page.get_by_text("0 of 40 solved")).to_be_visible()
    expect(page.get_by_label("Your answer", exact=True)).to_have_value("")
    for label in ("1", "2"):
        with visitor.rerun():
            mark(page, label).click(force=True)
        expect(page.get_by_label("Your answer", exact=True)).to_have_value("")
    expect(page.get_by_text("0 of 40 solved")).to_be_visible()
    assert not visitor.setting("solved")
