"""The learner's own points are one list, whichever of the cells and the picture changed them last."""

from typing import Any

import pytest
import streamlit

from ui.components.points import KEY
from ui.labs.training.drawing import Drawing, bring_up_to_date, drawing_of, start_over

BEGUN = [(0.0, 1.0, "a"), (2.0, 3.0, "b")]
NAMES = ("x1", "x2", "class")


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stand in for the state of a visitor's session."""
    state: dict[str, Any] = {}
    monkeypatch.setattr(streamlit, "session_state", state)
    return state


def visit() -> Drawing:
    return drawing_of(list(BEGUN), NAMES, "classification")


def in_cells(session: dict[str, Any], drawing: Drawing, **changes: Any) -> None:
    session[drawing.key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | changes


def in_picture(session: dict[str, Any], drawing: Drawing, seq: int, **change: Any) -> None:
    sent = session.setdefault(KEY, {"changes": []})["changes"]
    sent.append({"seq": seq, "source": drawing.source} | change)


def test_the_picture_is_heard_after_the_cells_that_were_left_by_a_click_on_it(session: dict[str, Any]) -> None:
    drawing = visit()
    key = drawing.key
    in_cells(session, drawing, edited_rows={0: {"x2": 9.0}})
    in_picture(session, drawing, 1, kind="move", row=1, was=[2, 3, "b"], to=[4, 5])
    bring_up_to_date(drawing)
    assert drawing.rows == drawing.begun == [(0.0, 9.0, "a"), (4.0, 5.0, "b")]
    assert drawing.key != key  # the cells begin anew with both


def test_what_was_done_in_the_cells_is_kept_while_they_are_not_on_the_page(session: dict[str, Any]) -> None:
    drawing = visit()
    in_cells(session, drawing, added_rows=[{"x1": 7.0}], deleted_rows=[0])
    bring_up_to_date(drawing)
    assert drawing.begun == BEGUN  # as long as they are there, they count from where they began
    del session[drawing.key]
    assert visit() is drawing
    assert drawing.begun == drawing.rows == [(2.0, 3.0, "b"), (7.0, None, None)]


def test_every_step_can_be_undone_the_start_anew_too(session: dict[str, Any]) -> None:
    drawing = visit()
    in_picture(session, drawing, 1, kind="add", points=[[5, 5, "a"]])
    bring_up_to_date(drawing)
    in_cells(session, drawing, edited_rows={2: {"class": "b"}})
    start_over(drawing, BEGUN)
    assert drawing.rows == BEGUN
    seen = []
    for seq in range(2, 6):
        in_picture(session, drawing, seq, kind="undo")
        bring_up_to_date(drawing)
        seen.append(drawing.rows[2:])
    assert seen == [[(5.0, 5.0, "b")], [(5.0, 5.0, "a")], [], []]


def test_a_refusal_is_told_until_something_else_is_done(session: dict[str, Any]) -> None:
    drawing = visit()
    in_picture(session, drawing, 1, kind="remove", row=5, was=[0, 0, "a"])
    in_picture(session, drawing, 2, kind="remove", row=0, was=[0, 0, "a"])
    bring_up_to_date(drawing)
    assert drawing.complaint
    assert drawing.rows == BEGUN
    bring_up_to_date(drawing)
    assert drawing.complaint
    in_picture(session, drawing, 3, kind="clear")
    bring_up_to_date(drawing)
    assert (drawing.complaint, drawing.rows) == ("", [])


def test_what_is_kept_is_bounded(session: dict[str, Any]) -> None:
    drawing = visit()
    for seq in range(1, 60):
        in_picture(session, drawing, seq, kind="add", points=[[seq, seq, "a"]])
        bring_up_to_date(drawing)
        drawing_of([(float(seq), 0.0, "a")], NAMES, "classification")
    assert len(drawing.past) <= 20
    assert len(session["_drawings"]) <= 4
