"""Real data in a real browser: drawn by mouse and keyboard, kept in the link, played, painted wide and narrow."""

from collections.abc import Callable
from pathlib import Path
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


@pytest.mark.parametrize(("width", "last"), [(340, "TENSOR[7], 4 more"), (1400, "TENSOR[11]")])
def test_matrices_that_a_narrow_screen_has_no_room_for_are_counted(
    visit: Callable[..., Any], width: int, last: str
) -> None:
    page = visit(width=width).open("tensors?lab=data&layout=H, W, C")
    titles = page.locator("[data-testid=stVegaLiteChart] text", has_text="TENSOR")
    expect(titles.last).to_have_text(last)


@pytest.mark.parametrize("made", ["made=photo", "data=table", "data=sound&sound=file"])
def test_the_sample_is_the_file_that_the_code_reads(
    visitor: Any, made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor.open(f"tensors?lab=data&{made}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the sample").click()
    name = download.value.suggested_filename
    download.value.save_as(tmp_path / name)
    with visitor.rerun():
        page.get_by_text("The PyTorch behind this").click()
    names: dict[str, Any] = {}
    monkeypatch.chdir(tmp_path)
    exec(page.locator("[data-testid=stCode]").last.inner_text(), names)  # noqa: S102 - our own code
    made_of_it = names["TENSOR" if "TENSOR" in names else "MATRIX"]
    expect(page.locator(SHAPE).first).to_have_text(str(list(made_of_it.shape)))
