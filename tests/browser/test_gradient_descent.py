"""What only a browser shows of the Gradient descent page: stepping, playing and clicking without the server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytestmark = pytest.mark.browser

STEP = "input[type=range][name=step]"
TEXTS = """() => [...document.querySelectorAll("svg.marks text")].map((t) => t.textContent)"""


EDGES = "(e) => { const box = e.getBoundingClientRect(); return [box.top, Math.min(box.bottom, innerHeight)]; }"
CUT_OFF = """() => [...document.querySelectorAll("svg.marks text")]
  .filter((text) => text.textContent && text.getBoundingClientRect().right > innerWidth)
  .map((text) => text.textContent)"""


def reads(visitor: Any, part: str) -> None:
    """Wait until a text in a chart contains this."""
    visitor.page.wait_for_function(f"(part) => ({TEXTS})().some((t) => t.includes(part))", arg=part, timeout=10_000)


def to_step(visitor: Any, step: int) -> None:
    """Drag the slider in the chart."""
    script = "(input, step) => { input.value = step; input.dispatchEvent(new Event('input')); }"
    visitor.page.locator(STEP).evaluate(script, step)


@contextmanager
def without_server(visitor: Any) -> Iterator[None]:
    """Refuse anything sent to the server meanwhile."""
    runs, sent = visitor.page.evaluate("window.finishedRuns"), []

    def note(request: Any) -> None:
        sent.append(request.url)

    visitor.page.on("request", note)
    yield
    visitor.page.remove_listener("request", note)
    assert not sent
    assert visitor.page.evaluate("window.finishedRuns") == runs


def test_the_slider_steps_through_the_courses_numbers_without_asking_the_server(visitor: Any) -> None:
    visitor.open("gradient_descent")
    reads(visitor, "w ← 0 − 0.1 · (−10) = 1")
    with without_server(visitor):
        to_step(visitor, 1)
        reads(visitor, "w ← 1 − 0.1 · (−8) = 1.8")
        to_step(visitor, 2)
        reads(visitor, "w ← 1.8 − 0.1 · (−6.4) = 2.44")
        to_step(visitor, 50)
        reads(visitor, "w = 4.9999 after 50 steps")


def test_arrow_keys_and_clicks_take_single_steps(visitor: Any) -> None:
    page = visitor.open("gradient_descent")
    reads(visitor, "Step 0")
    with without_server(visitor):
        page.locator(STEP).press("ArrowRight")
        reads(visitor, "Step 1")
        page.locator("svg.marks").first.click()
        reads(visitor, "Step 2")
        assert page.locator(STEP).input_value() == "2"
        to_step(visitor, 50)
        reads(visitor, "after 50 steps")
        page.locator("svg.marks").first.click()
        reads(visitor, "Step 0")


def test_play_is_a_button_for_mouse_and_keys_that_runs_to_the_end_once(visitor: Any) -> None:
    page = visitor.open("gradient_descent")
    reads(visitor, "Step 0")
    with without_server(visitor):
        to_step(visitor, 47)
        page.get_by_role("button", name="Play").press("Space")
        page.get_by_role("button", name="Pause").wait_for()
        reads(visitor, "after 50 steps")
        page.get_by_role("button", name="Play").click()
        reads(visitor, "Step 1\u2003")
        page.get_by_role("button", name="Pause").press("Enter")
        page.get_by_role("button", name="Play").wait_for()


def test_the_step_chosen_survives_another_learning_rate_and_the_link_follows(visitor: Any) -> None:
    page = visitor.open("gradient_descent")
    visitor.painted()
    to_step(visitor, 3)
    reads(visitor, "Step 3")
    with visitor.rerun():
        page.get_by_role("slider", name="Learning rate").press("ArrowRight")
    reads(visitor, "0.15 ·")
    assert page.locator(STEP).input_value() == "3"
    assert visitor.setting("lr") == "0.15"


def test_a_cold_link_to_a_race_paints_the_map_and_scrubs_every_runner(visitor: Any) -> None:
    page = visitor.open("gradient_descent?lab=race&surface=Himmelblau")
    visitor.painted()
    heads = (
        "() => [...document.querySelectorAll('svg.marks g.mark-symbol path')].map((p) => p.getAttribute('transform'))"
    )
    assert page.locator("svg.marks image").count() == 1
    before = page.evaluate(heads)
    with without_server(visitor):
        to_step(visitor, 60)
        page.wait_for_function(f"(before) => JSON.stringify(({heads})()) !== JSON.stringify(before)", arg=before)
    assert {"SGD", "Momentum", "RMSprop", "Adam"} <= set(page.evaluate(TEXTS))


def test_another_landscape_writes_itself_and_its_start_into_the_page(visitor: Any) -> None:
    page = visitor.open("gradient_descent?lab=race")
    visitor.painted()
    page.get_by_role("combobox", name="Surface").click()
    with visitor.rerun():
        page.get_by_role("option", name="Saddle").click()
    visitor.painted()
    assert visitor.setting("surface") == "Saddle"
    assert page.get_by_role("slider", name="Start y").input_value() == "0.01"


def test_the_chain_walks_through_its_phases_in_the_browser_and_its_rule_follows(visitor: Any) -> None:
    visitor.open("gradient_descent?lab=chain")
    reads(visitor, "Round 1: forward")
    with without_server(visitor):
        to_step(visitor, 1)
        reads(visitor, "−0.4283")
        reads(visitor, "w.grad −0.10813082")
        to_step(visitor, 2)
        reads(visitor, "0.8541")
        to_step(visitor, 5)
        reads(visitor, "w.grad −0.0919215158")


def test_the_other_learning_rate_of_another_lab_is_shown_there_and_a_link_may_name_it(visitor: Any) -> None:
    page = visitor.open("gradient_descent?lab=steps&lr=3")
    with visitor.rerun():
        page.get_by_role("radio", name="chain").click()
    assert page.get_by_role("slider", name="Learning rate").get_attribute("aria-valuetext") == "0.5"
    assert visitor.setting("lr") is None
    visitor.open("gradient_descent?lab=chain&lr=2")
    assert page.get_by_role("slider", name="Learning rate").get_attribute("aria-valuetext") == "2"


TOOLTIP = "#vg-tooltip-element.visible"
SEEN = "(bar) => getComputedStyle(bar).opacity === '1'"
LOWEST = "() => document.querySelector('[name=play]').getBoundingClientRect().bottom"


@pytest.mark.parametrize("lab", ["race", "basins", "chain"])
def test_the_mouse_on_a_picture_opens_no_raw_data_and_no_toolbar_over_the_controls(visitor: Any, lab: str) -> None:
    page = visitor.open(f"gradient_descent?lab={lab}")
    visitor.painted()
    box = page.locator("svg.marks").bounding_box()
    bar = page.locator(".stElementToolbar").first
    for across, down in ((0.1, 0.25), (0.3, 0.45), (0.6, 0.3), (0.9, 0.35)):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
        page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.locator(TOOLTIP).count() == 0
        assert bar.evaluate("(bar) => getComputedStyle(bar).opacity") == "0"


def test_keys_still_reach_the_toolbar_of_a_picture_and_its_full_screen_can_be_left(visitor: Any) -> None:
    page = visitor.open("gradient_descent")
    visitor.painted()
    page.get_by_role("button", name="Fullscreen").first.focus()
    bar = page.locator(".stElementToolbar").first.element_handle()
    page.wait_for_function(SEEN, arg=bar)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close fullscreen").click()
    page.get_by_role("button", name="Fullscreen").first.wait_for(state="attached")


@pytest.mark.parametrize("lab", ["steps", "race"])
def test_the_whole_picture_and_its_slider_are_seen_at_once(visitor: Any, lab: str) -> None:
    page = visitor.open(f"gradient_descent?lab={lab}")
    visitor.painted()
    page.locator("[name=play]").wait_for()
    assert page.evaluate(LOWEST) <= 900


@pytest.mark.parametrize("lab", ["steps", "race", "basins", "chain"])
def test_every_lab_is_painted_in_the_dark_on_a_narrow_screen_in_the_colour_of_its_words(
    visit: Callable[..., Any], lab: str
) -> None:
    narrow = visit(width=420, scheme="dark")
    page = narrow.open(f"gradient_descent?lab={lab}")
    narrow.painted()
    assert narrow.sideways() == 0
    top, bottom = page.locator("svg.marks").evaluate(EDGES)
    assert top < 450
    assert bottom - max(top, 0) > 350
    assert page.evaluate(CUT_OFF) == []
    colour = "(e) => getComputedStyle(e).fill"
    inks = {page.locator("svg.marks text[fill=currentColor]").first.evaluate(colour)}
    assert inks == {"rgb(230, 234, 240)"}
