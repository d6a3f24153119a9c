"""The index lab in a real browser: painted, followed by pointing, a task answered and kept in the link."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from core.indexing import COURSE_VALUES, indexed, pick

pytestmark = pytest.mark.browser

FULL = """() => [...document.querySelectorAll("svg.marks .mark-rect path[fill^=rgb]")]
                  .filter((p) => !(Number(p.getAttribute("opacity") ?? 1) < 0.5)).length"""
CHART = "[data-testid=stVegaLiteChart]"


@pytest.mark.parametrize("task", ["explore", "random"])
@pytest.mark.parametrize(("width", "scheme"), [(1400, "dark"), (420, "light")])
def test_a_cold_link_paints_the_lab_on_the_first_screen(
    visit: Callable[..., Any], task: str, width: int, scheme: str
) -> None:
    tab = visit(width=width, scheme=scheme)
    page = tab.open(f"tensors?lab=index&task={task}")
    tab.painted()
    assert tab.sideways() <= 0
    box = page.locator(CHART).bounding_box()
    assert box["y"] <= 700
    assert width < 1400 or box["y"] + box["height"] <= 900


def test_a_cell_of_the_result_is_found_in_x_without_asking_the_server(visitor: Any) -> None:
    page = visitor.open("tensors?lab=index")
    visitor.painted()
    page.wait_for_function(f"() => ({FULL})() === 12", timeout=10_000)
    runs = page.evaluate("window.finishedRuns")
    box = page.locator(CHART).bounding_box()
    page.mouse.move(box["x"] + 85, box["y"] + 60)
    page.mouse.move(box["x"] + 90, box["y"] + 65)  # the 2 in the first row of x
    page.wait_for_function(f"() => ({FULL})() === 2", timeout=10_000)
    assert page.evaluate("window.finishedRuns") == runs


def test_cells_that_are_clicked_have_their_index_written_without_asking_the_server(visitor: Any) -> None:
    page = visitor.open("tensors?lab=index")
    visitor.painted()
    runs = page.evaluate("window.finishedRuns")
    box = page.locator(CHART).bounding_box()
    written = "() => [...document.querySelectorAll('svg.marks text')].map((t) => t.textContent)"
    for (row, column), index in {
        (1, 2): "x[0, 1, 2]",
        (1, 1): "x[0, 1, 1:]",
        (1, 0): "x[0, 1, :]",
        (2, 1): "x[[0, 0, 0, 0], [1, 1, 1, 2], [2, 1, 0, 1]]",
    }.items():
        page.mouse.click(box["x"] + 29 + 58 * column, box["y"] + 67 + 58 * row)
        page.wait_for_function(f"(line) => ({written})().includes(line)", arg=f"clicked: {index}", timeout=10_000)
        assert pick(indexed(COURSE_VALUES), index).places.reshape(-1).tolist()[-1] in {3 * row + column, 5}
    assert page.evaluate("window.finishedRuns") == runs


def test_what_is_written_to_an_index_is_seen_in_x(visitor: Any) -> None:
    page = visitor.open("tensors?lab=index&index=x[x > 5]")
    visitor.painted()
    with visitor.rerun():
        page.get_by_role("radio", name="x[...] = 0").click(force=True)
    written = (
        "() => [...document.querySelectorAll('svg.marks text')].filter((t) => t.textContent === '0').length === 2"
    )
    page.wait_for_function(written, timeout=10_000)
    assert visitor.setting("write") == "x[...] = 0"


def test_a_task_is_answered_and_kept_in_the_link(visitor: Any) -> None:
    page = visitor.open("tensors?lab=index&task=9")
    with visitor.rerun():
        page.get_by_label("Your index", exact=True).fill("x[0, 1, 2]")
        page.keyboard.press("Enter")
    expect(page.get_by_text("Right", exact=True)).to_be_visible()
    assert visitor.setting("reply") == "x[0, 1, 2]"
    page.reload()
    visitor.idle(1)
    expect(page.get_by_text("Right", exact=True)).to_be_visible()
    with visitor.rerun():
        page.get_by_role("radio", name="3, 6, 9", exact=True).click(force=True)
    expect(page.get_by_text("Right", exact=True)).to_be_hidden()
    assert visitor.setting("reply") is None


def test_a_clicked_scalar_is_written_as_an_index_that_is_taken(visitor: Any) -> None:
    page = visitor.open("tensors?lab=index&values=3&index=x[...]")
    visitor.painted()
    box = page.locator(CHART).bounding_box()
    page.mouse.click(box["x"] + 29, box["y"] + 67)
    page.locator("svg.marks text", has_text="clicked: x[...]").first.wait_for()
    assert pick(indexed("3"), "x[...]").result.item() == 3
