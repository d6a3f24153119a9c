"""The reduce lab in a real browser: painted, pointed at and collapsed without the server, a fix kept in the link."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TEXTS = """() => [...document.querySelectorAll("svg.marks text")].map((t) => t.textContent)"""
CHART = "[data-testid=stVegaLiteChart]"


def says(page: Page, line: str) -> None:
    """Wait until the picture says this."""
    page.wait_for_function(f"(line) => ({TEXTS})().includes(line)", arg=line, timeout=10_000)


@pytest.mark.parametrize(("width", "scheme"), [(1400, "dark"), (420, "light")])
def test_a_cold_link_paints_the_lab_on_the_first_screen(visit: Callable[..., Any], width: int, scheme: str) -> None:
    tab = visit(width=width, scheme=scheme)
    page = tab.open("tensors?lab=reduce&reduction=max&numbers=2x3x4&dim=2")
    tab.painted()
    assert tab.sideways() <= 0
    says(page, "y[0, 0] = max(1, 2, 3, 4) = 4")
    box = page.locator(CHART).bounding_box()
    assert box["y"] <= 700
    assert width < 1400 or box["y"] + box["height"] <= 900


def test_pointing_and_collapsing_happen_without_the_server(visitor: Any) -> None:
    page = visitor.open("tensors?lab=reduce")
    visitor.painted()
    says(page, "y[0] = 3 + 1 = 4")
    runs = page.evaluate("window.finishedRuns")
    box = page.locator(CHART).bounding_box()
    page.mouse.move(box["x"] + 90, box["y"] + 90)
    page.mouse.move(box["x"] + 95, box["y"] + 95)
    says(page, "x[0, 1] goes into y[1]")
    places = "() => [...document.querySelectorAll('svg.marks .mark-rect path')].map((p) => p.getAttribute('d')).join()"
    before = page.evaluate(places)
    page.locator("input[type=range]").fill("0.5")
    page.wait_for_function(f"(before) => ({places})() !== before", arg=before, timeout=10_000)
    assert page.evaluate("window.finishedRuns") == runs


def test_another_dim_speaks_of_its_own_cells(visitor: Any) -> None:
    page = visitor.open("tensors?lab=reduce")
    visitor.painted()
    box = page.locator(CHART).bounding_box()
    page.mouse.move(box["x"] + 160, box["y"] + 270)
    page.mouse.move(box["x"] + 165, box["y"] + 275)
    says(page, "y[2] = 4 + 9 = 13")
    with visitor.rerun():
        page.get_by_role("radio", name="all", exact=True).last.click(force=True)
    says(page, "y = 3 + 1 + 4 + 1 + 5 + 9 = 23")


def test_a_fix_is_chosen_and_kept_in_the_link(visitor: Any) -> None:
    page = visitor.open("tensors?lab=reduce&reduction=mean")
    expect(page.get_by_text("could not infer output dtype").first).to_be_visible()
    with visitor.rerun():
        page.get_by_role("radio", name="x.float().mean(dim=0)").click(force=True)
    says(page, "y[0] = (3 + 1) / 2 = 2.0")
    assert visitor.setting("instead") == "x.float().mean(dim=0)"


def test_only_what_collapses_has_a_slider(visitor: Any) -> None:
    for link, n_sliders in (("", 1), ("&reduction=cumsum", 0), ("&reduction=mean", 0)):
        page = visitor.open(f"tensors?lab=reduce{link}")
        visitor.painted()
        expect(page.locator("input[type=range]")).to_have_count(n_sliders)


def test_numbers_are_in_their_squares_or_it_is_said_where(visit: Callable[..., Any]) -> None:
    page = visit(width=420).open("tensors?lab=reduce&numbers=1x64")
    says(page, "64")
    page = visit(width=420).open("tensors?lab=reduce&numbers=8x8&reduction=prod")
    says(page, "[8, 8], dim 0 collapses; point at a square for its number")
