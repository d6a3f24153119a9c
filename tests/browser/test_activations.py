"""What only a browser shows of the Activations page: the probe follows the pointer, and the view stands still."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

CHART = "[data-testid=stVegaLiteChart]"
READOUT = """() => [...document.querySelectorAll("svg.marks text")].map((t) => t.textContent)
                     .filter((t) => t.includes(" = "))"""


def readout(visitor: Any) -> list[str]:
    return visitor.page.evaluate(READOUT)


def reads(visitor: Any, line: str) -> None:
    """Wait until the probe says this."""
    visitor.page.wait_for_function(f"(line) => ({READOUT})().includes(line)", arg=line, timeout=10_000)


def test_the_probe_follows_the_pointer_without_asking_the_server(visitor: Any) -> None:
    page = visitor.open("activations")
    visitor.painted()
    reads(visitor, "x = 4.00")
    assert "f′(x) = 0.0177" in readout(visitor)
    sent: list[str] = []
    runs = page.evaluate("window.finishedRuns")
    page.on("request", lambda request: sent.append(request.url))
    box = page.locator(CHART).bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 150)
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 150)
    page.wait_for_function(f"() => !({READOUT})().includes('x = 4.00')", timeout=10_000)
    assert len(readout(visitor)) == 4
    assert not sent
    assert page.evaluate("window.finishedRuns") == runs


def test_the_probe_moves_by_keyboard_and_stays_where_it_is_when_the_function_changes(visitor: Any) -> None:
    page = visitor.open("activations")
    visitor.painted()
    reads(visitor, "x = 4.00")
    page.locator(f"{CHART} input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    reads(visitor, "x = 3.95")
    with visitor.rerun():
        page.locator(".st-key-activation").get_by_role("radio", name="Identity", exact=True).click()
    reads(visitor, "f(x) = 3.95")
    assert visitor.setting("activation") == "Identity"


def test_several_activations_travel_in_the_link(visitor: Any, visit: Callable[..., Any]) -> None:
    page = visitor.open("activations?lab=compare")
    visitor.painted()
    with visitor.rerun():
        page.locator(".st-key-activations").get_by_text("SELU", exact=True).click()
    visitor.painted()
    again = visit(width=420, scheme="dark")
    again.open(page.url.split("/")[-1])
    again.painted()
    assert "SELU" in again.page.locator(f"{CHART} svg.marks text").all_text_contents()
    assert again.sideways() <= 0


def test_weight_and_bias_stand_in_the_link_and_redraw_the_neuron(visitor: Any) -> None:
    page = visitor.open("activations?lab=neuron&weight=2&bias=-4")
    visitor.painted()
    reads(visitor, "−b/w = 2")
    with visitor.rerun():
        page.locator(".st-key-bias").get_by_role("slider").press("ArrowRight")
    reads(visitor, "−b/w = 1.95")
    assert visitor.setting("bias") == "-3.9"


def test_the_map_of_two_inputs_is_painted_and_moves_with_the_bias(visitor: Any) -> None:
    page = visitor.open("activations?lab=neuron&inputs=two")
    canvas = page.locator(f"{CHART} canvas")
    canvas.wait_for()
    before = canvas.screenshot()
    with visitor.rerun():
        page.locator(".st-key-use_bias label").click()
    assert visitor.setting("use_bias") == "true"
    assert canvas.screenshot() != before
