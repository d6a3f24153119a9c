"""What only a browser shows of a network's mistakes: a click on the matrix, by mouse, and the list, by keys."""

from typing import Any

import pytest

from core.config import TrainConfig
from core.datasets import load
from core.mistakes import confusion, judge, standing
from core.training import train
from ui.labs.training.views.mistakes_classes import named_cells

pytestmark = pytest.mark.browser

LINK = "training?dataset=iris&epochs=2&behind=Mistakes"
CONFIG = TrainConfig(dataset="iris", epochs=2, hidden=(16, 16), activation="Tanh", lr=0.1, batch_size=25)


def test_a_cell_is_chosen_by_mouse_or_keys_and_chosen_again_by_mouse(visitor: Any):
    data = load(CONFIG)
    found = judge(CONFIG, standing(train(CONFIG)), data, "test")
    cells = named_cells(confusion(found.y, found.found, 3), data.classes)
    first, *_, other = cells
    i, j = cells[other]
    page = visitor.open(LINK)
    picker = page.get_by_role("combobox", name="Points of the cell")
    picker.wait_for(timeout=20_000)
    visitor.painted()
    cell = page.locator(".stVegaLiteChart g.mark-rect path").nth(3 * i + j)
    visitor.idle()
    with visitor.rerun():
        cell.click()
    assert visitor.setting("cell") == other
    assert picker.input_value() == other
    visitor.idle()
    picker.fill(first)
    page.get_by_role("option", name=first, exact=True).wait_for()
    with visitor.rerun():
        picker.press("Enter")
    assert picker.input_value() == first
    visitor.painted()
    visitor.idle()
    with visitor.rerun():
        cell.click()
    assert visitor.setting("cell") == other
    assert visitor.sideways() == 0


def test_the_view_fits_a_narrow_dark_screen(visit: Any):
    visitor = visit(width=420, scheme="dark")
    page = visitor.open(LINK)
    page.get_by_role("combobox", name="Points of the cell").wait_for(timeout=20_000)
    visitor.painted()
    assert visitor.sideways() == 0
