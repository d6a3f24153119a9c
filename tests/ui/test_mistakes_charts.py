"""The charts of a network's mistakes."""

from typing import Any

import pytest
import torch

from core.mistakes import Residuals
from ui.charts import theme
from ui.charts.mistakes import (
    confused_chart,
    confused_frames,
    histogram_chart,
    histogram_frames,
    rest_chart,
    rest_frames,
)
from ui.charts.mistakes.confused import CELL

COUNTS = torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]])
REST = Residuals(
    true=torch.tensor([1.0, 2, 3, 4, 5, 6], dtype=torch.float64),
    predicted=torch.tensor([1.0, 2.5, 3, 3, 5, 9], dtype=torch.float64),
    r2=0.5,
)


def fields(spec: Any) -> set[str]:
    if isinstance(spec, list):
        return {field for part in spec for field in fields(part)}
    if not isinstance(spec, dict):
        return set()
    own = {spec["field"]} if isinstance(spec.get("field"), str) else set()
    return own | {field for part in spec.values() for field in fields(part)}


@pytest.mark.parametrize(
    ("spec", "frames"),
    [
        (confused_chart(), confused_frames(COUNTS, "abc", (0, 1))),
        (rest_chart(), rest_frames(REST)),
        (histogram_chart(), histogram_frames(REST)),
    ],
    ids=["confused", "rest", "histogram"],
)
def test_every_field_that_a_chart_names_is_in_its_frames(spec, frames):
    assert fields(spec) - {"hue"} <= {column for frame in frames.values() for column in frame.columns}  # hue: painted


def test_cells_hold_counts_shares_of_the_true_class_and_the_colour_of_right_or_wrong():
    frames = confused_frames(COUNTS, ("a", "b", "c"), (0, 1))
    cells = frames["cells"].set_index(["true", "found"])
    assert cells["n"].unstack().to_numpy().tolist() == COUNTS.tolist()
    assert cells.loc[("a", "b"), "share"] == 0.25
    assert cells.loc["c"]["share"].tolist() == [0, 0, 0]
    assert set(cells[cells["i"] == cells["j"]]["hue"]) == {theme.BLUE}
    assert set(cells[cells["i"] != cells["j"]]["hue"]) == {theme.ORANGE}
    assert cells["words"].tolist() == ["3", "1", "", "", "4", "", "", "", ""]
    drawn = frames["chosen"][frames["chosen"]["line"] > 0]
    assert drawn[["true", "found"]].to_numpy().tolist() == [["a", "b"]]
    assert not (confused_frames(COUNTS, "abc", None)["chosen"]["line"] > 0).any()


def test_a_click_names_a_cell_by_its_places():
    (clicked,) = confused_chart()["params"]
    assert (clicked["name"], clicked["select"]["fields"]) == (CELL, ["i", "j"])


def test_the_worst_are_numbered_and_every_residual_is_counted_once():
    frames = rest_frames(REST)
    assert frames["worst"]["residual"].tolist()[:3] == [-3, 1, -0.5]
    assert frames["worst"]["rank"].tolist() == list("12345")
    assert frames["points"]["row"].tolist() == list(range(6))
    bins = histogram_frames(REST)["bins"]
    assert bins["n"].sum() == 6
    assert (bins["low"].iloc[0], bins["high"].iloc[-1]) == (-3, 3)
    for rest in REST.rest.tolist():
        assert bins[(bins["low"] <= rest + 1e-9) & (rest - 1e-9 <= bins["high"])]["n"].sum() > 0
