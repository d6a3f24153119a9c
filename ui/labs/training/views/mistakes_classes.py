"""A confusion matrix whose cells show their points, and what is said of each class."""

import math
from typing import Any

import pandas as pd
import streamlit as st
from torch import Tensor

from core.datasets import Data
from core.mistakes import Judged, accuracy, confusion, per_class
from ui.charts.mistakes import confused_chart, confused_frames
from ui.charts.mistakes.confused import CELL
from ui.labs.training.views.mistakes_points import show_points
from ui.page import Text
from ui.state import assign, linked
from ui.words import verbatim

_ALT = "Confusion matrix: true class by row, what the network says by column; click a cell to see its points"


def show_classes(found: Judged, data: Data, part: str, text: Text) -> None:
    """Show matrix, points and measures of one part of the data."""
    counts = confusion(found.y, found.found, len(data.classes))
    cells = named_cells(counts, data.classes)
    _say(counts, data, part, text)
    left, right = st.columns([3, 4], gap="large")
    with right:
        valid = cells.__contains__
        ties = linked("cell", valid, next(iter(cells)), label="Points of the cell", offered=cells)
        name = st.selectbox("Points of the cell", list(cells), **ties)
        show_points(found, cells[name], data, part, text)
    with left:
        _matrix(counts, data.classes, name, cells)
    looks = {name: st.column_config.NumberColumn(format="%.3f") for name in ("Precision", "Recall", "F1")}
    table = measures_table(counts, data.classes)
    st.dataframe(table, hide_index=True, column_config=looks, alt="Precision, recall and F1 of each class")
    st.caption(text["Precision and recall"])
    with st.expander(text["Which class is missed"]):
        st.markdown(_missed(counts, data, text))


def named_cells(counts: Tensor, classes: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Name the cells that hold a point: mistakes first, the most frequent before the others, then right answers."""
    held = [(int(i), int(j)) for i, j in counts.nonzero().tolist()]
    held.sort(key=lambda cell: (cell[0] == cell[1], -int(counts[cell])))
    return {
        f"{classes[i]}, found right" if i == j else f"{classes[i]}, taken for {classes[j]}": (i, j) for i, j in held
    }


def measures_table(counts: Tensor, classes: tuple[str, ...]) -> pd.DataFrame:
    """Tabulate what is said of each class; what is not defined stays empty."""
    rows = [
        {"Class": name, "Precision": row.precision, "Recall": row.recall, "F1": row.f1, "Support": row.support}
        for name, row in zip(classes, per_class(counts), strict=True)
    ]
    return pd.DataFrame(rows)


def chosen_cell(event: Any, counts: Tensor, classes: tuple[str, ...]) -> str | None:
    """Return the name of the cell that a click on the chart chose; None where there is none, or it is empty."""
    picked = event["selection"].get(CELL) or [{}]
    place = (picked[0].get("i"), picked[0].get("j"))
    return {cell: name for name, cell in named_cells(counts, classes).items()}.get(place)


def _matrix(counts: Tensor, classes: tuple[str, ...], name: str, cells: dict[str, tuple[int, int]]) -> None:
    """Draw the matrix; its key holds what is chosen, so that a click on any cell is news."""
    key = f"confusion {name}"

    def clicked() -> None:
        chosen = chosen_cell(st.session_state[key], counts, classes)
        if chosen is not None:
            assign({"cell": chosen})

    spec = {**confused_chart(), "datasets": confused_frames(counts, classes, cells[name])}
    st.vega_lite_chart(spec, key=key, on_select=clicked, alt=_ALT)


def _say(counts: Tensor, data: Data, part: str, text: Text) -> None:
    """Say how many are right, beside what always saying the most frequent class would give."""
    support = counts.sum(dim=1)
    most = int(support.argmax())
    st.markdown(
        text["Accuracy"].format(
            right=f"{int(counts.trace()):,}", all=f"{int(counts.sum()):,}", part=part, share=f"{accuracy(counts):.1%}",
            most=verbatim(data.classes[most]), base=f"{int(support[most]) / int(counts.sum()):.1%}",
        )
    )  # fmt: skip


def _missed(counts: Tensor, data: Data, text: Text) -> str:
    """Say which class is found least, and what it is taken for."""
    recall = [1.0 if math.isnan(row.recall) else row.recall for row in per_class(counts)]  # nan: none to find
    worst = min(range(len(recall)), key=recall.__getitem__)
    if recall[worst] == 1:
        return text["None missed"]
    others = counts[worst].clone()
    others[worst] = 0
    return text["Missed most"].format(
        name=verbatim(data.classes[worst]), recall=f"{recall[worst]:.1%}", times=int(others.max()),
        other=verbatim(data.classes[int(others.argmax())]), lost=int(others.sum()),
    )  # fmt: skip
