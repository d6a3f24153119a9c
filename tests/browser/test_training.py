"""What only a browser shows of the Training page: time travel without the server, stop and go on, files, two tabs."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.config import TrainConfig
from core.presets import PRESETS
from core.tables import points_table
from core.training import TrainState, advance, start, train, within

pytestmark = pytest.mark.browser

SMALL = "training?epochs=80&n_samples=60&hidden=4"
LONG: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 20, "hidden": (2,), "activation": "Tanh", "batch_size": 1, "epochs": 10_000,
}  # fmt: skip
CELL: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 60, "hidden": (4,), "activation": "Tanh", "batch_size": 25, "epochs": 80,
    "lr": 0.3, "seed": 46,
}  # fmt: skip
LONG_LINK = "training?n_samples=20&hidden=2&batch_size=1&epochs=10000"
MINE = b"a,b,kind\n" + b"".join(f"{i},{i * i % 11},{'xyz'[i % 3]}\n".encode() for i in range(60))


class Machine:
    """The time machine of a tab, and every frame the tab sends to the server."""

    def __init__(self, visitor: Any) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.sent: list[Any] = []
        self.page.on("websocket", lambda socket: socket.on("framesent", self.note))
        self.slider = self.page.get_by_role("slider", name="Epoch", exact=True)
        self.picture = self.page.locator(".output canvas")
        self.curve = self.page.locator("[data-curve=loss] canvas")

    def note(self, frame: Any) -> None:
        self.sent.append(frame)

    def open(self, link: str) -> "Machine":
        self.visitor.open(link)
        self.slider.wait_for()
        self.page.get_by_role("button", name="Stop", exact=True).wait_for(
            state="detached"
        )  # grown, the page runs once more
        self.visitor.idle()
        return self

    def epoch(self, epoch: int) -> None:
        """Wait until this moment is shown."""
        self.page.locator(".epoch b").get_by_text(str(epoch), exact=True).wait_for(timeout=20_000)

    def now(self) -> int:
        return int(self.page.locator(".epoch b").inner_text())

    def numbers(self) -> dict[str, str]:
        names, values = (self.page.locator(f".numbers {tag}").all_inner_texts() for tag in ("dt", "dd"))
        return dict(zip(names, values, strict=True))

    def says(self, wanted: dict[str, str]) -> None:
        """Wait until these are the numbers shown."""
        self.page.wait_for_function(
            "(wanted) => JSON.stringify([...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot"
            " ? [...e.shadowRoot.querySelectorAll('.numbers dd')].map((d) => d.innerText) : []))"
            " === JSON.stringify(wanted)",
            arg=list(wanted.values()), timeout=60_000,
        )  # fmt: skip

    def pixels(self) -> str:
        return self.picture.evaluate("(canvas) => canvas.toDataURL()")

    def changed(self, before: str) -> str:
        """Wait until the picture is another one, and return it."""
        handle = self.picture.element_handle()
        self.page.wait_for_function(
            "([canvas, old]) => canvas.toDataURL() !== old", arg=[handle, before], timeout=10_000
        )
        return self.pixels()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Refuse any frame to the server meanwhile, and any run of the script."""
        self.visitor.idle()
        sent, runs = len(self.sent), self.page.evaluate("window.finishedRuns")
        assert sent > 0  # frames are seen at all
        yield
        assert self.page.evaluate("window.finishedRuns") == runs
        assert len(self.sent) == sent

    @contextmanager
    def more(self) -> Iterator[None]:
        """Open the settings that are touched rarely; close them in the end."""
        with self.visitor.rerun():  # opened and closed, it runs the script
            self.page.get_by_role("button", name="More settings").click()
        self.page.get_by_label("Train share").first.wait_for()
        yield
        with self.visitor.rerun():
            self.page.keyboard.press("Escape")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def machine(visitor: Any) -> Machine:
    return Machine(visitor)


def told(state: TrainState) -> dict[str, str]:
    """What the page says of the last moment of a run."""
    last = state.history[-1]
    return {
        "Train loss": f"{last.train_loss:.4f}",
        "Test loss": f"{last.test_loss:.4f}",
        "Train accuracy": f"{100 * last.train_accuracy:.1f} %",
        "Test accuracy": f"{100 * last.test_accuracy:.1f} %",
    }


def type_into(machine: Machine, label: str, text: str) -> None:
    box = machine.page.get_by_label(label, exact=True)
    with machine.visitor.rerun():
        box.fill(text)
        box.press("Enter")


def choose(machine: Machine, label: str, option: str) -> None:
    box = machine.page.get_by_role("combobox", name=label)
    box.scroll_into_view_if_needed()  # a list of options closes where the page scrolls under it
    machine.visitor.idle()
    box.click()
    with machine.visitor.rerun():
        machine.page.get_by_role("option", name=option, exact=True).click()


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
    assert "All below -1: worse than always saying the mean" in told.get_attribute("aria-label")
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


# The link.
def test_a_control_updates_the_link_and_a_cold_visit_shows_the_same(
    machine: Machine, visit: Callable[..., Any]
) -> None:
    machine.open(SMALL)
    type_into(machine, "Learning rate", "0.3")
    choose(machine, "Activation", "ReLU")
    with machine.more():
        choose(machine, "Optimizer", "Adam")
        choose(machine, "Loss", "Cross-entropy")
    expected = {"lr": "0.3", "activation": "ReLU", "optimizer": "Adam", "loss": "Cross-entropy", "epochs": "80"}
    for name, value in expected.items():
        machine.page.wait_for_function(
            "([name, value]) => new URLSearchParams(location.search).get(name) === value", arg=[name, value]
        )
    config = TrainConfig(
        dataset="spiral", n_samples=60, hidden=(4,), activation="ReLU", batch_size=25, epochs=80, optimizer="Adam",
        lr=0.3, loss="Cross-entropy",
    )  # fmt: skip
    machine.says(told(train(config)))
    cold = Machine(visit())
    cold.open(f"training?{urlsplit(machine.page.url).query}").epoch(80)
    assert cold.numbers() == machine.numbers()
    assert cold.page.get_by_label("Learning rate", exact=True).input_value() == "0.3"
    cold.picture.scroll_into_view_if_needed()
    assert cold.pixels() == machine.pixels()


def test_another_data_set_brings_its_own_settings_and_takes_the_old_ones_out_of_the_link(machine: Machine) -> None:
    machine.open("training?dataset=spiral&noise=0.2&n_samples=61&features=x2&epochs=5")
    choose(machine, "Data set", "straight line")
    with machine.more():
        machine.page.get_by_label("True weight", exact=True).wait_for()
        assert machine.page.get_by_label("Noise", exact=True).input_value() == "0"
        assert machine.page.get_by_label("Points", exact=True).input_value() == "50"
    for gone in ("noise", "n_samples", "features"):
        machine.page.wait_for_function("(name) => !new URLSearchParams(location.search).has(name)", arg=gone)
    assert machine.visitor.setting("epochs") == "5"
    config = TrainConfig(dataset="straight line", hidden=(), activation="Tanh", batch_size=25, epochs=5)
    state = train(config)
    assert machine.numbers()["Test R²"] == f"{state.history[-1].test_r2:.4f}"
    weight, bias = (tensor.item() for tensor in state.weights.values())
    assert machine.numbers()["Weight (true: 0.7)"] == f"{weight:.4f}"
    assert machine.numbers()["Bias (true: 0.3)"] == f"{bias:.4f}"
    with machine.alone():
        machine.slider.press("Home")
        machine.epoch(0)
        first = state.snapshots[0].weights["0.weight"].item()
        assert machine.numbers()["Weight (true: 0.7)"] == f"{first:.4f}"
    hidden = machine.page.get_by_label("Hidden layers", exact=True)
    assert (hidden.input_value(), machine.visitor.setting("hidden")) == ("", None)
    choose(machine, "Data set", "spiral")
    machine.page.wait_for_function("(box) => box.value === '16, 16'", arg=hidden.element_handle())
    assert machine.visitor.setting("hidden") is None


def test_a_learning_rate_that_cannot_be_is_said_in_sight_as_it_was_typed(machine: Machine) -> None:
    machine.open(SMALL)
    type_into(machine, "Learning rate", "99")
    machine.page.get_by_text("Learning rate must be a number from 0.00001 to 10, got '99'.").wait_for()
    type_into(machine, "Learning rate", "0.05")
    machine.page.get_by_text("Below is the last run that worked.").wait_for(state="detached")
    assert machine.visitor.setting("lr") == "0.05"


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
    assert re.search(r"≥ \d(\.\d+)? × 10²⁹", machine.page.locator(".output .legend").inner_text())


def test_nonsense_typed_gets_one_sentence_and_the_last_run_stays(machine: Machine) -> None:
    machine.open(SMALL)
    numbers = machine.numbers()
    type_into(machine, "Hidden layers", "8, many")
    machine.page.get_by_text("got 'many'. Below is the last run that worked.").wait_for()
    assert machine.numbers() == numbers
    type_into(machine, "Hidden layers", "4")
    machine.page.get_by_text("Below is the last run that worked.").wait_for(state="detached")


def test_settings_in_a_closed_popover_come_back_from_the_menu_and_by_steps_back(machine: Machine) -> None:
    machine.open(f"{SMALL}&lr=0.3&seed=3")
    address = machine.page.url
    for leave, come_back in (("Tensors", "link"), ("Tensors", "back")):
        machine.page.get_by_role("link", name=leave).click()
        machine.page.get_by_role("radio", name="reshape").wait_for()
        if come_back == "link":
            machine.page.get_by_role("link", name="Training").click()
        else:
            machine.page.go_back()
        machine.epoch(80)
        machine.page.wait_for_url(address)


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


def test_a_finished_run_is_stepped_through_batch_by_batch_from_any_of_its_moments(machine: Machine) -> None:
    machine.open(f"{SMALL}&batch_size=12").epoch(80)
    config = TrainConfig(dataset="spiral", n_samples=60, hidden=(4,), activation="Tanh", batch_size=12, epochs=80)
    machine.slider.press("Home")
    machine.slider.press("ArrowRight")
    machine.slider.press("ArrowRight")
    machine.epoch(2)
    machine.press("Step from here")
    machine.page.get_by_text("Stopped after epoch 2 of 80.").wait_for()
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


# The learner's own table.
def upload(machine: Machine, path: Path) -> None:
    with machine.page.expect_file_chooser() as chooser:
        machine.page.locator("[data-testid=stFileUploaderDropzone] button").last.click()
    with machine.visitor.rerun():
        chooser.value.set_files(path)


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


def test_a_csv_file_is_trained_on_and_drawn_and_a_broken_one_changes_nothing(machine: Machine, tmp_path: Path) -> None:
    mine, broken = tmp_path / "mine.csv", tmp_path / "broken.csv"
    mine.write_bytes(MINE)
    broken.write_bytes(b"\x00\xff" * 300)
    machine.open("training?dataset=your+CSV&epochs=20")
    machine.page.get_by_text("rent: predicted against true").wait_for()
    machine.page.get_by_role("button", name="CSV file").click()
    upload(machine, mine)
    machine.page.get_by_text("How sure of each class, over all inputs").wait_for()
    machine.visitor.painted()
    numbers, picture = machine.numbers(), machine.pixels()
    assert machine.page.locator(".output .legend").inner_text().split() == ["x", "y", "z", "test", "point"]
    machine.page.get_by_text("mine.csv: 60 rows × 3 columns.").wait_for()
    upload(machine, broken)
    machine.page.get_by_text("broken.csv: ").and_(machine.page.get_by_text("Nothing was changed.")).wait_for()
    assert machine.numbers() == numbers
    assert machine.pixels() == picture
    assert machine.page.get_by_text("mine.csv: 60 rows × 3 columns.").is_visible()
    assert machine.page.locator("[data-testid=stException]").count() == 0


def test_what_a_new_table_does_not_have_is_gone_from_controls_and_link(machine: Machine, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_bytes(MINE)
    machine.open("training?dataset=your+CSV&epochs=20&target=area_m2&features=rooms,rent&loss=L1")
    machine.page.get_by_text("area_m2: predicted against true").wait_for()
    machine.page.get_by_role("button", name="CSV file").click()
    upload(machine, mine)
    machine.page.get_by_text("How sure of each class, over all inputs").wait_for()
    machine.page.keyboard.press("Escape")
    assert machine.page.get_by_role("combobox", name="Target").input_value() == "kind"
    machine.page.get_by_role("button", name="More settings").click()
    assert "rooms" not in machine.page.locator("[data-testid=stMultiSelect]").inner_text()
    assert machine.page.get_by_role("combobox", name="Loss").input_value() == "fits the data"
    for gone in ("target", "features", "loss"):
        machine.page.wait_for_function("(name) => !new URLSearchParams(location.search).has(name)", arg=gone)


# The code.
def test_the_notebook_that_is_downloaded_holds_the_code_on_the_screen(machine: Machine) -> None:
    machine.open(f"{SMALL}&behind=Code")
    with machine.page.expect_download() as download:
        machine.page.get_by_role("button", name="Download notebook").click()
    assert download.value.suggested_filename == "train.ipynb"
    cells = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["cells"]
    (network,) = ["".join(cell["source"]) for cell in cells if cell["id"] == "network"]
    assert network in machine.page.locator("[data-testid=stCode] code").first.inner_text()


# Points by hand.
def test_a_point_moved_by_hand_is_trained_on_even_if_its_cell_was_left_by_the_click(machine: Machine) -> None:
    machine.open(f"{SMALL}&dataset=moons&behind=Your+points")
    cells = machine.page.locator("[data-testid=stDataFrame] canvas").first
    cells.wait_for()
    cells.scroll_into_view_if_needed()
    machine.visitor.idle()
    box = cells.bounding_box()
    train_on = machine.page.get_by_role("button", name="Train on these points").bounding_box()
    machine.page.mouse.dblclick(box["x"] + 200, box["y"] + 52)  # the second cell of the first row
    machine.page.locator("[data-testid=number-cell], .gdg-input").first.wait_for()
    machine.page.keyboard.press("Control+A")
    machine.page.keyboard.type("1.625")
    machine.page.mouse.click(train_on["x"] + 20, train_on["y"] + 10)
    machine.page.get_by_text("your_points.csv: 40 rows × 3 columns.").wait_for()
    with machine.page.expect_download() as download:
        machine.page.get_by_role("button", name="Download your_points.csv").click()
    file = Path(download.value.path()).read_bytes()
    assert b",1.625," in file.splitlines()[1]
    table = points_table(file, "moon", "classification")
    machine.says(told(train(TrainConfig(dataset="your CSV", table=table, epochs=80, hidden=(4,), activation="Tanh",
                                        batch_size=25))))  # fmt: skip


class Plane:
    """The picture in which points are set by hand; places are shares of its width and height."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.mouse, self.keyboard = machine, machine.page.mouse, machine.page.keyboard
        self.canvas = machine.page.locator(".own canvas")
        self.told = machine.page.locator(".own .told")
        self.canvas.wait_for()
        self.canvas.scroll_into_view_if_needed()
        machine.visitor.idle()

    def at(self, across: float, down: float) -> tuple[float, float]:
        box = self.canvas.bounding_box()
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def says(self, pattern: str) -> None:
        self.told.filter(has_text=re.compile(pattern)).wait_for()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.mouse.move(*self.at(*start))
        self.mouse.down()
        self.mouse.move(*self.at(*end), steps=6)

    def press(self, name: str) -> None:
        with self.machine.visitor.rerun():
            self.machine.page.locator(".own").get_by_role("button", name=name, exact=True).click()

    def file(self) -> list[list[str]]:
        """Train on the points, and return the rows of their file."""
        self.machine.press("Train on these points")
        with self.machine.page.expect_download() as download:
            self.machine.page.get_by_role("button", name="Download your_points.csv").click()
        return [line.split(",") for line in Path(download.value.path()).read_text().splitlines()[1:]]


def test_points_are_set_moved_and_removed_in_the_picture_and_trained_on(machine: Machine) -> None:
    plane = Plane(machine.open(f"{SMALL}&dataset=moons&behind=Your+points&begin=nothing"))
    plane.says("^0 points")
    for across, down, label in ((0.3, 0.3, "upper"), (0.5, 0.3, "upper"), (0.3, 0.6, "lower"), (0.5, 0.6, "lower")):
        machine.page.get_by_role("radio", name=label, exact=True).check()
        with machine.visitor.rerun():
            plane.mouse.click(*plane.at(across, down))
    plane.says("^4 points: 2 × upper, 2 × lower$")
    sent = len(machine.sent)
    plane.drag((0.5, 0.6), (0.9, 0.6))
    plane.says("chosen: .*, lower$")
    assert len(machine.sent) == sent  # nothing while it is dragged
    with machine.visitor.rerun():
        plane.mouse.up()
    assert len(machine.sent) == sent + 1
    plane.mouse.click(*plane.at(0.3, 0.3))
    plane.press("Remove")
    plane.says("^3 points: 1 × upper, 2 × lower$")
    machine.page.get_by_text("From 4 to 2,000 points can be trained on; here are 3.").wait_for()
    plane.press("Undo")
    plane.says("^4 points")
    rows = plane.file()
    (x1, y1, _), (x2, y2, _), (x3, y3, _), (x4, y4, _) = [[float(x), float(y), label] for x, y, label in rows]
    assert [label for *_, label in rows] == ["upper", "upper", "lower", "lower"]
    assert (x1, y1, y3) == (x3, y2, y4)
    assert y1 > y3
    assert x4 - x1 == pytest.approx(3 * (x2 - x1), rel=0.03)  # 0.6 of the width beside 0.2


def test_points_are_set_moved_and_removed_by_keyboard(machine: Machine) -> None:
    plane = Plane(machine.open(f"{SMALL}&dataset=moons&behind=Your+points&begin=nothing"))
    plane.canvas.focus()
    assert "Enter sets a point" in plane.canvas.get_attribute("aria-label")
    for keys in ("ArrowUp Enter", "2 ArrowLeft ArrowLeft Enter", "ArrowLeft Enter"):
        with machine.visitor.rerun():
            for key in keys.split():
                plane.keyboard.press(key)
    plane.says("^3 points: 1 × upper, 2 × lower$")
    plane.keyboard.press("Space")
    plane.says("chosen: ")
    before = plane.told.inner_text()
    plane.keyboard.press("ArrowDown")
    with machine.visitor.rerun():
        plane.keyboard.press("Space")
    assert plane.told.inner_text() != before
    with machine.visitor.rerun():
        plane.keyboard.press("Delete")
    plane.says("^2 points: 1 × upper, 1 × lower$")


def test_many_points_are_sprayed_at_once_and_told_when_the_finger_is_lifted(machine: Machine) -> None:
    plane = Plane(machine.open(f"{SMALL}&dataset=reg-gauss&behind=Your+points&begin=nothing"))
    machine.page.get_by_role("spinbutton", name="Value, as a number").fill("0.75")
    machine.page.get_by_role("radio", name="sprays many").check()
    sent = len(machine.sent)
    plane.drag((0.3, 0.3), (0.7, 0.7))
    machine.page.wait_for_function("performance.now() > " + str(machine.page.evaluate("performance.now()") + 400))
    assert len(machine.sent) == sent
    with machine.visitor.rerun():
        plane.mouse.up()
    machine.page.get_by_role("radio", name="sets a point").check()
    machine.page.get_by_role("spinbutton", name="Value, as a number").fill("-0.5")
    with machine.visitor.rerun():
        plane.mouse.click(*plane.at(0.3, 0.8))
    *rows, one = plane.file()
    assert len(rows) > 4
    assert ({value for *_, value in rows}, one[2]) == ({"0.75"}, "-0.5")
    assert len({x for x, *_ in rows}) > 4


def test_narrow_the_picture_is_touched_and_the_page_beside_it_scrolls(visit: Callable[..., Any]) -> None:
    plane = Plane(Machine(visit(width=420, scheme="dark")).open(f"{SMALL}&dataset=moons&behind=Your+points"))
    assert plane.machine.visitor.sideways() <= 0
    box = plane.canvas.bounding_box()
    assert box["height"] < 0.5 * 900
    assert plane.canvas.evaluate("(canvas) => getComputedStyle(canvas.closest('.own')).touchAction") == "auto"
    with plane.machine.visitor.rerun():
        plane.mouse.click(*plane.at(0.5, 0.1))
    plane.says("^41 points")


# Presets.
def test_a_preset_sets_everything_in_one_click_and_closes_its_list(machine: Machine) -> None:
    machine.open("training")
    offered = machine.page.get_by_role("button", name="Presets")
    row = machine.page.get_by_label("Learning rate", exact=True).bounding_box()
    assert abs(offered.bounding_box()["y"] - row["y"]) < 20  # one line of controls
    offered.click()
    machine.page.get_by_role("button", name="XOR with a product").click()
    machine.page.get_by_text("The sign of x1·x2 is the answer").wait_for()
    machine.page.get_by_role("button", name="XOR with a product").wait_for(state="hidden")
    machine.says(told(train(PRESETS["XOR with a product"].config)))
    machine.page.wait_for_function("new URLSearchParams(location.search).get('features') === 'x1*x2'")


def test_settings_out_of_sight_that_were_looked_at_before_follow_a_preset_and_a_change_from_an_epoch_on(
    machine: Machine,
) -> None:
    config = PRESETS["XOR with a product"].config
    machine.open("training")
    with machine.more():
        pass
    machine.press("Presets")
    machine.page.get_by_role("button", name="XOR with a product").click()
    machine.says(told(train(config)))
    machine.page.get_by_role("radio", name="Change").click()
    machine.page.get_by_label("Value from then on").fill("0.5")
    machine.press("Change it")
    changed = replace(config, changes="10: lr=0.5")
    machine.says(told(train(changed)) | {"Learning rate": "0.5000"})
    with machine.more():  # opened again, they speak for themselves
        assert machine.page.get_by_label("Epochs", exact=True).input_value() == "20"
        type_into(machine, "Epochs", "400")
    machine.says(told(train(replace(changed, epochs=400))) | {"Learning rate": "0.5000"})


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


# The loss landscape.
def test_the_landscape_tells_epochs_on_its_path_and_its_axes_follow_the_span(visitor: Any) -> None:
    page = visitor.open(f"{SMALL}&behind=Loss+landscape")
    chart = page.locator("[data-testid=stVegaLiteChart]")
    end = chart.get_by_text("end", exact=True).last
    end.scroll_into_view_if_needed()
    box = end.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 8)  # its mark stands above the word
    page.locator("#vg-tooltip-element.visible").get_by_text("80", exact=True).wait_for()
    axis = "document.querySelector('.role-axis-label text').textContent.replace('\u2212', '-')"
    wide = float(page.evaluate(axis))
    page.get_by_role("slider", name="Span").press("ArrowLeft")
    page.wait_for_function(f"(wide) => Math.abs(parseFloat({axis}) / wide - 0.8 / 1.2) < 0.01", arg=wide)
