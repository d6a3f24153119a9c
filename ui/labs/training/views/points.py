"""Points of one's own: those of the data set moved, removed and added by hand, then trained on."""

import math
from typing import Final

import pandas as pd
import streamlit as st
import torch

from core.datasets import Data
from core.errors import TableError
from core.tables import COORDINATE, OWN_POINTS, POINTS_FILE, Column, Table, points_csv, points_table, respelled
from core.training import TrainState
from ui.components import points as picture
from ui.components.points.pack import pack
from ui.controls import AUTO
from ui.labs.training.drawing import Drawing, Names, Rows, bring_up_to_date, done_so_far, drawing_of, start_over
from ui.labs.training.table import file_of, use_table
from ui.page import Text
from ui.state import assign, linked
from ui.words import verbatim

_BEGIN: Final = {"40 points": 40, "all points": int(OWN_POINTS.high), "nothing": 0}
_DIGITS: Final = 3
_HEIGHT: Final = 400  # pixels


def show(run: TrainState, data: Data, text: Text) -> None:
    """Show the points in a picture and in cells, which both change them, and offer to train on them."""
    table = run.config.table
    if not _can_be_drawn(data, table):
        st.caption(text["Your points: none"])
        return
    st.markdown(text["Your points" if len(data.point_names) == 2 else "Your points on a line"])
    names = (*data.point_names, data.target)
    whole = _of_table(table, names, data) if table else _drawn(data)
    begun = whole if table else whole[: _begin_control()]
    st.fragment(_edit)(drawing_of(begun, names, data.task), begun, whole, data, file_of(table))


def _can_be_drawn(data: Data, table: Table | None) -> bool:
    """Tell whether a point has a place in a picture with two axes: by two coordinates, or by one and its target."""
    width = 2 if data.task == "classification" else 1
    names = data.point_names
    return width <= len(names) <= 2 and not (table and any(table.column(name).categories for name in names))


def _begin_control() -> int:
    ties = linked("begin", label="Begin with", offered=_BEGIN)
    chosen = st.segmented_control("Begin with", list(_BEGIN), default="40 points", required=True, **ties)
    return _BEGIN[chosen or "40 points"]


def _drawn(data: Data) -> Rows:
    """Return the points of a data set, the training part first."""
    points = torch.cat([data.train.points, data.test.points]).double().tolist()
    y = torch.cat([data.train.y, data.test.y]).flatten().double() * data.target_std + data.target_mean
    last = [data.classes[int(value)] if data.classes else round(value, _DIGITS) for value in y.tolist()]
    return [(*(round(x, _DIGITS) for x in point), end) for point, end in zip(points, last, strict=True)]


def _of_table(table: Table, names: Names, data: Data) -> Rows:
    """Return the rows of a table in the order of its file."""
    target = table.column(names[-1])
    last = _labels(target) if data.classes else _numbers(target)
    coordinates = (_numbers(table.column(name)) for name in names[:-1])
    return [*zip(*coordinates, last, strict=True)][: int(OWN_POINTS.high)]


def _labels(column: Column) -> list[str | None]:
    """Write the classes out; None where one is missing."""
    return [
        None if math.isnan(value) else column.categories[int(value)] if column.categories else f"{value:.12g}"
        for value in column.values.tolist()
    ]


def _numbers(column: Column) -> list[float | None]:
    return [None if math.isnan(value) else value for value in column.values.tolist()]


def _edit(drawing: Drawing, begun: Rows, whole: Rows, data: Data, made: bytes) -> None:
    """Lay the points out; a change runs this alone."""
    bring_up_to_date(drawing)
    drawn, cells = st.columns([6, 5], gap="medium")
    with drawn:
        shown = pack(drawing.names, drawing.rows, whole, data.classes)
        picture.show(shown | {"source": drawing.source, "done": done_so_far(), "undo": bool(drawing.past)})
        _buttons(drawing, begun, made)
        _say_unusable(drawing)
    with cells:
        _cells(drawing, classes=bool(data.classes))


def _buttons(drawing: Drawing, begun: Rows, made: bytes) -> None:
    with st.container(horizontal=True, gap="small"):
        trained = st.button("Train on these points", type="primary", on_click=_train, args=(drawing,))
        if drawing.rows != begun:
            st.button("Start over", type="tertiary", on_click=start_over, args=(drawing, begun))
        if made:
            st.download_button(f"Download {POINTS_FILE}", made, POINTS_FILE, "text/csv", on_click="ignore")
    if trained:
        st.rerun()


def _cells(drawing: Drawing, *, classes: bool) -> None:
    names = drawing.names
    types = dict.fromkeys(names, float) | {names[-1]: object if classes else float}
    number = st.column_config.NumberColumn(min_value=COORDINATE.low, max_value=COORDINATE.high, format="%.4g")
    last = st.column_config.TextColumn() if classes else number
    st.data_editor(
        pd.DataFrame(drawing.begun, columns=list(names)).astype(types),
        key=drawing.key, num_rows="dynamic", hide_index=True, height=_HEIGHT,
        column_config=dict.fromkeys(names, number) | {names[-1]: last},
        alt="The points: their coordinates and what is predicted",
    )  # fmt: skip


def _say_unusable(drawing: Drawing) -> None:
    """Say what was refused, or what stands in the way of training on these points."""
    if drawing.complaint:
        st.warning(verbatim(f"{drawing.complaint}."), icon=":material/info:")
        return
    try:
        _, file = _table(drawing)
    except TableError as error:
        st.warning(verbatim(f"{error}."), icon=":material/info:")
        return
    if drawing.task == "classification" and (told := respelled(file)):
        st.caption(verbatim(told))


def _table(drawing: Drawing) -> tuple[Table, bytes]:
    """Return the points as a table, and its file.

    Raises:
        TableError: they cannot be trained on.
    """
    file = points_csv(drawing.names, drawing.rows, drawing.task)
    return points_table(file, drawing.names[-1], drawing.task), file


def _train(drawing: Drawing) -> None:
    """Make the points the learner's own table; the network and its training stay. What is wrong is said above.

    A cell left by this very click, or a point just set, came after the last run of the page.
    """
    bring_up_to_date(drawing)
    try:
        table, file = _table(drawing)
    except TableError:
        return
    use_table(table, file)
    target, task = drawing.names[-1], drawing.task
    of_table = {"target": target, "task": AUTO if table.task(target) == task else task, "missing": AUTO}
    assign({"dataset": "your CSV", "features": [], "loss": AUTO, **of_table})
