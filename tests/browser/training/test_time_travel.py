"""What only a browser shows of a run: time travel without the server, on every screen."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.config import TrainConfig
from core.training import train
from tests.browser.training.machine import SMALL, Machine, told, type_into, upload

pytestmark = pytest.mark.browser

# Whatever is put off, to the next frame or a later moment, is met by a pointer that moved and pressed before.
RESTLESS = """
const later = window.requestAnimationFrame.bind(window);
window.poked = 0;
const parts = () => [...document.querySelectorAll("*")].flatMap((e) => [
  ...(e.shadowRoot?.querySelectorAll("canvas") ?? [])]);
const poke = (canvas, type) => {
  const { left, top, width, height } = canvas.getBoundingClientRect(), button = type === "pointerdown" ? 2 : 0;
  const at = { clientX: left + width / 2.1, clientY: top + height / 2, bubbles: true, button };
  canvas.dispatchEvent(new PointerEvent(type, at));
  window.poked += 1;
};
const pokeAll = () => {
  for (const canvas of parts()) for (const type of ["pointermove", "pointerdown"]) poke(canvas, type);
};
window.requestAnimationFrame = (f) => later((t) => { pokeAll(); f(t); });
const soon = window.setTimeout.bind(window);
window.setTimeout = (f, wait) => soon(() => { if (!wait) pokeAll(); f(); }, wait);
"""


# Time travel.
def test_the_slider_goes_through_time_by_mouse_and_keyboard_without_the_server(machine: Machine) -> None:
    machine.open(SMALL).epoch(80)
    config = TrainConfig(dataset="spiral", n_samples=60, hidden=(4,), activation="Tanh", batch_size=25, epochs=80)
    state = train(config)
    machine.says(told(state))
    with machine.alone():
        last = machine.pixels()
        machine.slider.press("Home")
        machine.epoch(0)
        first = machine.changed(last)
        assert machine.numbers()["Test loss"] == f"{state.history[0].test_loss:.4f}"
        for epoch in (1, 2, 3):
            machine.slider.press("ArrowRight")
            machine.epoch(epoch)
            assert machine.numbers()["Train loss"] == f"{state.history[epoch].train_loss:.4f}"
        assert machine.slider.get_attribute("aria-valuetext") == "epoch 3 of 80"
        machine.slider.press("End")
        machine.epoch(80)
        assert machine.changed(first) == last
        box = machine.slider.bounding_box()
        machine.page.mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] / 2)
        machine.page.mouse.down()
        machine.page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2, steps=8)
        machine.page.mouse.up()
        machine.epoch(0)
        assert machine.pixels() == first


def test_play_runs_to_the_end_and_stops_there_and_steps_go_one_moment(machine: Machine) -> None:
    machine.open(SMALL)
    with machine.alone():
        machine.press("Back to epoch 0")
        machine.epoch(0)
        machine.press("One moment on")
        machine.epoch(1)
        machine.press("One moment back")
        machine.epoch(0)
        machine.press("Play")
        machine.page.get_by_role("button", name="Pause").wait_for()
        machine.epoch(80)
        machine.page.get_by_role("button", name="Play", exact=True).wait_for()
        machine.press("Play")  # from the end it begins anew
        machine.epoch(2)
        machine.press("Pause")
        assert machine.now() < 80


def test_the_curves_tell_their_numbers_and_a_click_goes_there(machine: Machine) -> None:
    machine.open(SMALL)
    with machine.alone():
        box = machine.curve.bounding_box()
        before = machine.curve.evaluate("(canvas) => canvas.toDataURL()")
        machine.curve.hover(position={"x": box["width"] / 2, "y": box["height"] / 2})  # once it has stopped moving
        caption = machine.page.locator("[data-curve=loss] figcaption")
        machine.page.wait_for_function("(c) => c.textContent.includes('epoch')", arg=caption.element_handle())
        said = caption.inner_text()
        epoch = int(said.rsplit("epoch ", 1)[1])
        assert 30 < epoch < 50
        assert machine.now() == 80  # looking is not going
        assert machine.curve.evaluate("(canvas) => canvas.toDataURL()") != before
        config = TrainConfig(dataset="spiral", n_samples=60, hidden=(4,), activation="Tanh", batch_size=25, epochs=80)
        assert f"{train(config).history[epoch].test_loss:.4f}" in said
        machine.page.mouse.down()
        machine.page.mouse.up()
        machine.page.wait_for_function(
            "(c) => Number(c.querySelector('b').textContent) < 50", arg=machine.page.locator(".epoch").element_handle()
        )
        machine.page.mouse.move(0, 0)
        machine.page.wait_for_function("(c) => !c.textContent.includes('epoch')", arg=caption.element_handle())


def test_a_pointer_that_never_rests_meets_no_picture_that_is_not_drawn(machine: Machine) -> None:
    machine.page.add_init_script(RESTLESS)
    machine.open(f"{SMALL}&behind=Your+points")
    machine.page.locator(".own canvas").wait_for()
    for hidden in ("6, 3", "", "2"):
        type_into(machine, "Hidden layers", hidden)
    machine.page.goto(f"{machine.visitor.url}/{SMALL}&dataset=iris&behind=Your+points")
    machine.slider.wait_for()
    assert machine.page.evaluate("window.poked") > 0
    assert machine.visitor.complaints == []


def test_log_axes_need_no_server_and_stay_in_the_link(machine: Machine, visit: Callable[..., Any]) -> None:
    machine.open(SMALL)
    log = machine.page.get_by_label("Log loss")
    with machine.alone():
        before = machine.curve.evaluate("(canvas) => canvas.toDataURL()")
        log.check()
        assert machine.curve.evaluate("(canvas) => canvas.toDataURL()") != before
        machine.page.get_by_text("Loss: BCE with logits (log)").wait_for()
        machine.page.get_by_label("Log epochs").check()
        box = machine.curve.bounding_box()
        machine.curve.hover(position={"x": box["width"] / 2, "y": 40})
        machine.page.get_by_text(re.compile(r"epoch [4-9]$")).first.wait_for()  # the middle of 0 to 80
    type_into(machine, "Learning rate", "0.3")
    assert (machine.visitor.setting("loss_axis"), machine.visitor.setting("epoch_axis")) == ("log", "log")
    cold = visit()
    cold.page.goto(f"{cold.url}/training?{urlsplit(machine.page.url).query}")
    cold.page.get_by_text("Loss: BCE with logits (log)").wait_for()
    assert cold.page.get_by_label("Log epochs").is_checked()
    for tab in ("Tensors", "Training"):
        machine.page.get_by_role("link", name=tab).click()
    machine.page.get_by_text("Loss: BCE with logits (log)").wait_for()
    log.uncheck()
    assert machine.visitor.setting("loss_axis") is None
    assert machine.visitor.setting("lr") == "0.3"


def test_what_the_curves_cannot_show_and_where_the_slider_stops_is_said(machine: Machine) -> None:
    told = machine.page.locator("[data-curve=metric] canvas")
    far = "dataset=noisy+sine&activation=ReLU&lr=0.00001&init=normal&init_scale=10&epochs=99"
    machine.open(f"training?{far}")
    assert "All below −1: worse than always saying the mean" in told.get_attribute("aria-label")
    machine.page.get_by_text("The slider stops at 60 of 100 epochs").wait_for()
    nothing = "dataset=straight+line&true_weight=0&true_bias=0&noise=0&init=zeros&epochs=9&loss_axis=log"
    machine.open(f"training?{nothing}")
    assert "0 has no place on a log axis" in machine.curve.get_attribute("aria-label")
    assert machine.page.locator(".kept").inner_text() == ""


def test_test_points_the_decision_and_the_reading_under_the_pointer_need_no_server(machine: Machine) -> None:
    machine.open(SMALL)
    with machine.alone():
        shown = machine.pixels()
        machine.page.get_by_label("Show test points").uncheck()
        hidden = machine.changed(shown)
        machine.page.get_by_label("Show test points").check()
        assert machine.changed(hidden) == shown
        machine.page.get_by_label("Decision only").check()
        machine.changed(shown)
        machine.page.get_by_label("Decision only").uncheck()
        machine.picture.hover(position={"x": 150, "y": 150})
        tip = machine.page.locator(".output .hover")
        tip.wait_for()
        assert "+1: " in tip.inner_text()
        assert tip.inner_text().endswith("%")


def test_the_place_in_time_survives_what_does_not_change_the_run(machine: Machine) -> None:
    machine.open(SMALL)
    machine.slider.press("Home")
    machine.slider.press("ArrowRight")
    machine.epoch(1)
    with machine.visitor.rerun():
        machine.page.get_by_role("radio", name="Network").click()
    machine.page.get_by_text("17 parameters").wait_for()
    assert machine.now() == 1
    with machine.more():
        type_into(machine, "Seed", "7")
    machine.epoch(80)  # another run is shown at its end


def test_the_picture_has_the_points_of_its_moment_where_the_noise_changes(machine: Machine) -> None:
    link = "training?n_samples=60&hidden=4&epochs=6&update=none&changes=2:noise%3D0.5;4:noise%3D0"
    machine.open(link)  # nothing is learned, so that only the points can change the picture
    with machine.alone():
        clean = machine.pixels()
        machine.slider.focus()
        for epoch, noisy in ((5, False), (4, True), (3, True), (2, False)):
            machine.page.keyboard.press("ArrowLeft")
            machine.epoch(epoch)
            assert (machine.pixels() != clean) == noisy
        assert machine.numbers()["Noise"] == "0.0000"


@pytest.mark.parametrize("dataset", ["noisy+sine", "reg-gauss", "blobs", "iris", "diabetes", "your+CSV"])
def test_every_kind_of_picture_is_painted_and_moves(dataset: str, machine: Machine) -> None:
    machine.open(f"training?dataset={dataset}&epochs=30&lr=0.02")
    machine.visitor.painted()
    with machine.alone():
        last = machine.pixels()
        machine.slider.press("Home")
        machine.changed(last)
    assert machine.picture.get_attribute("aria-label").endswith("epoch 0")


def test_where_only_the_first_moment_is_finite_the_curves_show_it(machine: Machine) -> None:
    machine.open("training?dataset=noisy+sine&activation=ReLU&lr=5")
    machine.epoch(1)
    inked = """(canvas) => {
      const pen = canvas.getContext("2d"), scale = devicePixelRatio, { data } = pen.getImageData(
        46 * scale, 0, 12 * scale, canvas.height - 40 * scale);
      const dark = (i) => data[i + 3] > 200 && data[i] + data[i + 1] + data[i + 2] < 420;
      let seen = 0;
      for (let i = 0; i < data.length; i += 4) if (dark(i)) seen++;
      return seen;
    }"""
    for kind in ("loss", "metric"):
        assert machine.page.locator(f"[data-curve={kind}] canvas").evaluate(inked) > 20


def test_numbers_of_any_size_are_written_as_powers_of_ten(machine: Machine, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_text("a,b,c\n" + "".join(f"{i},{i * i % 11},{i}e28\n" for i in range(1, 60)))
    machine.open("training?dataset=your+CSV&epochs=20")
    machine.page.get_by_role("button", name="CSV file").click()
    upload(machine, large)
    machine.page.get_by_text("Output: c, over all inputs").wait_for()
    assert re.search(r"≥ \d(\.\d+)?\u00a0×\u00a010²⁹", machine.page.locator(".output .legend").inner_text())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_screen_everything_stacks_and_nothing_scrolls_sideways(
    scheme: str, visit: Callable[..., Any]
) -> None:
    narrow = Machine(visit(width=420, scheme=scheme))
    narrow.open(SMALL)
    narrow.visitor.painted()
    assert narrow.visitor.sideways() == 0
    assert narrow.curve.bounding_box()["y"] > narrow.picture.bounding_box()["y"]
    assert narrow.page.locator(".network").bounding_box()["y"] < 450


def test_at_1400_by_900_controls_picture_and_curves_are_seen_together(machine: Machine) -> None:
    machine.open("training")
    behind = machine.page.get_by_role("radio", name="Code").bounding_box()
    assert behind["y"] + behind["height"] <= 900
    bottom = max(box["y"] + box["height"] for box in (machine.picture.bounding_box(), machine.curve.bounding_box()))
    assert bottom <= 900
    assert machine.page.get_by_label("Learning rate", exact=True).bounding_box()["y"] > 0
