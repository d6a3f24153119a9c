"""Home in a real browser: the film plays once by itself, can be scrubbed, and leads to the run it shows."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PLAYING = ".replay.playing"
SLIDER = ".replay input[type=range]"
NUMBERS = ".replay dd"
CANVAS = ".replay .output canvas"
PIXELS = "(canvas) => canvas.toDataURL()"


def last(page: Any) -> str:
    return page.locator(SLIDER).get_attribute("max")


def test_the_film_plays_by_itself_to_its_end_and_stays_there(visitor: Any) -> None:
    page = visitor.open()
    expect(page.locator(PLAYING)).to_have_count(1)
    early = page.locator(CANVAS).evaluate(PIXELS)
    expect(page.locator(PLAYING)).to_have_count(0, timeout=30_000)
    assert page.locator(SLIDER).input_value() == last(page)
    assert page.locator(CANVAS).evaluate(PIXELS) != early
    page.evaluate(
        "new Promise((done) => { let n = 30; (function f() { n-- ? requestAnimationFrame(f) : done(); })(); })"
    )
    assert page.locator(SLIDER).input_value() == last(page)
    expect(page.locator(PLAYING)).to_have_count(0)


def test_who_prefers_less_motion_meets_a_still_picture_that_can_be_played(visitor: Any) -> None:
    visitor.page.emulate_media(reduced_motion="reduce")
    page = visitor.open()
    visitor.painted()
    expect(page.locator(PLAYING)).to_have_count(0)
    assert page.locator(SLIDER).input_value() == last(page)
    page.get_by_role("button", name="Play").click()
    expect(page.locator(PLAYING)).to_have_count(1)


def test_touching_the_slider_takes_over_without_asking_the_server(visitor: Any) -> None:
    page = visitor.open()
    runs = page.evaluate("window.finishedRuns")
    expect(page.locator(PLAYING)).to_have_count(1)
    page.locator(SLIDER).press("Home")
    expect(page.locator(PLAYING)).to_have_count(0)
    expect(page.locator(".replay .epoch")).to_have_text("Epoch 0 of 150")
    untrained = page.locator(NUMBERS).all_inner_texts()
    page.locator(SLIDER).press("End")
    expect(page.locator(".replay .epoch")).to_have_text("Epoch 150 of 150")
    assert page.locator(NUMBERS).all_inner_texts() != untrained
    assert page.evaluate("window.finishedRuns") == runs


def test_the_film_leads_to_the_run_it_shows_ready_to_be_changed(visitor: Any) -> None:
    page = visitor.open()
    expect(page.locator(PLAYING)).to_have_count(1)
    page.locator(SLIDER).press("Home")
    expect(page.locator(".replay .epoch")).to_have_text("Epoch 0 of 150")
    shown = page.locator(NUMBERS).all_inner_texts()
    with visitor.rerun():
        page.get_by_role("link", name="Change this run").click()
    page.wait_for_url("**/training?*")
    expect(page.locator(".replay .epoch")).to_have_text("Epoch 150 of 150", timeout=30_000)
    page.locator(SLIDER).press("Home")
    expect(page.locator(".replay .epoch")).to_have_text("Epoch 0 of 150")
    assert page.locator(NUMBERS).all_inner_texts() == shown


def test_a_step_opens_its_page_with_its_settings_and_home_comes_back_without_them(visitor: Any) -> None:
    page = visitor.open()
    with visitor.rerun():  # and while the film still plays: what it has left to do must not fail
        page.get_by_role("link", name="Loss & optimizer").click()
    page.wait_for_url("**/gradient_descent?*")
    assert visitor.setting("lr") == "1.05"
    visitor.painted()
    with visitor.rerun():
        page.locator(".st-key-menu").get_by_role("link", name="Home").click()
    visitor.painted()
    page.wait_for_url(f"{visitor.url}/")


def test_the_first_screen_holds_the_film_the_whole_map_and_the_questions(visitor: Any) -> None:
    page = visitor.open()
    visitor.painted()
    for seen in (page.locator(CANVAS), page.get_by_role("link", name="Save", exact=False).last,
                 page.get_by_role("link", name="What dtype?")):  # fmt: skip
        box = seen.bounding_box()
        assert box["y"] + box["height"] <= 900


def test_on_a_telephone_the_film_comes_first_then_the_map_then_the_questions(visit: Callable[..., Any]) -> None:
    visitor = visit(width=420)
    page = visitor.open()
    visitor.painted()
    parts = [page.locator(CANVAS), page.get_by_role("link", name="1 Data"), page.get_by_role("link", name="7 Save"),
             page.get_by_role("link", name="What shape?"), page.get_by_role("link", name="Where?")]  # fmt: skip
    tops = [part.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops)
    assert tops[0] < 900
    assert visitor.sideways() <= 0
    assert page.locator(CANVAS).bounding_box()["width"] > 300
