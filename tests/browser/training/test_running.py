"""Runs under way in a browser: growing, stopped, stepped and gone on from, beside those of another tab."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus, urlsplit

import pytest

from core.config import TrainConfig
from core.initialisations import PLAYGROUND_INIT
from core.training import advance, start, train, within
from tests.browser.training.machine import LONG, LONG_LINK, SMALL, Machine, told, type_into

pytestmark = pytest.mark.browser
CELL: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 60, "hidden": (4,), "activation": "Tanh", "batch_size": 25, "epochs": 80,
    "lr": 0.3, "seed": 46,
}  # fmt: skip


# Long runs.
def test_a_long_run_is_seen_growing_and_can_be_scrubbed_meanwhile(machine: Machine) -> None:
    machine.page.goto(f"{machine.visitor.url}/training?n_samples=200&hidden=8,8&batch_size=5&epochs=10000&seed=3")
    machine.slider.wait_for()
    assert machine.page.get_by_role("button", name="Stop").is_visible()
    assert machine.page.locator(".epoch").inner_text().endswith("of 10000")
    first = machine.now()
    machine.page.wait_for_function(
        "(first) => [...document.querySelectorAll('*')].some("
        "(e) => Number(e.shadowRoot?.querySelector('.epoch b')?.innerText) > first)",
        arg=first, timeout=30_000,
    )  # fmt: skip
    machine.slider.press("Home")
    machine.epoch(0)
    machine.page.wait_for_function("window.finishedRuns >= 4")
    assert machine.now() == 0  # what comes meanwhile leaves the learner where he is
    machine.page.get_by_role("button", name="Stop").click()
    machine.page.get_by_text("Stopped after epoch").wait_for()


def test_what_was_stopped_stays_where_it_was_and_its_script_ends_there(machine: Machine) -> None:
    machine.page.goto(f"{machine.visitor.url}/{LONG_LINK}&seed=5")
    machine.page.get_by_role("button", name="Stop").click()
    said = machine.page.get_by_text("Stopped after epoch")
    said.wait_for()
    before = said.inner_text()
    reached = int(before.split("epoch ")[1].split(" of")[0])
    with machine.visitor.rerun():
        machine.page.get_by_role("radio", name="Code").click()
    assert said.inner_text() == before
    machine.page.get_by_text(f"range(1, {reached + 1})").wait_for()


def test_what_was_stopped_can_be_stepped_by_one_epoch_and_by_ten(machine: Machine) -> None:
    machine.page.goto(f"{machine.visitor.url}/{LONG_LINK}&seed=6")
    machine.page.get_by_role("button", name="Stop").click()
    said = machine.page.get_by_text("Stopped after epoch")
    said.wait_for()
    machine.slider.wait_for()
    reached = int(said.inner_text().split("epoch ")[1].split(" of")[0])
    for name, epochs in (("One epoch", 1), ("Ten epochs", 10)):
        machine.page.get_by_role("button", name=name).click()
        reached += epochs
        machine.page.get_by_text(f"Stopped after epoch {reached} of").wait_for()
        machine.epoch(reached)
    record = advance(start(TrainConfig(**LONG, seed=6)), reached).history[-1]
    assert machine.numbers()["Train loss"] == f"{record.train_loss:.4f}"


def test_new_weights_are_drawn_for_the_same_points(machine: Machine) -> None:
    machine.open(SMALL).epoch(80)
    config = TrainConfig(dataset="spiral", n_samples=60, hidden=(4,), activation="Tanh", batch_size=25, epochs=80)
    for seed in (43, 44):
        machine.press("New weights")
        machine.says(told(train(replace(config, seed=seed, data_seed=42))))
    machine.visitor.idle()
    assert {"seed=44", "data_seed=42"} <= set(urlsplit(machine.page.url).query.split("&"))
    machine.open(f"{SMALL}&seed=2147483647&data_seed=7&hidden=3")
    machine.press("New weights")
    machine.says(told(train(replace(config, hidden=(3,), seed=0, data_seed=7))))


def test_new_weights_keep_the_points_of_the_playground_and_are_not_offered_for_its_own(machine: Machine) -> None:
    config = TrainConfig(
        dataset="circle",
        n_samples=60,
        hidden=(4,),
        activation="Tanh",
        batch_size=10,
        epochs=80,
        playground_seed="0.42",
    )
    circle = f"{SMALL}&dataset=circle&activation=Tanh&batch_size=10&lr=0.1&playground_seed=0.42"
    machine.open(circle)
    machine.press("New weights")
    machine.says(told(train(replace(config, lr=0.1, seed=43))))
    machine.open(f"{circle}&init={quote_plus(PLAYGROUND_INIT)}").epoch(80)
    assert machine.page.get_by_role("button", name="Step from the start").is_visible()
    assert machine.page.get_by_role("button", name="New weights").count() == 0


def test_a_finished_run_is_stepped_through_batch_by_batch_from_any_of_its_moments(machine: Machine) -> None:
    machine.open(f"{SMALL}&batch_size=12").epoch(80)
    config = TrainConfig(dataset="spiral", n_samples=60, hidden=(4,), activation="Tanh", batch_size=12, epochs=80)
    machine.slider.press("Home")
    machine.slider.press("ArrowRight")
    machine.slider.press("ArrowRight")
    machine.epoch(2)
    machine.press("Step from here")
    machine.page.get_by_text("Stopped after epoch 2 of 80.").wait_for()
    machine.visitor.idle()  # on a slow machine the way there is a picture of its own
    plain = machine.pixels()
    state, moment = advance(start(config), 2), machine.page.locator(".epoch")
    for batch in (1, 2, 3):
        machine.press("One batch")
        moment.get_by_text(f"batch {batch} of 3").wait_for()
        machine.epoch(3)
        machine.says(told(replace(state, history=(within(state, batch).after,))))
        plain = machine.changed(plain)
    machine.page.get_by_text("Stopped after epoch 3 of 80.").wait_for()
    machine.says(told(advance(state, 1)))
    assert machine.page.get_by_text("in the batch", exact=True).is_visible()
    machine.slider.press("ArrowLeft")
    machine.epoch(2)
    assert machine.page.get_by_text("in the batch", exact=True).count() == 0
    machine.press("Go on")
    machine.slider.press("End")
    machine.epoch(80)
    machine.says(told(train(config)))


def test_stop_keeps_what_was_reached_and_go_on_ends_as_the_whole_run(machine: Machine) -> None:
    machine.page.goto(f"{machine.visitor.url}/{LONG_LINK}")
    machine.page.get_by_role("button", name="Stop").click()
    said = machine.page.get_by_text("Stopped after epoch")
    said.wait_for()
    machine.visitor.idle()
    reached = int(said.inner_text().split("epoch ")[1].split(" of")[0])
    assert 0 < reached < 10_000
    machine.slider.wait_for()
    assert machine.now() == reached
    assert machine.page.locator(".epoch").inner_text().endswith("of 10000")
    assert float(machine.numbers()["Train loss"]) > 0
    machine.slider.press("Home")
    machine.epoch(0)
    machine.slider.press("End")
    machine.page.get_by_role("button", name="Go on").click()
    machine.epoch(10_000)
    machine.says(told(train(TrainConfig(**LONG))))
    assert machine.page.get_by_text("Stopped after epoch").count() == 0


def test_another_tab_answers_and_even_trains_while_a_long_run_goes_on(visit: Callable[..., Any]) -> None:
    busy, quick = Machine(visit()), Machine(visit())
    quick.open(SMALL)
    busy.page.goto(f"{busy.visitor.url}/training?n_samples=200&hidden=8,8&batch_size=5&epochs=10000")
    stop = busy.page.get_by_role("button", name="Stop")
    stop.wait_for()
    with quick.more():
        type_into(quick, "Seed", "11")
    config = TrainConfig(
        dataset="spiral", n_samples=60, hidden=(4,), activation="Tanh", batch_size=25, epochs=80, seed=11
    )
    quick.says(told(train(config)))
    with quick.visitor.rerun():
        quick.page.get_by_role("radio", name="Every epoch").click()
    assert stop.is_visible()  # the other run is still under way
    stop.click()
    busy.page.get_by_text("Stopped after epoch").wait_for()


def test_a_cell_of_a_grid_opens_as_the_run_on_the_page(machine: Machine) -> None:
    page = machine.open(f"{SMALL}&behind=Many+at+once&many=a+grid&across=seed").page
    open_run = page.get_by_role("button", name="Open this run")
    open_run.wait_for(timeout=30_000)
    machine.visitor.painted()
    cells = page.locator("[data-testid=stVegaLiteChart] svg g.mark-rect path")
    with machine.visitor.rerun():
        cells.nth(5 * 8 + 6).click()  # of eight rates and the seeds from 40 to 47
    assert page.get_by_role("combobox", name="Learning rate").last.input_value() == "0.3"
    with machine.visitor.rerun():
        open_run.click()
    machine.says(told(train(TrainConfig(**CELL))))
    assert (machine.visitor.setting("lr"), machine.visitor.setting("seed")) == ("0.3", "46")


def test_many_runs_grow_and_can_be_stopped_and_gone_on_with(machine: Machine) -> None:
    page = machine.open("training?epochs=2000&n_samples=60&hidden=4&batch_size=5&behind=Many+at+once").page
    page.get_by_text("64 runs, ").wait_for(timeout=30_000)
    machine.press("Stop all")
    page.get_by_text("stopped when").wait_for(timeout=10_000)
    machine.visitor.idle()
    with machine.alone():  # nothing asks for news any more
        machine.visitor.painted()
    machine.press("Go on with all")
    page.get_by_text("64 runs, ").wait_for(state="hidden", timeout=30_000)
    page.get_by_role("button", name="Open the best").wait_for()
