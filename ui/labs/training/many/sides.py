"""The two sides of a grid: which settings, and which values of them."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.config import TrainConfig
from core.ensembles import offered, own_value, read_values, values_of
from core.errors import PlaygroundError
from ui.controls import choice
from ui.labs.training.many.opening import value_label
from ui.labs.training.quality import names
from ui.state import linked
from ui.wording import label, on_screen
from ui.words import verbatim

_WIDE = 170  # pixels
_FITS = 20  # characters
_MISSING = "Momentum, weight decay, and the rate of a penalty are here where the run has one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A grid around a run.

    Attributes:
        config: the run on the page.
        rows: the setting that differs from row to row.
        columns: the one that differs from column to column.
        row_values: the values of the rows.
        column_values: the values of the columns.
    """

    config: TrainConfig
    rows: str
    columns: str
    row_values: tuple[Any, ...]
    column_values: tuple[Any, ...]

    @property
    def asked(self) -> tuple[TrainConfig, str, tuple[Any, ...], str, tuple[Any, ...]]:
        """What `grid` is asked for; it gives the same runs from each of them."""
        return self.config, self.rows, self.row_values, self.columns, self.column_values

    @property
    def own(self) -> int:
        """The place of the run on the page; -1 where it is not in the grid."""
        here = (own_value(self.config, self.rows), own_value(self.config, self.columns))
        pairs = [(a, b) for a in self.row_values for b in self.column_values]
        return pairs.index(here) if here in pairs else -1


def setting_name(setting: str) -> str:
    """Return what the screen calls a side of the grid."""
    return label(setting).lower()


def plan_controls(config: TrainConfig) -> tuple[Plan, str]:
    """Ask for the two sides, their values, and what the cells show."""
    labels = {setting_name(setting): setting for setting in offered(config)}
    with st.container(horizontal=True, gap="small"):
        rows = choice("Rows", labels, "learning rate", "down", varying=True, width=_WIDE, help=_MISSING)
        row_values = _values(config, labels[rows])
        others = [name for name in labels if name != rows]
        usual = "batch size" if "batch size" in others else others[0]
        columns = choice("Columns", others, usual, "across", varying=True, width=_WIDE, help=_MISSING)
        column_values = _values(config, labels[columns])
        percent = " in %" if config.task == "classification" else ""
        measures = (names(config)["measure"] + percent, "test loss")
        shown = choice("Colour and number", measures, measures[0], "shown", varying=True, width=_WIDE)
    listed = [_listed(config, labels[name], text) for name, text in ((rows, row_values), (columns, column_values))]
    plan = Plan(
        config=config, rows=labels[rows], columns=labels[columns], row_values=listed[0], column_values=listed[1]
    )
    return plan, shown


def _listed(config: TrainConfig, setting: str, text: str) -> tuple[Any, ...]:
    """Return the values typed; where they are refused, say so and take the usual ones."""
    try:
        return read_values(config, setting, text) or values_of(config, setting)
    except PlaygroundError as error:
        said = on_screen(str(error))
        st.warning(verbatim(f"{said[0].upper()}{said[1:]}. The usual values are below."), icon=":material/info:")
        return values_of(config, setting)


def _values(config: TrainConfig, setting: str) -> str:
    """Ask for values of one's own; the usual ones stand there until then."""
    usual = [*map(value_label, values_of(config, setting))]
    typed: str = st.text_input(
        f"{label(setting).capitalize()}: values",
        placeholder=listed if len(listed := ", ".join(usual)) <= _FITS else f"{usual[0]}, … {usual[-1]}",
        help=f"With commas between; left empty: {', '.join(usual)}.",
        width=_WIDE,
        **linked(f"{setting}_values", text=True, label=f"{label(setting).capitalize()}: values"),
    )
    return typed
