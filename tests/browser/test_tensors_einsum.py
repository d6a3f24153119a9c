"""The einsum lab in a real browser: painted, and pointed at without the server."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TEXTS = """() => [...document.querySelectorAll("svg.marks text")].map((t) => t.textContent)"""
CHART = "[data-testid=stVegaLiteChart]"


def says(page: Page, line: str) -> None:
    """Wait until the picture says this."""
    page.wait_for_function(f"(line) => ({TEXTS})().includes(line)", arg=line, timeout=10_000)


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (420, "dark")])
def test_what_is_pointed_at_names_its_products_without_the_server(
    visit: Callable[..., Any], width: int, scheme: str
) -> None:
    visitor = visit(width=width, scheme=scheme)
    page = visitor.open("tensors?lab=einsum")
    visitor.painted()
    assert visitor.sideways() <= 0
    says(page, "C[0, 0] = 1·7 + 2·10 = 27")
    runs = page.evaluate("window.finishedRuns")
    page.locator(CHART).get_by_text("106", exact=True).hover(force=True)
    says(page, "C[2, 1] = 5·8 + 6·11 = 106")
    page.locator(CHART).get_by_text("12", exact=True).hover(force=True)
    says(page, "B[1, 2] goes into C[0, 2], C[1, 2], C[2, 2]")
    assert page.evaluate("window.finishedRuns") == runs
    with visitor.rerun():
        page.get_by_role("button", name="trace", exact=True).click()
    says(page, "C = 1 + 5 + 9 = 15")
    assert visitor.setting("equation") == "ii->"


def test_numbers_are_in_their_squares_or_it_is_said_where(visit: Callable[..., Any]) -> None:
    eight = "[" + ",".join(map(str, range(1, 9))) + "]"
    page = visit(width=420).open(f"tensors?lab=einsum&equation=i,j->ij&einsum_a={eight}&einsum_b={eight}")
    says(page, "56")
    large = "[" + ",".join(map(str, range(1001, 1009))) + "]"
    page = visit(width=420).open(f"tensors?lab=einsum&equation=i,j->ij&einsum_a={large}&einsum_b={large}")
    says(page, "Point at a square for its number.")
