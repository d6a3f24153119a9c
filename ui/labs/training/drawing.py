"""The learner's own points as they stand: one list, which the cells and the picture both change."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from core.errors import TableError
from core.tables import changed_points, fresh_changes
from ui.components import points as picture
from ui.state import recall, remember

Names = tuple[str, ...]
Rows = Sequence[tuple[Any, ...]]

_DRAWINGS, _SERIAL, _DONE = "drawings", "drawings_serial", "drawings_done"
_KEPT: Final = 4  # drawings of a visitor: one for each beginning looked at lately
_STEPS: Final = 20  # that can be undone


@dataclass(slots=True, kw_only=True)
class Drawing:
    """The points made from one beginning.

    Attributes:
        source: tells them from the points of another beginning or visitor.
        names: of one or two coordinates, and of what is predicted.
        task: "classification" or "regression".
        rows: as they stand.
        begun: those that the cells began with: as they stand but for what is done in the cells.
        version: of the cells; others take their place when the points are changed elsewhere.
        past: what they were before the last changes, the latest last.
        complaint: why the last change from the picture was refused.
    """

    source: str
    names: Names
    task: str
    rows: Rows
    begun: Rows
    version: int = 0
    past: list[Rows] = field(default_factory=list)
    complaint: str = ""

    @property
    def key(self) -> str:
        """The key of the cells."""
        return f"points {self.source} {self.version}"


def drawing_of(begun: Rows, names: Names, task: str) -> Drawing:
    """Return this visitor's points that began as `begun`, with all that was done in the cells and in the picture."""
    kept: dict[Any, Drawing] = recall(_DRAWINGS) or {}
    identity = (tuple(begun), names, task)
    found = kept.pop(identity, None)
    if found is None:
        found = Drawing(source=_new_source(), names=names, task=task, rows=begun, begun=begun)
    remember(_DRAWINGS, dict([*kept.items(), (identity, found)][-_KEPT:]))
    bring_up_to_date(found)
    return found


def bring_up_to_date(drawing: Drawing) -> None:
    """Take in what was done since: first in the cells, which are left before the picture is clicked, then there."""
    cells = st.session_state.get(drawing.key)
    if cells is None:  # they were not on the page
        _restart(drawing, drawing.rows)
    else:
        _step(drawing, edited(drawing.begun, drawing.names, cells))
    try:
        fresh, done = fresh_changes(picture.sent(), drawing.source, done_so_far())
    except TableError as error:
        drawing.complaint = str(error)
        return
    remember(_DONE, done)
    for change in fresh:
        try:
            _take_in(drawing, change)
        except TableError as error:
            drawing.complaint = str(error)


def start_over(drawing: Drawing, begun: Rows) -> None:
    """Put the points back with which all began; this can be undone too."""
    bring_up_to_date(drawing)
    drawing.complaint = ""
    _step(drawing, begun)
    _restart(drawing, begun)


def _take_in(drawing: Drawing, change: Mapping[str, Any]) -> None:
    drawing.complaint = ""
    if change.get("kind") == "undo":
        if drawing.past:
            _restart(drawing, drawing.past.pop())
        return
    rows = changed_points(drawing.names, drawing.rows, change, drawing.task)
    _step(drawing, rows)
    _restart(drawing, rows)


def _step(drawing: Drawing, rows: Rows) -> None:
    if rows != drawing.rows:
        drawing.past = [*drawing.past, drawing.rows][-_STEPS:]
        drawing.rows = rows
        drawing.complaint = ""


def _restart(drawing: Drawing, rows: Rows) -> None:
    """Begin the cells anew with these points."""
    if rows is not drawing.begun:
        drawing.rows = drawing.begun = rows
        drawing.version += 1


def edited(begun: Rows, names: Names, changes: Mapping[str, Any]) -> Rows:
    """Return the rows of the cells.

    Args:
        begun: those they began with.
        names: of the columns.
        changes: their state: cells edited by row and column, rows added, rows deleted.
    """
    of_row, gone = changes["edited_rows"], set(changes["deleted_rows"])
    kept = [
        tuple(of_row.get(place, {}).get(name, cell) for name, cell in zip(names, row, strict=True))
        for place, row in enumerate(begun)
        if place not in gone
    ]
    return [*kept, *(tuple(row.get(name) for name in names) for row in changes["added_rows"])]


def done_so_far() -> int:
    """Return the number of the last change of the picture that was taken in."""
    done: int = recall(_DONE, 0)
    return done


def _new_source() -> str:
    """Name a beginning; the browser may still hold changes for another one, or of a session that is gone."""
    serial: int = recall(_SERIAL, 0) + 1
    remember(_SERIAL, serial)
    return f"{secrets.token_hex(4)}-{serial}"
