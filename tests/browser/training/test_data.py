"""Data of the learner's own in a browser: a file, points in an editor and in the picture."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.config import TrainConfig
from core.tables import points_table
from core.training import train
from tests.browser.training.machine import MINE, SMALL, Machine, told, upload

pytestmark = pytest.mark.browser


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


def test_a_point_at_the_edge_is_drawn_whole(machine: Machine) -> None:
    plane = Plane(machine.open(f"{SMALL}&dataset=moons&behind=Your+points&begin=nothing"))
    widest = """(canvas) => {
      const { clientWidth: width, clientHeight: height } = canvas;
      const copy = Object.assign(document.createElement("canvas"), { width, height });
      const pen = copy.getContext("2d", { willReadFrequently: true });
      pen.drawImage(canvas, 0, 0, copy.width, copy.height);
      return Math.max(...Array.from({ length: copy.height }, (_, row) => {
        const { data } = pen.getImageData(copy.width - 30, row, 30, 1);
        return data.filter((_, i) => i % 4 === 0 && data[i + 3] > 60 && Math.abs(data[i] - data[i + 2]) > 60).length;
      }));
    }"""
    assert plane.canvas.evaluate(widest) == 0
    with machine.visitor.rerun():
        plane.mouse.click(*plane.at(0.985, 0.4))  # beyond the frame: at its edge
    plane.says("^1 point")
    assert plane.canvas.evaluate(widest) >= 9  # pixels, of a mark of about ten


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
