"""Squares: every element stands at a place of its own, says its value, and is found again in the next tile."""

import json
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.tensors.fixes import choose
from core.tensors.products import COURSE_A, COURSE_B, operand
from core.tensors.seeds import RESEEDING, Experiment, draw_twice
from ui.charts.tensors import (
    MOST_CELLS,
    is_drawn,
    meeting_frames,
    product_chart,
    tape_frames,
    tensor_frames,
    tiles_chart,
)
from ui.charts.tensors.labels import labels
from ui.charts.tensors.places import positions
from ui.charts.tensors.shades import by_value, solidity
from ui.charts.tensors.tile import slices

SHAPES = st.lists(st.integers(1, 4), max_size=6).filter(lambda shape: math.prod(shape) <= 200)


def squares(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Leave what is no square out."""
    cells = frames["cells"]
    return cells[cells["h"] == 1]


@given(SHAPES)
def test_no_two_elements_share_a_place(shape: list[int]) -> None:
    rows, columns = positions(shape)
    assert len(rows) == len(columns) == math.prod(shape)
    assert len(set(zip(rows, columns, strict=True))) == len(rows)


@given(SHAPES.filter(lambda shape: len(shape) >= 2))
def test_the_last_dim_goes_right_and_the_one_before_goes_down(shape: list[int]) -> None:
    rows, columns = (axis.reshape(shape) for axis in positions(shape))
    assert np.all(np.diff(columns, axis=-1) == 1)
    assert np.all(np.diff(rows, axis=-1) == 0)
    assert np.all(np.diff(rows, axis=-2) == 1)
    assert np.all(np.diff(columns, axis=-2) == 0)


@pytest.mark.parametrize(
    ("shape", "beyond"),
    [((24, 24, 3), 0), ((32, 9, 3), 8), ((2, 16, 2, 2), 8), ((7, 32, 32), 4), ((4, 5), 0), ((3,), 0)],
)
def test_matrices_for_which_there_is_no_room_are_counted(shape: tuple[int, ...], beyond: int) -> None:
    titles = tensor_frames(torch.zeros(shape), "TENSOR")["titles"]
    assert (titles["beyond"] == beyond).all()
    if len(shape) > 2 and all(shape):
        assert len(titles) + beyond == math.prod(shape[:-2])


@given(SHAPES)
def test_every_square_says_the_value_at_its_index(shape: list[int]) -> None:
    tensor = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    for cell in squares(tensor_frames(tensor, "T")).itertuples():
        index = tuple(json.loads(cell.index))
        assert cell.exact == str(tensor[index].item())
        assert cell.shade == pytest.approx(tensor[index].item() / tensor.abs().max().item(), abs=1e-3)


def test_a_large_tensor_is_drawn_as_far_as_there_is_room() -> None:
    frames = tensor_frames(torch.zeros(4, 32, 32), "T")
    assert len(frames["cells"]) == 3 * 32 * 32 <= MOST_CELLS
    assert frames["titles"]["title"].tolist() == ["T[0]", "T[1]", "T[2]"]


def test_nothing_to_draw_is_no_error() -> None:
    assert tensor_frames(torch.zeros(2, 0), "M")["cells"].empty
    assert tensor_frames(torch.zeros(0, 2, 2), "T")["cells"].empty
    assert slices(torch.zeros(0), "v") == []


def test_shades_saturate_at_the_largest_finite_value() -> None:
    shades, limit = by_value(torch.tensor([-4.0, 0.0, 2.0, float("nan"), float("inf"), float("-inf")]))
    assert limit == 4
    assert shades.tolist() == [-1, 0, 0.5, 0, 1, -1]
    assert by_value(torch.zeros(3))[1] == 1
    assert by_value(torch.tensor([True, False]))[0].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, -20, 300], ["1", "-20", "300"]),
        ([True, False], ["True", "False"]),
        ([27.0, 30.0], ["27.", "30."]),
        ([0.5, -2.25], ["0.50", "-2.25"]),
        ([0.8823, 0.915], ["0.8823", "0.9150"]),
        ([123.456, 1.0], ["123.5", "1.0"]),
        ([1e-7, 1.0e-4], ["1e-07", "1e-04"]),
        ([1.2345678e-7], ["1.235e-07"]),
        ([300.7, 1.0], ["300.7", "1.0"]),
        ([0.0, 1 / 19.9, 10.0], ["0.00", "0.05", "10.00"]),
        ([1e-5, 0.04, 500.3], ["1e-05", "0.04", "500.3"]),
        ([123456.0], ["123456."]),
        ([2.5e8], ["2.5e+08"]),
        ([float("nan"), float("inf"), 1.0], ["nan", "inf", "1."]),
        ([0.0], ["0."]),
        ([], []),
    ],
)
def test_values_are_written_with_equal_decimals(values: list[Any], said: list[str]) -> None:
    assert labels(values) == said


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=300))
def test_a_square_says_nothing_that_its_value_is_not(values: list[float]) -> None:
    largest = max(map(abs, values))
    for value, said in zip(values, labels(values), strict=True):
        assert set(said) & set(".e")
        assert math.isclose(float(said), value, rel_tol=0.5, abs_tol=0.0006 * largest)
        assert (float(said) == 0) == (value == 0)


def test_points_at_equal_distances_are_told_apart() -> None:
    said = squares(tensor_frames(torch.linspace(0, 10, 200), ""))["label"].tolist()
    assert said[:4] == ["0.00", "0.05", "0.10", "0.15"]
    assert len(set(said)) == 200


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(0, 7))
def test_of_a_stretched_tensor_as_many_squares_are_solid_as_are_stored(shape: list[int], ones: int) -> None:
    small = [1 if ones >> dim & 1 else size for dim, size in enumerate(shape)]
    solid = solidity(torch.zeros(small), [2, *shape])
    assert (solid == 1).sum() == math.prod(small)
    assert solid.size == 2 * math.prod(shape)


def test_a_product_is_tabulated_with_its_terms() -> None:
    chosen = choose("@", operand(COURSE_A), operand(COURSE_B), "A @ B.T")
    frames = meeting_frames("@", chosen)
    assert is_drawn("@", chosen)
    assert frames["cells"].groupby("matrix").size().to_dict() == {"A": 6, "B": 6, "C": 9}
    assert frames["terms"]["says"].tolist()[:3] == ["1·7 = 7", "1·7 + 2·10 = 27", "1·8 = 8"]
    assert frames["terms"]["where"][3] == "row 0, column 1, term 1 (last: 1)"
    product = frames["cells"][frames["cells"]["matrix"] == "C"]
    assert product["label"].tolist() == ["27", "30", "33", "61", "68", "75", "95", "106", "117"]
    # C lies right of A and below B, so that a row and a column meet where their product stands.
    for cell in product.itertuples():
        row = frames["cells"].query("matrix == 'A' and i == @cell.i")
        column = frames["cells"].query("matrix == 'B' and j == @cell.j")
        assert set(row["row"]) == {cell.row}
        assert set(column["col"]) == {cell.col}


def test_of_a_batch_each_matrix_stands_beside_the_one_it_meets() -> None:
    a, b = operand("2x1x2x3"), operand("2x3x2")
    frames = meeting_frames("@", choose("@", a, b, None))
    cells = frames["cells"]
    assert frames["titles"]["title"].tolist()[3:6] == ["A[0, 0]", "@ B[1]", "= C[0, 1]"]
    assert frames["terms"]["where"][2] == "C[0, 0] = A[0, 0] @ B[0]: row 0, column 0, term 2 (last: 2)"
    assert len(frames["terms"]) == (a @ b).numel() * 3
    for _, tile in cells.groupby("tile"):
        left, right, product = (
            torch.tensor([int(value) for value in part["exact"]]) for _, part in tile.groupby("matrix")
        )
        assert (left.reshape(2, 3) @ right.reshape(3, 2)).flatten().equal(product)
    assert not cells[["tile", "row", "col"]].duplicated().any()


def test_of_a_batch_that_was_fixed_the_fix_is_named() -> None:
    frames = meeting_frames("@", choose("@", operand("2x3x2"), operand("2x3x2"), "A.mT @ B"))
    assert frames["titles"]["title"].tolist()[:3] == ["A.mT[0]", "@ B[0]", "= C[0]"]


def test_where_two_do_not_fit_the_number_left_over_is_named() -> None:
    chosen = choose("@", operand(COURSE_A), operand(COURSE_B), None)
    frames = meeting_frames("@", chosen)
    assert frames["cells"]["fits"].eq(0).all()
    assert frames["terms"]["says"][1] == "1·7 + 2·8 + ?  (1 without a partner)"


def test_the_running_sum_is_float32_as_the_product_is() -> None:
    frames = meeting_frames("@", choose("@", operand("[1e38]"), operand("[1e38]"), None))
    assert frames["terms"]["says"].tolist() == ["1e+38·1e+38 = inf"]
    frames = meeting_frames("@", choose("@", operand("[16777216.0, 1]"), operand("[1.0, 1]"), None))
    assert frames["terms"]["says"][1].endswith(" = 1.678e+07")


def test_the_running_sum_of_whole_numbers_is_whole() -> None:
    frames = meeting_frames("@", choose("@", operand("[16777216, 1]"), operand("[1, 1]"), None))
    product = frames["cells"].query("matrix == 'C'")
    assert product["exact"].tolist() == ["16777217"]


def test_the_slices_of_a_tensor_are_written_alike() -> None:
    cells = squares(tensor_frames(torch.tensor([[[0.5, 1.0]], [[100.0, 2.699]]]), "T"))
    assert cells["label"].tolist() == labels([0.5, 1.0, 100.0, 2.699])


@pytest.mark.parametrize("shape", [(1, 64), (64, 1), (2, 240), (240, 2), (2, 48), (48, 2), (3, 70), (128, 4)])
def test_a_long_strip_is_folded_so_that_it_can_be_read(shape: tuple[int, int]) -> None:
    rows, columns = positions(shape)
    assert len(set(zip(rows, columns, strict=True))) == math.prod(shape)
    assert rows.max() <= 32
    assert columns.max() <= 40
    steps = np.abs(np.diff(rows)) + np.abs(np.diff(columns))
    assert np.median(steps) == 1


@pytest.mark.parametrize("shape", [(32, 32), (64, 64), (24, 32), (4, 16), (16, 4), (12, 5)])
def test_what_is_no_strip_stays_in_one_piece(shape: tuple[int, int]) -> None:
    rows, columns = positions(shape)
    assert (rows.max() + 1, columns.max() + 1) == shape


@pytest.mark.parametrize(("a", "b", "drawn"), [("1x64", "64x1", False), ("8x8", "8x8", True), ("3x2", "3x2", True)])
def test_a_product_is_drawn_row_by_column_where_its_squares_can_be_read(a: str, b: str, drawn: bool) -> None:
    assert is_drawn("@", choose("@", operand(a), operand(b), None)) == drawn


def test_the_slider_has_a_whole_step_for_every_term() -> None:
    (param,) = product_chart(18, 2)["params"]
    assert param["value"] == 2
    assert {name: param["bind"][name] for name in ("min", "max", "step")} == {"min": 0, "max": 17, "step": 1}


def test_many_slices_become_fewer_where_there_is_no_room() -> None:
    assert tensor_frames(torch.zeros(2, 3, 4, 5, 6, 2), "T")["cells"]["least"].min() > 0
    assert tensor_frames(torch.zeros(3, 4, 4), "T")["cells"]["least"].max() == 0


def test_a_product_too_large_to_draw_is_not_drawn_row_by_column() -> None:
    chosen = choose("@", operand("64x1"), operand("1x64"), None)
    assert not is_drawn("@", chosen)
    assert len(meeting_frames("@", chosen)["cells"]) == 128


@pytest.mark.parametrize(
    ("operator", "a", "b", "tiles"),
    [
        ("+", "3x1", "1x4", 3),
        ("+", "3x2", "2x3", 2),
        ("@", "2x2x3", "2x2", 3),
        ("@", "32x1x2", "2x1", 49),
        ("+", "1", "2", 3),
    ],
)
def test_other_meetings_are_tiles(operator: str, a: str, b: str, tiles: int) -> None:
    chosen = choose(operator, operand(a), operand(b), None)
    assert not is_drawn(operator, chosen)
    assert len(meeting_frames(operator, chosen)["titles"]) == tiles


@pytest.mark.parametrize("reseed", RESEEDING)
def test_draws_stand_below_their_places_on_the_tape(reseed: str) -> None:
    experiment = Experiment(reseed=reseed, stranger=True, draws=5)
    cells = squares(tape_frames(experiment, draw_twice(experiment)))
    tape = cells[cells["tile"] == 0].set_index("col")["exact"]
    for cell in cells[cells["tile"] > 0].itertuples():
        assert tape[cell.col] == cell.exact


CHARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "values": lambda: tiles_chart("diverging", 290),
    "places": lambda: tiles_chart("ramp", 310, follow=True),
    "product": lambda: product_chart(18, 2),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_spec_is_built_once_and_names_no_colour_and_no_data(name: str) -> None:
    spec = CHARTS[name]()
    assert spec is CHARTS[name]()
    text = json.dumps(spec)
    assert "#" not in text.replace(spec["$schema"], "")
    assert not spec.get("datasets")


def test_every_field_a_chart_reads_is_in_its_frames() -> None:
    experiment = Experiment()
    tiles = tape_frames(experiment, draw_twice(experiment))
    product = meeting_frames("@", choose("@", operand("2x3"), operand("3x2"), None))
    batch = meeting_frames("@", choose("@", operand("2x2x3"), operand("3x2"), None))
    for spec, frames in (
        (tiles_chart("ramp", 310, follow=True), tiles),
        (product_chart(8), product),
        (product_chart(8, many=True), batch),
    ):
        for layer in spec["layer"]:
            known = set(frames[layer["data"]["name"]].columns)
            for step in layer["transform"]:
                used = set(_names(step.get("calculate", step.get("filter", ""))))
                assert used <= known, (step, used - known)
                known.add(step.get("as", ""))
            encoded = {channel["field"] for channel in layer["encoding"].values() if "field" in channel}
            assert encoded <= known


def _names(expression: str) -> list[str]:
    return re.findall(r"datum\.(\w+)", expression)
