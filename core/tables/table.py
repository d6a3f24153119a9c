"""A learner's own table: its columns, and what can be predicted from what."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.errors import ConfigError, TableError
from core.quoting import listed, quoted
from core.ranges import check_name
from core.tables.columns import Column
from core.tables.limits import INPUT_VALUES, INPUTS
from core.tables.targets import found_task, target_problem

_LOST: Final = 0.2  # above this share of rows, dropping is not suggested


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """A table that can be learned from. Tables of the same bytes are equal.

    Attributes:
        name: of the file, for display.
        digest: SHA-256 of the file, in hexadecimal.
        columns: all of them, in the file's order.
        n_rows: rows below the header, blank ones aside.
        head: the texts of the first rows, as they stand in the file.
        notes: what was found out in reading, one sentence each.
    """

    name: str
    digest: str
    columns: tuple[Column, ...]
    n_rows: int
    head: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        """Tables of the same bytes are equal."""
        return isinstance(other, Table) and self.digest == other.digest

    def __hash__(self) -> int:
        """Tables of the same bytes have the same hash."""
        return hash(self.digest)

    def column(self, name: str) -> Column:
        """Return a column by name.

        Raises:
            ConfigError: the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        names = [column.name for column in self.columns]
        raise ConfigError(f"the table has no column {quoted(name)}; it has {listed(names)}")

    @property
    def n_missing(self) -> int:
        """How many values are missing in all."""
        return sum(column.n_missing for column in self.columns)

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns that can be predicted."""
        return tuple(column.name for column in self.columns if not target_problem(column, found_task(column)))

    @property
    def suggested_target(self) -> str:
        """The last column that can be predicted and is worth it."""
        worth = [name for name in self.targets if not self.column(name).flag]
        return (worth or self.targets)[-1]

    @property
    def passed_over(self) -> str:
        """Why the last column, which most tables keep for it, is not the suggested target; nothing where it is."""
        last, target = self.columns[-1], self.suggested_target
        if last.name == target:
            return ""
        problem = target_problem(last, found_task(last)) or f"The column {quoted(last.name)} is of no use: {last.flag}"
        return f"{problem}. So {quoted(target)} is predicted."

    @property
    def suggested_missing(self) -> str:
        """Drop rows while few are lost; else fill."""
        gaps = [np.isnan(column.values) for column in self.columns if column.usable and not column.flag]
        lost = np.logical_or.reduce(gaps).mean() if gaps else 0.0
        return "drop rows" if lost <= _LOST else "fill with mean"

    def task(self, target: str) -> str:
        """Return "classification" for texts and few different whole numbers, "regression" for other numbers.

        Raises:
            ConfigError: the table has no such column.
        """
        return found_task(self.column(target))

    def checked_task(self, target: str, task: str) -> str:
        """Return the task for a target: the one asked for, if the column allows it; the found one if none is asked.

        Raises:
            ConfigError: no such column or task.
            TableError: the column cannot be predicted that way.
        """
        column = self.column(target)
        task = task or found_task(column)
        check_name("task", task, ("classification", "regression"))
        problem = target_problem(column, task)
        if problem:
            raise TableError(problem)
        return task

    def usable_features(self, target: str) -> tuple[str, ...]:
        """Return every column that can be chosen to predict the target from."""
        return tuple(column.name for column in self.columns if column.usable and column.name != target)

    def suggested_features(self, target: str) -> tuple[str, ...]:
        """Return the columns worth predicting from, as many as fit; flagged ones only where there are no others.

        Raises:
            TableError: there is none.
        """
        usable = self.usable_features(target)
        if not usable:
            raise TableError(f"No column is left to predict {quoted(target)} from: none holds numbers or categories")
        names: list[str] = []
        room = min(INPUTS.high, INPUT_VALUES.high // self.n_rows)
        for name in [name for name in usable if not self.column(name).flag] or usable:
            room -= max(1, len(self.column(name).categories))
            if room < 0:
                break
            names.append(name)
        return tuple(names)
