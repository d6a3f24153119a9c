"""The error clinic in a real browser: painted, on one screen, in the link."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (420, "dark")])
def test_a_cold_link_paints_the_clinic_without_sideways_scroll(
    visit: Callable[..., Any], width: int, scheme: str
) -> None:
    tab = visit(width=width, scheme=scheme)
    page = tab.open("tensors?lab=errors&error=digits into a layer&classify_is=shape")
    tab.painted()
    assert tab.sideways() <= 0
    expect(page.get_by_text("Tried, and these run:")).to_be_visible()


@pytest.mark.parametrize(("width", "limit"), [(1400, 500), (420, 800)])
def test_the_picture_is_on_the_first_screen(visit: Callable[..., Any], width: int, limit: int) -> None:
    tab = visit(width=width)
    page = tab.open("tensors?lab=errors")
    tab.painted()
    assert page.locator("[data-testid=stVegaLiteChart]").bounding_box()["y"] <= limit


def test_an_answer_marks_the_picture_and_the_link_and_a_friend_sees_the_same(visit: Callable[..., Any]) -> None:
    mine, friends = visit(), visit(width=420)
    page = mine.open("tensors?lab=errors")
    said = "[...document.querySelectorAll('svg.marks text')].some((t) => t.textContent === '▲ dim 1')"
    mine.painted()
    assert not page.evaluate(said)
    with mine.rerun():
        page.get_by_role("radio", name="shape", exact=True).first.click(force=True)
    page.wait_for_function(f"() => {said}")
    assert mine.setting("multiply_is") == "shape"
    other = friends.open(page.url.removeprefix(mine.url).lstrip("/"))
    other.wait_for_function(f"() => {said}")


def test_the_next_case_asks_anew_and_operands_of_ones_own_are_kept(visitor: Any) -> None:
    page = visitor.open("tensors?lab=errors&multiply_is=tell me")
    with visitor.rerun():
        page.get_by_role("button", name="Next").click()
    assert visitor.setting("error") == "the next layer"
    expect(page.get_by_text("Tried, and these run:")).to_have_count(0)
    with visitor.rerun():
        page.get_by_label("in_features", exact=True).fill("8")
        page.keyboard.press("Enter")
    expect(page.get_by_text("That is what is meant here.")).to_be_visible()
    assert visitor.setting("next_layer_in_features") == "8"
    page.reload()
    visitor.idle(1)
    expect(page.get_by_text("That is what is meant here.")).to_be_visible()
