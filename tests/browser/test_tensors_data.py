"""Real data in a real browser: drawn by mouse and keyboard, kept in the link, played, painted wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from core.encoding.drawing import parse_drawing

pytestmark = pytest.mark.browser

SHAPE = "[data-testid=stMetricValue]"


def drawn(visitor: Any) -> Any:
    return parse_drawing(visitor.setting("drawing"))


@pytest.mark.parametrize("kind", ["picture", "sentence", "table", "sound"])
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (420, "dark")])
def test_every_kind_is_painted_without_sideways_scroll(
    visit: Callable[..., Any], kind: str, width: int, scheme: str
) -> None:
    tab = visit(width=width, scheme=scheme)
    tab.open(f"tensors?lab=data&data={kind}")
    tab.painted()
    assert tab.sideways() <= 0


def test_a_stroke_becomes_numbers_and_goes_into_the_link(visitor: Any) -> None:
    page = visitor.open("tensors?lab=data&drawing=8")
    canvas = page.locator(".pixels canvas")
    expect(page.locator(SHAPE).first).to_have_text("[1, 8, 8]")
    box = canvas.bounding_box()
    cell = box["width"] / 8
    with visitor.rerun():
        page.mouse.move(box["x"] + cell / 2, box["y"] + 2.5 * cell)
        page.mouse.down()
        page.mouse.move(box["x"] + 7.5 * cell, box["y"] + 2.5 * cell)
        page.mouse.up()
    page.wait_for_function("new URLSearchParams(location.search).get('drawing') === '8...ffffffff'")
    again = visitor.page
    again.reload()
    visitor.idle(1)
    assert drawn(visitor)[2].tolist() == [255] * 8
    with visitor.rerun():
        page.get_by_role("button", name="Clear").click()
    page.wait_for_function("new URLSearchParams(location.search).get('drawing') === '8'")


def test_a_picture_is_drawn_by_keyboard_and_made_finer(visitor: Any) -> None:
    page = visitor.open("tensors?lab=data&drawing=8")
    page.locator(".pixels canvas").focus()
    with visitor.rerun():
        for key in ("ArrowLeft", "Space", "Shift+ArrowDown", "Delete", "Shift+ArrowDown"):
            page.keyboard.press(key)
    page.wait_for_function("new URLSearchParams(location.search).get('drawing') === '8.....000f..000f'")
    with visitor.rerun():
        page.locator(".pixels select").select_option("16")
    expect(page.locator(SHAPE).first).to_have_text("[1, 16, 16]")
    page.wait_for_function("new URLSearchParams(location.search).get('drawing').startsWith('16.')")
    assert (drawn(visitor) > 0).sum() == 8


def test_strokes_that_follow_each_other_quickly_are_all_kept(visitor: Any) -> None:
    page = visitor.open("tensors?lab=data&drawing=8")
    box = page.locator(".pixels canvas").bounding_box()
    cell = box["width"] / 8
    for at in range(8):
        page.mouse.click(box["x"] + (at + 0.5) * cell, box["y"] + (at + 0.5) * cell)
    expected = ".".join(["8", *("0" * at + "f" for at in range(8))])
    page.wait_for_function(f"new URLSearchParams(location.search).get('drawing') === '{expected}'")


def test_a_sound_can_be_played(visitor: Any) -> None:
    page = visitor.open("tensors?lab=data&data=sound")
    page.wait_for_function("document.querySelector('audio')?.duration === 0.5")


def test_a_link_of_former_times_is_written_anew(visitor: Any) -> None:
    page = visitor.open("tensors?lab=create&source=image&pixels=16")
    expect(page.locator(SHAPE).first).to_have_text("[3, 16, 16]")
    page.wait_for_function("new URLSearchParams(location.search).get('lab') === 'data'")
    assert visitor.setting("source") is None
