"""Whether a column can be predicted, and how."""

from typing import Final

import numpy as np

from core.quoting import quoted
from core.tables.columns import Column
from core.tables.limits import CLASSES

_FEW: Final = 10  # whole numbers with at most this many different values are taken for classes


def found_task(column: Column) -> str:
    """Return "classification" for texts and few different whole numbers, "regression" for other numbers."""
    if column.kind != "number":
        return "classification"
    present = column.values[~np.isnan(column.values)]
    whole = bool((present == np.round(present)).all())
    return "classification" if whole and column.n_distinct <= min(_FEW, len(present) // 2) else "regression"


def target_problem(column: Column, task: str) -> str:
    """Say why a column cannot be predicted, or nothing."""
    name = quoted(column.name)
    if column.n_distinct == 0:
        return f"Every value of the column {name} is missing"
    if column.n_distinct == 1:
        return f"The column {name} has the same value in every row: there is nothing to tell apart"
    if task == "regression" and column.kind != "number":
        return f"The column {name} holds text: it can be predicted by classification, not by regression"
    if task == "classification" and column.n_distinct not in CLASSES:
        return f"The column {name} has {column.n_distinct:,} different values; at most {CLASSES.high} can be classes"
    return ""
