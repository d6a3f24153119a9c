"""What lies behind a run, in a browser: its notebook, a step, what is forgotten, the landscape."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.training.machine import SMALL, Machine

pytestmark = pytest.mark.browser


# The code.
def test_the_notebook_that_is_downloaded_holds_the_code_on_the_screen(machine: Machine) -> None:
    machine.open(f"{SMALL}&behind=Code")
    with machine.page.expect_download() as download:
        machine.page.get_by_role("button", name="Download notebook").click()
    assert download.value.suggested_filename == "train.ipynb"
    cells = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["cells"]
    (network,) = ["".join(cell["source"]) for cell in cells if cell["id"] == "network"]
    assert network in machine.page.locator("[data-testid=stCode] code").first.inner_text()


# Looks.
def test_a_step_is_gone_through_stage_by_stage_and_the_link_keeps_the_place(visit: Callable[..., Any]) -> None:
    visitor = visit(width=420)
    page = visitor.open(f"{SMALL}&behind=One+step")
    visitor.painted()
    for stage in ("backward", "step"):
        with visitor.rerun():
            page.get_by_role("radio", name=stage, exact=True).click()
        assert visitor.setting("stage") == stage
    page.get_by_text("Only now do weights change").wait_for()
    with visitor.rerun():
        page.get_by_role("spinbutton", name="Batch").press("ArrowUp")
    page.get_by_text("are these the run's own weights after it, bit for bit? True").wait_for()
    assert visitor.setting("step_batch") == "2"
    visitor.painted()
    assert visitor.sideways() == 0


def test_what_is_forgotten_is_drawn_once_it_was_guessed_and_another_thing_asks_anew(visit: Callable[..., Any]) -> None:
    visitor = visit(width=420)
    page = visitor.open(f"{SMALL}&behind=What+if+I+forget")
    visitor.painted()
    with visitor.rerun():
        page.get_by_role("radio", name="learns worse").click()
    page.get_by_text("this very run ends at a train loss of").wait_for()
    assert visitor.setting("guess") == "learns worse"
    with visitor.rerun():
        page.get_by_role("radio", name="the optimizer").click()
    assert visitor.setting("guess") is None
    page.get_by_text("Guess, and the other one is drawn").wait_for()
    with visitor.rerun():
        page.get_by_role("radio", name="in the last digits").click()
    page.get_by_text("identical bit for bit").wait_for()
    visitor.painted()
    assert visitor.sideways() == 0


# The loss landscape.
def test_the_landscape_tells_epochs_on_its_path_and_its_axes_follow_the_span(visitor: Any) -> None:
    page = visitor.open(f"{SMALL}&behind=Loss+landscape")
    chart = page.locator("[data-testid=stVegaLiteChart]")
    end = chart.first.get_by_text("end", exact=True).last
    end.scroll_into_view_if_needed()
    box = end.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 8)  # its mark stands above the word
    page.locator("#vg-tooltip-element.visible").get_by_text("80", exact=True).wait_for()
    axis = "document.querySelector('.role-axis-label text').textContent.replace('\u2212', '-')"
    wide = float(page.evaluate(axis))
    page.get_by_role("slider", name="Span").press("ArrowLeft")
    page.wait_for_function(f"(wide) => Math.abs(parseFloat({axis}) / wide - 0.8 / 1.2) < 0.01", arg=wide)
