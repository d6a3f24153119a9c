"""What a browser says was done in the picture: it is done to the points that are meant, or refused in one sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import TableError
from core.tables import COORDINATE, OWN_POINTS, changed_points, drawable, fresh_changes

NAMES = ("x1", "x2", "class")
HEIGHTS = ("x1", "x2", "height")
ROWS = [(0.5, -1.25, "a"), (None, 2.0, "b"), (0.125, 0.0, "b"), (3.0, -0.001, "a")]


def changed(change, rows=ROWS, task="classification"):
    before = list(rows)
    after = changed_points(NAMES if task == "classification" else HEIGHTS, rows, change, task)
    assert rows == before  # what was is kept, to go back to
    return after


def refusal(change, rows=ROWS, task="classification") -> str:
    with pytest.raises(TableError) as caught:
        changed(change, rows, task)
    return str(caught.value)


def test_each_change_does_what_it_says():
    assert changed({"kind": "add", "points": [[1, 2, "c"], [0.1234567, 0, " a "]]})[4:] == [
        (1, 2, "c"), (0.123457, 0, "a")]  # fmt: skip
    moved = changed({"kind": "move", "row": 2, "was": [0.125, 0, "b"], "to": [-1, 7.5]})
    assert moved == [*ROWS[:2], (-1, 7.5, "b"), ROWS[3]]
    assert changed({"kind": "label", "row": 0, "was": list(ROWS[0]), "to": "z"})[0] == (0.5, -1.25, "z")
    assert changed({"kind": "remove", "row": 2, "was": list(ROWS[2])}) == [*ROWS[:2], ROWS[3]]
    assert changed({"kind": "clear"}) == []


def test_a_height_is_a_number():
    rows = [(0.0, 1.0, 2.5)]
    assert changed({"kind": "add", "points": [[1, 2, -3]]}, rows, "regression")[1] == (1, 2, -3)
    assert changed({"kind": "label", "row": 0, "was": [0, 1, 2.5], "to": 4}, rows, "regression") == [(0, 1, 4)]
    assert "as height: it must be a number" in refusal({"kind": "add", "points": [[1, 2, "3"]]}, rows, "regression")


def test_on_a_line_the_second_axis_is_the_target():
    rows, names = [(0.0, 1.0), (2.0, 3.0)], ("x", "y")
    was = {"row": 1, "was": [2, 3]}
    assert changed_points(names, rows, {"kind": "add", "points": [[4, 5]]}, "regression")[2] == (4, 5)
    assert changed_points(names, rows, {"kind": "move", "to": [2, -3]} | was, "regression") == [(0, 1), (2, -3)]
    for change in ({"kind": "label", "to": 4} | was, {"kind": "add", "points": [[4, 5, 6]]}):
        with pytest.raises(TableError, match="must have x and y"):
            changed_points(names, rows, change, "regression")


@pytest.mark.parametrize(("point", "why"), [
    ([float("nan"), 0, "a"], "x1"), ([0, float("inf"), "a"], "x2"), ([COORDINATE.high * 1.1, 0, "a"], "x1"),
    ([10**400, 0, "a"], "x1"), (["1", 0, "a"], "it must be a number"), ([True, 0, "a"], "it must be a number"),
    ([None, 0, "a"], "x1"), ([0, 0, 1], "name of a class"), ([0, 0, None], "name of a class"), ([0, 0, ""], "class"),
    ([0, 0, "x" * 21], "20 letters"), ([0, 0, "<b>"], "letters"), ([0, 0, "=1+1"], "letters"),
    ([0, 0, "nan"], "missing"), ([0, 0], "must have"), ([0, 0, "a", 1], "must have"), ("abcdef", "must have"),
    ({"x": 1}, "must have"), (7, "must"),
])  # fmt: skip
def test_a_point_that_no_file_could_hold_is_refused(point, why):
    for change in ({"kind": "add", "points": [[0, 0, "a"], point]}, {"kind": "remove", "row": 0, "was": point}):
        assert why in refusal(change)


@pytest.mark.parametrize("change", [
    {}, {"kind": None}, {"kind": ["add"]}, {"kind": "__class__"}, {"kind": "add"}, {"kind": "add", "points": []},
    {"kind": "add", "points": {"0": 1}}, {"kind": "move", "row": 0, "was": list(ROWS[0])},
    {"kind": "move", "row": 0, "was": list(ROWS[0]), "to": [1]},
    {"kind": "move", "row": 0, "was": list(ROWS[0]), "to": "12"},
    {"kind": "label", "row": 0, "was": list(ROWS[0])}, {"kind": "remove"},
    *({"kind": "remove", "row": row, "was": list(ROWS[0])} for row in (1, 2, 4, -4, 0.0, "0", True, None, [0])),
])  # fmt: skip
def test_a_change_of_nothing_or_of_another_point_is_refused(change):
    assert refusal(change)


def test_there_is_room_for_so_many_points_and_no_more():
    most = int(OWN_POINTS.high)
    full = [(0.0, 0.0, "a")] * (most - 1)
    assert len(changed({"kind": "add", "points": [[1, 1, "b"]]}, full)) == most
    assert "room for 2,000 points" in refusal({"kind": "add", "points": [[1, 1, "b"]] * 2}, full)


def test_what_is_not_a_point_is_not_in_the_picture():
    assert [drawable(NAMES, row, "classification") for row in ROWS[:2]] == [ROWS[0], None]
    assert drawable(HEIGHTS, (0, 1, "a"), "regression") is None


def test_only_what_is_new_and_meant_for_these_points_is_taken_in():
    sent = [{"seq": at, "source": source} for at, source in ((3, "s"), (4, "s"), (5, "old"), (6, "s"), (6, "s"))]
    fresh, done = fresh_changes(sent, "s", 3)
    assert ([change["seq"] for change in fresh], done) == ([4, 6], 6)
    assert fresh_changes([], "s", 3) == ([], 3)


@pytest.mark.parametrize("sent", [
    None, 7, "changes", {"seq": 1}, [None], [[]], [{}], [{"seq": "1"}], [{"seq": 1.0}], [{"seq": True}], [{"seq": 0}],
    [{"seq": 2**53}], [{"seq": 1, "source": "s"}] * 201,
])  # fmt: skip
def test_a_message_of_another_form_is_refused(sent):
    with pytest.raises(TableError):
        fresh_changes(sent, "s", 0)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
kinds = st.sampled_from(["add", "move", "label", "remove", "clear"]) | plain


@settings(max_examples=60)
@given(st.fixed_dictionaries({}, optional={"kind": kinds, "points": plain, "row": plain, "was": plain, "to": plain}))
def test_whatever_comes_gives_points_that_can_be_drawn_or_a_sentence(change):
    try:
        rows = changed(change)
    except TableError:
        return
    assert all(row in ROWS or drawable(NAMES, row, "classification") == row for row in rows)
