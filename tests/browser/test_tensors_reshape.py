"""The reshape lab in a real browser: painted, followed by pointing and by keys, edited, kept in the link."""

import itertools
import json
import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Browser, Locator, Page, expect

from core.tensors.chain import places_of
from ui.charts.tensors.places import positions
from ui.components import steps

pytestmark = pytest.mark.browser

LARGE = "x=32, 32&chain=reshape(4, 8, 4, 8)|permute(0, 2, 1, 3)|reshape(16, 64)|T|split(4)[1]|repeat(3, 1)|flip(0)"
IMAGE = "x=224, 224, 3&chain=permute(2, 0, 1)|unsqueeze(0)"


def picture(page: Page) -> Locator:
    return page.locator("canvas.over")


def drawn(page: Page, line: str) -> None:
    """Wait until the picture says this of a step."""
    page.wait_for_function(
        """(line) => [...document.querySelectorAll("[data-testid^=stBidiComponent]")].some((part) =>
             (part.shadowRoot ?? part).querySelector("canvas.over")?.getAttribute("aria-label")?.includes(line))""",
        arg=line,
        timeout=10_000,
    )


@pytest.mark.parametrize("query", ["", LARGE, IMAGE], ids=["first", "large", "image"])
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (420, "dark")])
def test_a_cold_link_paints_the_lab_on_the_first_screen(
    visit: Callable[..., Any], query: str, width: int, scheme: str
) -> None:
    tab = visit(width=width, scheme=scheme)
    page = tab.open(f"tensors?lab=reshape&{query}")
    tab.painted()
    assert tab.sideways() <= 0
    box = picture(page).bounding_box()
    assert box["y"] <= 760
    assert width < 1400 or query == LARGE or box["y"] + box["height"] <= 900


def test_an_element_lights_up_in_every_step_without_asking_the_server(visitor: Any) -> None:
    page = visitor.open("tensors?lab=reshape&chain=permute(1, 0)|stack(x, x, dim=0)|masked_select(x > 6)")
    visitor.painted()
    runs = page.evaluate("window.finishedRuns")
    box = picture(page).bounding_box()
    page.mouse.move(box["x"] + 15, box["y"] + 70)
    chain, said = page.locator(".chain"), page.locator(".told")
    expect(chain).to_have_attribute("data-element", "0")
    expect(chain).to_have_attribute("data-lit", "4")  # once in x, once permuted, twice stacked
    expect(said).to_contain_text("gone")
    picture(page).focus()
    for key in ("End", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    page.mouse.move(box["x"] + 15, box["y"] - 40)
    expect(chain).to_have_attribute("data-element", "6")
    expect(said).to_contain_text("[1, 2] (memory 6) → [2, 1] (memory 6) → [0, 2, 1] [1, 2, 1] (memory 7, 19) → gone")
    page.keyboard.press("Escape")
    expect(chain).to_have_attribute("data-element", "")
    assert page.evaluate("window.finishedRuns") == runs


def test_what_is_held_stays_lit_when_a_step_is_added(visitor: Any) -> None:
    page = visitor.open("tensors?lab=reshape&chain=flatten()")
    visitor.painted()
    box = picture(page).bounding_box()
    page.mouse.click(box["x"] + 15, box["y"] + 70)
    page.mouse.move(5, 5)
    with visitor.rerun():
        page.get_by_role("button", name="Add").click()
    assert visitor.setting("chain").startswith("flatten()|reshape(")
    page.mouse.move(5, 5)
    expect(page.locator(".chain")).to_have_attribute("data-lit", "3")


def test_a_refused_step_is_read_without_scrolling_and_repaired_by_a_click(visitor: Any) -> None:
    page = visitor.open("tensors?lab=reshape&chain=permute(1, 0)|view(2, 6)")
    box = page.get_by_text("PyTorch said this.").bounding_box()
    assert box["y"] + box["height"] <= 900
    drawn(page, "x.view(2, 6): refused")
    with visitor.rerun():
        page.get_by_role("button", name="reshape(2, 6)", exact=True).click()
    drawn(page, "copy: new memory")
    assert visitor.setting("chain") in {None, "permute(1, 0)|reshape(2, 6)"}


def test_steps_are_moved_and_undone_and_the_link_follows(visitor: Any) -> None:
    page = visitor.open("tensors?lab=reshape&x=2, 6&chain=permute(1, 0)|reshape(3, 4)")
    with visitor.rerun():
        page.get_by_role("button", name="Change a step").click()
        page.get_by_role("button", name="Earlier").click()
    assert visitor.setting("chain") == "reshape(3, 4)|permute(1, 0)"
    drawn(page, "x.permute(1, 0): [4, 3]")
    with visitor.rerun():
        page.get_by_role("button", name="Undo").click()
    assert visitor.setting("chain") == "permute(1, 0)|reshape(3, 4)"


def test_an_example_is_opened_and_its_piece_changed(visitor: Any) -> None:
    page = visitor.open("tensors?lab=reshape")
    page.get_by_role("combobox", name="Examples").click()
    with visitor.rerun():
        page.get_by_role("option", name="Train and test").click()
    drawn(page, "x.split([4, 2], dim=0)[1]: [2, 2]")
    with visitor.rerun():
        page.get_by_role("radio", name="[0]", exact=True).click(force=True)
    drawn(page, "x.split([4, 2], dim=0)[0]: [4, 2]")
    assert visitor.setting("chain") == "split([4, 2], dim=0)[0]|roll(1, dims=0)"


def shapes_and_orders() -> list[tuple[list[int], list[int]]]:
    chance = random.Random(4)
    shapes = [[chance.randint(1, 5) for _ in range(chance.randint(1, 5))] for _ in range(40)]
    shapes += [[25], [26], [1, 64], [64, 1], [2, 240], [128, 4], [16, 64], [64, 16], [0], [2, 0], [400], [401]]
    return [(shape, chance.sample(range(len(shape)), len(shape))) for shape in shapes]


def test_the_browser_puts_every_element_at_its_place_on_the_screen_and_in_memory(browser: Browser) -> None:
    cases, expected = [], []
    for shape, order in shapes_and_orders():
        x = torch.arange(math.prod(shape)).reshape(shape).permute(order)
        part = {"shape": list(x.shape), "stride": list(x.stride()), "offset": 0}
        cases.append(part)
        rows, columns = positions(x.shape) if x.numel() else (np.zeros(0), np.zeros(0))
        index = [list(one) for one in itertools.product(*map(range, x.shape))]
        expected.append([rows.tolist(), columns.tolist(), index, places_of(x).reshape(-1).tolist()])
    source = Path(steps.__file__).with_name("places.js").read_text(encoding="utf-8")
    page = browser.new_page()
    found = page.evaluate(
        f"""() => {{ {source}
        return JSON.stringify({json.dumps(cases)}.map((part) => {{
          const {{ rows, cols }} = placed(part.shape), each = [...rows.keys()];
          const index = each.map((i) => indexOf(part.shape, i)), memory = each.map((i) => placeInMemory(part, i));
          return [[...rows], [...cols], index, memory];
        }})) }}"""
    )
    page.close()
    assert json.loads(found) == expected
