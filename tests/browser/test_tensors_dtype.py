"""The dtype lab in a real browser: painted, pointed at without the server, clicked, kept in the link."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from core.dtypes.names import NAMES

pytestmark = pytest.mark.browser

PARTS = ("pairs", "bits", "breaks", "memory")
CHART = "[data-testid=stVegaLiteChart]"


@pytest.mark.parametrize("part", PARTS)
def test_a_cold_link_paints_a_part_on_one_screen(visitor: Any, part: str) -> None:
    page = visitor.open(f"tensors?lab=dtype&about={part}")
    visitor.painted()
    box = page.locator(CHART).bounding_box()
    assert box["y"] + box["height"] <= 900
    assert visitor.sideways() <= 0


@pytest.mark.parametrize("part", PARTS)
def test_on_a_telephone_nothing_scrolls_sideways(visit: Callable[..., Any], part: str) -> None:
    tab = visit(width=420, scheme="dark")
    page = tab.open(f"tensors?lab=dtype&about={part}")
    tab.painted()
    assert tab.sideways() <= 0
    if part != "breaks":  # which begins with a calculation
        assert page.locator(CHART).bounding_box()["y"] <= 700


def test_a_pair_is_pointed_at_without_the_server_and_clicked_into_the_link(visitor: Any) -> None:
    page = visitor.open("tensors?lab=dtype&operation=A @ B")
    visitor.painted()
    runs = page.evaluate("window.finishedRuns")
    cells = page.locator(f"{CHART} svg.marks .mark-rect.role-mark").first.locator("path")
    assert cells.count() == 100
    place = NAMES.index("int64") * 10 + NAMES.index("float32")
    cells.nth(place).hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("long int != float")
    assert page.evaluate("window.finishedRuns") == runs
    with visitor.rerun():
        cells.nth(place).click()
    expect(page.get_by_text("PyTorch said this.")).to_be_visible()
    assert (visitor.setting("first"), visitor.setting("second")) == ("int64", "float32")


def test_a_bit_that_is_clicked_turns_over_in_every_dtype(visitor: Any) -> None:
    page = visitor.open("tensors?lab=dtype&about=bits&number=1")
    visitor.painted()
    squares = page.locator(f"{CHART} svg.marks .mark-rect.role-mark").first.locator("path")
    assert squares.count() == 8 + 8 + 16 + 16 + 32 + 64
    with visitor.rerun():
        squares.nth(8 + 8).click()  # the sign of the float16
    assert visitor.setting("number") == "-1.0"
    expect(page.get_by_label("Number", exact=True)).to_have_value("-1.0")
    with visitor.rerun():
        squares.nth(8 + 8 + 16 + 16 + 31).click()  # the last bit of the float32
    assert visitor.setting("number") == repr(-(1 + 2**-23))


def test_a_bit_clicked_again_turns_back_and_after_an_example_too(visitor: Any) -> None:
    page = visitor.open("tensors?lab=dtype&about=bits&number=0.1")
    visitor.painted()
    sign = page.locator(f"{CHART} svg.marks .mark-rect.role-mark").first.locator("path").nth(8 + 8)
    seen = []
    for _ in range(3):
        with visitor.rerun():
            sign.click()
        seen.append(visitor.setting("number"))
    assert seen == ["-0.0999755859375", "0.0999755859375", "-0.0999755859375"]
    for _ in range(2):
        with visitor.rerun():
            page.get_by_role("button", name="2049", exact=True).click()
        with visitor.rerun():
            sign.click()
        assert visitor.setting("number") == "-2048.0"


def test_every_bit_of_a_nan_turns_over(visitor: Any) -> None:
    page = visitor.open("tensors?lab=dtype&about=bits&number=inf")
    visitor.painted()
    squares = page.locator(f"{CHART} svg.marks .mark-rect.role-mark").first.locator("path")
    seen = []
    for place in (15, 14, 15, 0, 14):
        with visitor.rerun():
            squares.nth(8 + 8 + place).click()
        seen.append(visitor.setting("number"))
    assert seen == [f"float16 {bits}" for bits in ("0111110000000001", "0111110000000011", "0111110000000010",
                                                   "1111110000000010")] + ["-inf"]  # fmt: skip
    expect(page.locator(f"{CHART} svg.marks").get_by_text("= inf", exact=True)).to_have_count(5)


def test_a_pair_clicked_again_after_another_choice_is_chosen_again(visitor: Any) -> None:
    page = visitor.open("tensors?lab=dtype")
    visitor.painted()
    cells = page.locator(f"{CHART} svg.marks .mark-rect.role-mark").first.locator("path")
    for _ in range(2):
        with visitor.rerun():
            cells.first.click()
        assert (visitor.setting("first"), visitor.setting("second")) == ("bool", "bool")
        page.get_by_role("combobox", name="dtype of A").click()
        with visitor.rerun():
            page.get_by_role("option", name="int32").click()
        assert visitor.setting("first") == "int32"


def test_an_example_puts_its_calculation_into_the_link(visitor: Any) -> None:
    page = visitor.open("tensors?lab=dtype&about=breaks")
    visitor.painted()
    with visitor.rerun():
        page.get_by_role("button", name="127 + 1", exact=True).click()
    expect(page.get_by_role("cell", name="−128")).to_be_visible()
    assert visitor.setting("calculation") == "127 + 1"


def test_places_are_chosen_and_kept_in_the_link(visit: Callable[..., Any]) -> None:
    tab = visit(width=420)
    page = tab.open("tensors?lab=dtype&about=device&there=cuda:1")
    expect(page.get_by_text("found at least two devices, cuda:0 and cuda:1!")).to_be_visible()
    assert tab.sideways() <= 0
