"""The rows of a learner's table that are learned from."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.datasets.recipe import Recipe
from core.errors import TableError
from core.quoting import quoted
from core.tables import MISSING, TABLE_ROWS, Column, Table

STANDARDISED: Final = "Numbers are measured in standard deviations from the mean, both of the training rows alone."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """The rows of a table that are learned from, before they are divided.

    Attributes:
        points: (N, D) float64, in their own units; nan where missing, a category by its index.
        targets: (N,) class index, int64, or a number, float64.
        categories: of each column; empty for numbers.
        classes: of the target; empty for regression.
        notes: what was done, one sentence each.
    """

    points: Tensor
    targets: Tensor
    categories: tuple[tuple[str, ...], ...]
    classes: tuple[str, ...]
    notes: tuple[str, ...] = ()


def chosen_rows(made: Recipe, table: Table) -> Rows:
    """Choose columns and rows of a learner's table."""
    columns = [table.column(name) for name in made.features]
    target = table.column(made.target)
    points = np.stack([column.values for column in columns], axis=1)
    labelled = ~np.isnan(target.values)
    kept = labelled & ~(np.isnan(points).any(axis=1) & MISSING[made.missing].drops)
    if kept.sum() not in TABLE_ROWS:
        raise TableError(
            f"Only {kept.sum()} of {table.n_rows} rows have every value, and at least {TABLE_ROWS.low} are needed:"
            " fill missing values instead, or leave out columns with many"
        )
    classes, targets = _classes(target, kept) if made.task == "classification" else ((), _heights(target, kept))
    return Rows(
        points=torch.from_numpy(points[kept]),
        targets=torch.from_numpy(targets),
        categories=tuple(column.categories for column in columns),
        classes=classes,
        notes=(*table.notes, *_notes(made, columns, labelled, kept), STANDARDISED),
    )


def _heights(target: Column, kept: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the numbers to predict, of the rows that are left."""
    numbers = target.values[kept]
    if numbers.min() == numbers.max():
        raise TableError(f"The column {quoted(target.name)} has the same value in every row that is left")
    return numbers


def _classes(target: Column, kept: NDArray[np.bool_]) -> tuple[tuple[str, ...], NDArray[Any]]:
    """Return the classes of the rows that are left, and the class index of each."""
    distinct, targets, counts = np.unique(target.values[kept], return_inverse=True, return_counts=True)
    classes = tuple(target.categories[int(value)] if target.categories else _plain(value) for value in distinct)
    name = quoted(target.name)
    if len(classes) == 1:
        raise TableError(f"Only the class {quoted(classes[0])} of {name} is left: fill missing values instead")
    if counts.min() == 1:
        alone = classes[int(counts.argmin())]
        raise TableError(
            f"The class {quoted(alone)} of {name} has a single row; each class needs two,"
            " one to learn from and one to check on"
        )
    return classes, targets.astype(np.int64)


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(float(value))


def _notes(
    made: Recipe, columns: list[Column], labelled: NDArray[np.bool_], kept: NDArray[np.bool_]
) -> tuple[str, ...]:
    """Say what happened to rows and values that are missing."""
    notes = []
    unlabelled, dropped = int((~labelled).sum()), int((labelled & ~kept).sum())
    if unlabelled:
        notes.append(f"{_rows(unlabelled)} left out: no value for {quoted(made.target)}.")
    if dropped:
        notes.append(f"{_rows(dropped)} left out: a chosen feature is missing.")
    for column in columns:
        gaps = int(np.isnan(column.values[kept]).sum())
        if gaps:
            stand_in = "most frequent category" if column.categories else made.missing.removeprefix("fill with ")
            values = "1 missing value" if gaps == 1 else f"{gaps} missing values"
            notes.append(f"{values} of {quoted(column.name)} filled with the {stand_in} of the training rows.")
    return tuple(notes)


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count} rows were"
