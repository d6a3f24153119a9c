"""The picture of what is to blame: bars along the dims that do not fit, words above, no colour of its own."""

import json
import re
from typing import Any

import pytest
import torch

from core.clinic import CASES, Mark, diagnose
from ui.charts.tensors import blamed_chart, blamed_frames, is_large


def frames_of(name: str) -> Any:
    case, found = CASES[name], diagnose(CASES[name])
    return blamed_frames(found.values, case.places, found.marks)


def test_the_inner_dims_are_barred_along_the_columns_of_one_and_the_rows_of_the_other() -> None:
    bars = frames_of("two batches multiplied")["bars"]
    assert bars["tile"].tolist() == [0, 1]
    across, down = bars.itertuples()
    assert (across.w, down.h) == (2, 3)
    assert across.h < 1 > down.w
    assert frames_of("two batches multiplied")["titles"]["more"].tolist() == ["▲ dim 1", "▲ dim 0"]


def test_of_many_numbers_only_those_that_do_not_fit_are_underlined() -> None:
    frames = frames_of("a word too many")
    (bar,) = frames["bars"].itertuples()
    (cell,) = frames["cells"][frames["cells"]["exact"] == "10"].itertuples()
    assert (bar.col, bar.w) == (cell.col, cell.w)
    assert cell.row < bar.row < bar.row + bar.h <= cell.row + 1 + 1e-9


def test_nothing_is_marked_before_it_is_told() -> None:
    case, found = CASES["two batches multiplied"], diagnose(CASES["two batches multiplied"])
    frames = blamed_frames(found.values, case.places, ())
    assert frames["bars"].empty
    assert not any(frames["titles"]["more"])


@pytest.mark.parametrize("name", CASES)
def test_every_operand_has_a_tile_and_every_mark_a_word(name: str) -> None:
    found, frames = diagnose(CASES[name]), frames_of(name)
    assert frames["titles"]["title"].tolist() == list(found.values)
    for operand, more in zip(found.values, frames["titles"]["more"], strict=True):
        assert bool(more) == any(mark.operand == operand for mark in found.marks)
    for title, note in frames["titles"][["title", "note"]].itertuples(index=False):
        value = found.values[title]
        if isinstance(value, torch.Tensor):
            place = CASES[name].places.get(title, "cpu")
            assert note == f"{list(value.shape)} {str(value.dtype).removeprefix('torch.')} {place}"


def test_what_lies_on_a_gpu_that_is_not_there_shows_no_numbers() -> None:
    cells = frames_of("a batch for the network")["cells"]
    assert set(cells[cells["tile"] == 1]["label"]) == {""}
    assert set(cells[cells["tile"] == 0]["label"]) != {""}


@pytest.mark.parametrize("ndim", range(1, 7))
def test_any_dim_can_be_marked(ndim: int) -> None:
    x = torch.zeros([2] * ndim)
    for dim in range(ndim):
        frames = blamed_frames({"x": x}, {}, [Mark(operand="x", aspect="shape", dim=dim, says="2")])
        (bar,) = frames["bars"].itertuples()
        assert bar.row >= 0 <= bar.col
        squares = frames["cells"]
        assert bar.row + bar.h <= squares["row"].min() or bar.col + bar.w <= squares["col"].min()


@pytest.mark.parametrize("value", [torch.zeros(0, 3), torch.tensor(3.0), 7, [[1, 2], [3]], torch.zeros(2048)])
def test_every_operand_can_be_drawn(value: Any) -> None:
    marks = [Mark(operand="x", aspect=aspect, says="") for aspect in ("shape", "dtype", "device", "value")]
    frames = blamed_frames({"x": value}, {}, marks)
    assert frames["titles"]["more"].tolist() == ["▲ shape, dtype, device, here"]
    assert is_large({"x": value}) == (isinstance(value, torch.Tensor) and value.numel() > 400)


def test_the_spec_is_built_once_names_no_colour_by_number_and_reads_what_is_there() -> None:
    spec, frames = blamed_chart(190), frames_of("two batches multiplied")
    assert spec is blamed_chart(190)
    assert "#" not in json.dumps(spec).replace(spec["$schema"], "")
    for layer in spec["layer"]:
        known = set(frames[layer["data"]["name"]].columns)
        for step in layer["transform"]:
            used = set(re.findall(r"datum\.(\w+)", step.get("calculate", step.get("filter", ""))))
            named = used - {"chars", "unit", "label"} if layer["data"]["name"] == "bars" else used
            assert named - known <= {"full", "short", "most_font", "rounded", "brief"}
            known.add(step.get("as", ""))
