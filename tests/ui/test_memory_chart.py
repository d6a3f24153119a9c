"""The tables behind the picture of memory: every tensor over its places, aliases under one number, changes ringed."""

import pandas as pd
import pytest

from core.storage.deciding import decide, start_only
from core.storage.operation import Operation
from core.storage.operations import OPERATIONS
from core.storage.writing import Cell, write
from ui.charts.tensors import Unknown, memory_frames
from ui.charts.tensors.memory import HEIGHT


def squares(name: str, cell: Cell | None = None) -> pd.DataFrame:
    outcome = decide(OPERATIONS[name])
    changed = write(outcome.tensors, cell) if cell is not None else {}
    return memory_frames(outcome.sight, {}, changed)["squares"]


def test_of_a_view_every_element_is_found_three_times_at_its_place_in_memory() -> None:
    found = squares("transpose")
    assert found.groupby("element").size().tolist() == [5] * 6  # in memory, and in x and y twice each
    x, y = (found[found.tile == tile] for tile in (0, 1))
    assert x.place.tolist() == [0, 1, 2, 3, 4, 5]
    assert y.place.tolist() == [0, 3, 1, 4, 2, 5]
    assert y.label.tolist() == ["0.", "3.", "1.", "4.", "2.", "5."]
    assert found[found.element == 1].seen.unique().tolist() == ["x[0, 1], y[1, 0]"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_square_of_a_tensor_says_what_lies_at_its_place_in_memory(name: str) -> None:
    outcome = decide(OPERATIONS[name])
    found = squares(name)
    memory = {
        number * 10_000 + place: value
        for number, each in enumerate(outcome.sight.memories)
        for place, value in enumerate(each.values.tolist())
    }
    for tile, (other, tensor) in enumerate(outcome.tensors.items()):
        drawn = found[found.tile == tile]
        assert len(drawn) == tensor.numel()
        if name != "view as int32" or other == "x":
            assert [memory[element] for element in drawn.element] == tensor.reshape(-1).tolist()
        over = found[(found.tile == -1) & (found.y > found[found.tile == -1].y.min())]
        assert set(drawn.element) <= set(over.element)


def test_a_copy_has_places_of_its_own_in_another_colour() -> None:
    found = squares("clone")
    x, y = (found[found.tile == tile] for tile in (0, 1))
    assert not set(x.element) & set(y.element)
    assert (x.shade > 0).all()
    assert (y.shade < 0).all()


def test_of_an_expanded_tensor_four_elements_lie_at_one_place() -> None:
    found = squares("expand")
    over = found[(found.tile == -1) & (found.label == "4×")]
    assert over.place.tolist() == [0, 1, 2]
    assert found[found.element == 0].seen.iloc[0] == "x[0, 0], y[0, 0], y[0, 1], y[0, 2], y[0, 3]"


def test_what_was_written_is_ringed_wherever_it_is_seen_and_nowhere_else() -> None:
    view = squares("slice", Cell(into="y", element=0, value=9))
    assert set(view[view.ring > 0].element) == {2}
    assert len(view[view.ring > 0]) == 5
    copy = squares("index by a list", Cell(into="y", element=0, value=9))
    assert copy[copy.ring > 0].tile.tolist() == [-1, -1, 1]


def test_a_tensor_of_wider_numbers_over_the_same_memory_takes_the_room_of_several_places() -> None:
    outcome = decide(Operation(start="torch.arange(4.)", code="x.view(torch.float64)"))
    found = memory_frames(outcome.sight, {})["squares"]
    over = found[(found.tile == -1) & (found.span == 2)]
    assert over.place.tolist() == [0, 2]


def test_before_the_reveal_the_result_is_a_question_mark_and_no_place_tells_of_it() -> None:
    for operation in OPERATIONS.values():
        unknown = Unknown(title=operation.lines[-1], note="Predict first.")
        frames = memory_frames(start_only(operation), {}, unknown=unknown)
        asked = frames["squares"][frames["squares"].tile == 1]
        assert asked.label.tolist() == ["?"]
        assert "stride" not in " ".join(frames["lines"][frames["lines"].tile == 1].text)


@pytest.mark.parametrize("code", ["(x.clone(), x.clone(), x.clone(), x.clone())", "x[9:]", "x[x > 99]", "x.sum()"])
def test_many_memories_empty_ones_and_scalars_leave_room_for_the_tensors(code: str) -> None:
    outcome = decide(Operation(start="torch.arange(12.)", code=code))
    frames = memory_frames(outcome.sight, {})
    assert (frames["squares"].area >= HEIGHT / 3).all()
    assert frames["lines"].y.max() < HEIGHT
    assert not frames["squares"].isna().any().any()


@pytest.mark.parametrize(
    ("value", "brief"),
    [("728218.0", "728k"), ("-99999.", "-100k"), ("27.", "27"), ("1.5", "1.5"), ("123.5", "123.5"), ("nan", "nan")],
)
def test_a_number_too_long_for_a_small_square_has_a_short_form(value: str, brief: str) -> None:
    outcome = decide(Operation(start=f"torch.tensor([{'torch.nan' if value == 'nan' else value}])", code="x.clone()"))
    assert set(memory_frames(outcome.sight, {})["squares"].query("tile == 0").brief) == {brief}


@pytest.mark.parametrize(
    ("value", "brief"),
    [(728218, "728k"), (-999_400, "-999k"), (999_600, "9.996e5"), (1065353216, "1.065e9"), (-1065353216, "-1.065e9")],
)
def test_a_large_whole_number_is_short_in_a_small_square(value: int, brief: str) -> None:
    own = Operation(start=f"torch.tensor([{value}])", code="x.clone()")
    found = memory_frames(decide(own).sight, {})["squares"]
    assert set(found[found.label == str(value)].brief) == {brief}
