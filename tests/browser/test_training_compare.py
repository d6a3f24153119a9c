"""What only a browser shows of two runs beside each other: they go through time together, and keeping and swapping."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.config import TrainConfig
from core.training import train

pytestmark = pytest.mark.browser

HERE = TrainConfig(dataset="spiral", n_samples=60, hidden=(4,), activation="Tanh", batch_size=25, epochs=80)
LINK = "training?epochs=80&n_samples=60&hidden=4&behind=Compare&against=activation%3DReLU%3B+epochs%3D40"


def test_two_runs_go_through_time_together_and_a_kept_one_stays_beside_what_comes(
    visitor: Any, visit: Callable[..., Any]
) -> None:
    page = visitor.open(LINK)
    sliders = page.get_by_role("slider", name="Epoch", exact=True)
    sliders.nth(2).wait_for()
    epochs = page.locator(".epoch b")

    def stand_at(*wanted: int) -> None:
        page.wait_for_function(
            "(wanted) => JSON.stringify([...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot"
            " ? [...e.shadowRoot.querySelectorAll('.epoch b')].map((b) => Number(b.textContent)) : []))"
            " === JSON.stringify(wanted)",
            arg=list(wanted), timeout=20_000,
        )  # fmt: skip

    def losses() -> list[str]:
        return page.locator(".numbers dd:first-of-type").all_inner_texts()[::4]

    visitor.painted()
    stand_at(80, 80, 40)
    other = replace(HERE, activation="ReLU", epochs=40)
    assert losses() == [f"{train(run).history[-1].train_loss:.4f}" for run in (HERE, HERE, other)]
    runs = page.evaluate("window.finishedRuns")
    sliders.nth(2).press("Home")
    stand_at(80, 0, 0)
    sliders.nth(1).press("ArrowRight")
    stand_at(80, 1, 1)
    sliders.nth(1).press("End")
    stand_at(80, 80, 40)  # the shorter run stays at its end
    sliders.nth(0).press("Home")
    stand_at(0, 80, 40)  # the page's own goes its own way
    assert page.evaluate("window.finishedRuns") == runs
    with visitor.rerun():
        page.get_by_role("button", name="Keep this run").click()
    box = page.get_by_label("Hidden layers", exact=True)
    with visitor.rerun():
        box.fill("5")
        box.press("Enter")
    page.wait_for_function("() => new URLSearchParams(location.search).get('against') === 'hidden=4'")
    page.get_by_text("0.weight has shape (5, 2) in this run and has shape (4, 2) in the other").wait_for()
    with visitor.rerun():
        page.get_by_role("button", name="Swap").click()
    page.wait_for_function("(box) => box.value === '4'", arg=box.element_handle())
    assert visitor.setting("against") == "hidden=5"
    page.get_by_text("0.weight has shape (4, 2) in this run and has shape (5, 2) in the other").wait_for()
    assert epochs.count() == 3
    narrow = visit(width=420, scheme="dark")
    narrow.open(LINK)
    narrow.page.get_by_role("slider", name="Epoch", exact=True).nth(2).wait_for()
    narrow.painted()
    assert narrow.sideways() == 0
