"""Points of one's own: those of the data set moved, removed and added by hand, then trained on."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st
import torch

from core.datasets import Data
from core.errors import TableError
from core.tables import COORDINATE, OWN_POINTS, POINTS_FILE, Column, Table, points_csv, points_table
from core.training import TrainState
from ui.charts.own_points import own_points_chart, own_points_frame, spans
from ui.controls import AUTO
from ui.draw import draw
from ui.labs.training.table import file_of, use_table
from ui.page import Text
from ui.state import assign, linked
from ui.words import verbatim

_BEGIN: Final = {"40 points": 40, "all points": int(OWN_POINTS.high), "nothing": 0}
_DIGITS: Final = 3
_HEIGHT: Final = 400  # pixels

_Names = tuple[str, str, str]
_Rows = Sequence[tuple[Any, ...]]


def show(run: TrainState, data: Data, text: Text) -> None:
    """Show the points in cells, drawn as they stand, and offer to train on them."""
    table = run.config.table
    if len(data.point_names) != 2 or (table and any(table.column(name).categories for name in data.point_names)):
        st.caption(text["Your points: none"])
        return
    st.markdown(text["Your points"])
    names = (data.point_names[0], data.point_names[1], data.target)
    begun = _of_table(table, names, data) if table else _drawn(data)[: _begin_control()]
    cells, picture = st.columns([5, 6], gap="medium")
    with cells:
        key = _editor(begun, names, data)
        rows = edited(begun, names, st.session_state[key])
        with st.container(horizontal=True, gap="small"):
            st.button("Train on these points", type="primary", on_click=_train, args=(begun, names, data.task, key))
            if made := file_of(table):
                st.download_button(f"Download {POINTS_FILE}", made, POINTS_FILE, "text/csv", on_click="ignore")
        _say_unusable(rows, names, data.task)
    with picture:
        _draw(rows, names, data)


def edited(begun: _Rows, names: _Names, changes: Mapping[str, Any]) -> _Rows:
    """Return the rows of an editor.

    Args:
        begun: those it began with.
        names: of the columns.
        changes: its state: cells edited by row and column, rows added, rows deleted.
    """
    of_row, gone = changes["edited_rows"], set(changes["deleted_rows"])
    kept = [
        tuple(of_row.get(place, {}).get(name, cell) for name, cell in zip(names, row, strict=True))
        for place, row in enumerate(begun)
        if place not in gone
    ]
    return [*kept, *(tuple(row.get(name) for name in names) for row in changes["added_rows"])]


def _begin_control() -> int:
    ties = linked("begin", label="Begin with", offered=_BEGIN)
    chosen = st.segmented_control("Begin with", list(_BEGIN), default="40 points", required=True, **ties)
    return _BEGIN[chosen or "40 points"]


def _drawn(data: Data) -> _Rows:
    """Return the points of a data set, the training part first."""
    points = torch.cat([data.train.points, data.test.points]).double().tolist()
    y = torch.cat([data.train.y, data.test.y]).flatten().double() * data.target_std + data.target_mean
    last = [data.classes[int(value)] if data.classes else round(value, _DIGITS) for value in y.tolist()]
    return [(round(a, _DIGITS), round(b, _DIGITS), c) for (a, b), c in zip(points, last, strict=True)]


def _of_table(table: Table, names: _Names, data: Data) -> _Rows:
    """Return the rows of a table in the order of its file."""
    target = table.column(names[2])
    last = _labels(target) if data.classes else target.values.tolist()
    first, second = (table.column(name).values.tolist() for name in names[:2])
    return [*zip(first, second, last, strict=True)][: int(OWN_POINTS.high)]


def _labels(column: Column) -> list[str | None]:
    """Write the classes out; None where one is missing."""
    return [
        None if math.isnan(value) else column.categories[int(value)] if column.categories else f"{value:.12g}"
        for value in column.values.tolist()
    ]


def _editor(begun: _Rows, names: _Names, data: Data) -> str:
    """Lay the points out in cells; return the key of the editor, which is another one for other points."""
    key = f"points {hash((tuple(begun), names))}"
    types = {names[0]: float, names[1]: float, names[2]: object if data.classes else float}
    number = st.column_config.NumberColumn(min_value=COORDINATE.low, max_value=COORDINATE.high, format="%.4g")
    last = st.column_config.TextColumn(max_chars=20) if data.classes else number
    st.data_editor(
        pd.DataFrame(begun, columns=list(names)).astype(types),
        key=key, num_rows="dynamic", hide_index=True, height=_HEIGHT,
        column_config={names[0]: number, names[1]: number, names[2]: last},
        alt="The points: two coordinates and what is predicted",
    )  # fmt: skip
    return key


def _say_unusable(rows: _Rows, names: _Names, task: str) -> None:
    """Say what stands in the way of training on these points."""
    try:
        points_table(points_csv(names, rows, task), names[2], task)
    except TableError as error:
        st.warning(verbatim(f"{error}."), icon=":material/info:")


def _draw(rows: _Rows, names: _Names, data: Data) -> None:
    frame = own_points_frame(rows)
    new = [name for name in dict.fromkeys(frame["target"].astype(str)) if name not in data.classes]
    classes = (*data.classes, *new) if data.classes else ()
    limit = 1.0 if classes or frame.empty else float(frame["target"].abs().max()) or 1.0
    spec = own_points_chart(names[:2], spans(frame), classes, limit)
    draw(spec, frame, alt="The points as they stand in the cells")


def _train(begun: _Rows, names: _Names, task: str, key: str) -> None:
    """Make the points the learner's own table; the network and its training stay. What is wrong is said below.

    They are read from the editor's state: a cell left by this very click came after the last run of the page.
    """
    try:
        file = points_csv(names, edited(begun, names, st.session_state[key]), task)
        table = points_table(file, names[2], task)
    except TableError:
        return
    use_table(table, file)
    of_table = {"target": names[2], "task": AUTO if table.task(names[2]) == task else task, "missing": AUTO}
    assign({"dataset": "your CSV", "features": [], "loss": AUTO, **of_table})
