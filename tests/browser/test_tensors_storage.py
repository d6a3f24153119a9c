"""The storage lab in a browser: painted, predicted by click, followed by pointing, written into, kept in the link."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.storage.guesses import guesses_text

pytestmark = pytest.mark.browser

TEXTS = """() => [...document.querySelectorAll("svg.marks text")].map((t) => t.textContent)"""
LIT = """() => [...document.querySelectorAll("svg.marks .mark-rect path")]
            .filter((p) => !(Number(p.getAttribute("opacity") ?? 1) < 1)).length"""


def says(page: Page, line: str) -> None:
    """Wait until the picture says this."""
    page.wait_for_function(f"(line) => ({TEXTS})().includes(line)", arg=line, timeout=10_000)


def picture(page: Page) -> Any:
    return page.locator("[data-testid=stVegaLiteChart]").bounding_box()


def test_the_first_screen_shows_the_picture_wide_and_narrow(visit: Callable[..., Any]) -> None:
    for width, scheme in ((1400, "light"), (420, "dark")):
        tab = visit(width=width, scheme=scheme)
        page = tab.open("tensors?lab=storage")
        tab.painted()
        says(page, "y: a view")
        assert tab.sideways() <= 0
        assert picture(page)["y"] <= 700
        if width > 420:
            assert picture(page)["y"] + picture(page)["height"] <= 900


def test_a_prediction_is_made_by_click_and_counted_after_a_reload(visitor: Any) -> None:
    page = visitor.open("tensors?lab=storage")
    visitor.painted()
    with visitor.rerun():
        page.get_by_role("button", name="Next operation").click()
    says(page, "y = x.reshape(1, 7)")
    with visitor.rerun():
        page.get_by_role("button", name="A copy").click()
    says(page, "y: a view")
    expect(page.get_by_text("0 of 1 right, 47 to go")).to_be_visible()
    assert (visitor.setting("tried"), visitor.setting("guesses")) == ("reshape", guesses_text({"reshape": "c"}))
    page.reload()
    visitor.idle(1)
    expect(page.get_by_text("You said a copy.")).to_be_visible()
    expect(page.get_by_text("0 of 1 right, 47 to go")).to_be_visible()
    for n in (2, 3):
        with visitor.rerun():
            page.get_by_role("button", name="Next operation").click()
        with visitor.rerun():
            page.get_by_role("button", name="An error").click()
        expect(page.get_by_text(f"0 of {n} right, {48 - n} to go")).to_be_visible()
    kept = page.get_by_role("textbox", name="Predictions")
    expect(kept).not_to_be_visible()
    page.get_by_text("Your predictions, in the link").click()
    expect(kept).to_have_value(visitor.setting("guesses"))


def test_pointing_at_an_element_lights_its_place_in_memory_and_every_alias(visitor: Any) -> None:
    page = visitor.open("tensors?lab=storage")
    visitor.painted()
    runs, box = page.evaluate("window.finishedRuns"), picture(page)
    page.mouse.move(box["x"] + 20, box["y"] + 190)  # x[0, 0], below its title
    page.mouse.move(box["x"] + 24, box["y"] + 194)
    page.wait_for_function(f"() => ({LIT})() === 5", timeout=10_000)  # in memory, over it twice, in x and in y
    assert page.evaluate("window.finishedRuns") == runs


def test_what_is_written_shows_in_every_alias_and_in_no_copy(visitor: Any) -> None:
    for name, times in (("expand", 6), ("repeat", 2)):
        page = visitor.open(f"tensors?lab=storage&tried={name}&guesses={guesses_text({name: 's'})}")
        visitor.painted()
        with visitor.rerun():
            page.get_by_role("spinbutton", name="Write").fill("77")
            page.keyboard.press("Enter")
        says(page, "77.")
        assert page.evaluate(TEXTS).count("77.") == times


def test_an_own_operation_is_typed_and_decided(visitor: Any) -> None:
    page = visitor.open("tensors?lab=storage&tried=your own")
    visitor.painted()
    says(page, "y: a copy")
    with visitor.rerun():
        page.get_by_role("textbox", name="y =").fill("x.T[1]")
        page.keyboard.press("Enter")
    says(page, "y: a view")
    assert visitor.setting("y_is") == "x.T[1]"


def test_an_operation_is_taken_over_to_be_changed_whatever_was_typed_before(visitor: Any) -> None:
    page = visitor.open("tensors?lab=storage&tried=your own")
    visitor.painted()
    with visitor.rerun():
        page.get_by_role("textbox", name="y =").fill("x.T[1]")
        page.keyboard.press("Enter")
    for name, code in (("expand", "x.expand(3, 4)"), ("column", "x[:, 1]")):
        with visitor.rerun():
            page.get_by_role("combobox", name="Operation").fill(name)
            page.keyboard.press("Enter")
        with visitor.rerun():
            page.get_by_role("button", name="Show me").click()
        with visitor.rerun():
            page.get_by_role("button", name="Change it").click()
        assert page.get_by_role("textbox", name="y =").input_value() == code
        assert visitor.setting("y_is") == code
        says(page, "y: a view")


def test_every_place_says_its_number_on_a_narrow_screen(visit: Callable[..., Any]) -> None:
    tab = visit(width=420)
    page = tab.open("tensors?lab=storage&tried=your own&x_is=torch.arange(28.)&y_is=x.reshape(4, 7).T")
    tab.painted()
    for number in ("0.", "9.", "10", "27"):
        says(page, number)
    assert "1,0" not in page.evaluate(TEXTS)
    expect(page.get_by_text("also where that does not fit")).to_be_visible()
