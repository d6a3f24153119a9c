"""Brackets to shape in a browser: what belongs together lights up, by pointing and by keyboard, without the server."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

LIT = """(selector) => {
  const root = document.querySelector("[data-testid^=stBidiComponent]");
  const holder = [root, ...root.querySelectorAll("*")].find((part) => part.shadowRoot);
  const inside = holder?.shadowRoot ?? root;
  return [...inside.querySelectorAll(selector)].map((part) => part.textContent);
}"""


def lit(page: Any, selector: str) -> list[str]:
    return page.evaluate(LIT, selector)


def test_a_bracket_lights_its_pair_its_slice_and_its_size_without_asking_the_server(visitor: Any) -> None:
    page = visitor.open("tensors?lab=create")
    visitor.painted()
    page.on("websocket", lambda _: pytest.fail("a new connection"))
    before = page.evaluate("window.finishedRuns")
    page.locator(".edge").nth(2).hover()
    assert lit(page, ".cell.on") == ["1", "2", "3"]
    assert lit(page, ".pair.on") == ["[1, 2, 3]"]
    assert lit(page, ".size.on") == ["3"]
    assert lit(page, ".told") == ["TENSOR[0, 0] has shape [3]: this pair belongs to dim 2 and holds 3 numbers"]
    page.locator(".size").nth(1).hover()
    assert lit(page, ".at.on") == ["0", "1", "2"]
    assert len(lit(page, ".pair.on")) == 1
    page.locator(".cell").nth(4).hover()
    assert lit(page, ".value.on") == lit(page, ".cell.on") == ["6"]
    page.mouse.move(2, 2)
    assert lit(page, ".lit") == []
    assert page.evaluate("window.finishedRuns") == before


def test_the_keyboard_goes_down_into_a_pair_and_along(visitor: Any) -> None:
    page = visitor.open("tensors?lab=create&literal=[[1, 2], [3, 4], [5, 6]]")
    visitor.painted()
    page.locator(".size").first.focus()
    page.keyboard.press("ArrowRight")
    assert lit(page, ".size.on") == ["2"]
    page.keyboard.press("Tab")
    assert len(lit(page, ".cell.on")) == 6
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert lit(page, ".cell.on") == ["5", "6"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert lit(page, ".told") == ["MATRIX[2, 1] is 6: an index for every dim leaves one number"]
    page.keyboard.press("ArrowUp")
    assert lit(page, ".cell.on") == ["5", "6"]
    page.keyboard.press("Escape")
    assert lit(page, ".cell.on") == []


@pytest.mark.parametrize("literal", ["7", "[[], []]", "[1]"])
def test_every_shape_is_drawn(visitor: Any, literal: str) -> None:
    page = visitor.open(f"tensors?lab=create&literal={literal}")
    page.locator(".text").get_by_text("[" if "[" in literal else "7", exact=True).first.wait_for()
    assert "".join(lit(page, ".text")).replace("\n", "").replace("  ", "") == literal.replace(" ", "").replace(
        ",", ","
    )


def test_another_tensor_takes_the_place_of_the_one_drawn(visitor: Any) -> None:
    page = visitor.open("tensors?lab=create")
    visitor.painted()
    with visitor.rerun():
        page.get_by_role("button", name="vector").click()
    page.locator(".cell").nth(1).wait_for()
    assert lit(page, ".text") == ["[7, 7]"]
    assert visitor.setting("literal") == "[7, 7]"


def test_a_hundred_numbers_can_be_read_on_a_narrow_screen(visit: Callable[..., Any]) -> None:
    tab = visit(width=420)
    page = tab.open("tensors?lab=create&source=arange&end=100")
    tab.painted()
    for number in ("0", "99"):
        page.locator("svg.marks").get_by_text(number, exact=True).wait_for()


def test_a_paste_too_long_for_any_link_stays_in_its_box_and_the_page_opens_again(visitor: Any) -> None:
    page = visitor.open("tensors?lab=create")
    visitor.painted()
    box = page.get_by_label("Numbers in square brackets")
    text = f"[{'1, ' * 40_000}1]"
    with visitor.rerun():
        box.fill(text)
        box.press("Control+Enter")
    page.get_by_text("the text has 120,003 characters; this page takes up to 2,000").wait_for()
    assert box.input_value() == text
    page.wait_for_function("location.href.length < 1000", timeout=10_000)
    assert page.reload().status == 200
    visitor.painted()
