"""A grid over two settings: where learning works, and where it breaks."""

from dataclasses import replace
from functools import partial
from math import isfinite, nan
from typing import Any

import streamlit as st

from core.config import TrainConfig
from core.ensembles import ManyState, grid, grid_script, own_value, quality
from ui.charts.heat import heat_chart, heat_frames, slanted
from ui.draw import draw, draw_to_choose
from ui.labs.training.many.opening import open_button, say_stacks, together, value_label
from ui.labs.training.many.sides import Plan, plan_controls, setting_name
from ui.page import Text
from ui.runs import grow_many, settled_many
from ui.state import assign

_WIDE = 170  # pixels


def show_cells(config: TrainConfig, text: Text) -> None:
    """Train a grid around this run, and show how good each cell is."""
    st.markdown(text["Grid"])
    plan, shown = plan_controls(config)
    plan = replace(plan, config=together(config, grid(*plan.asked), text))
    configs = grid(*plan.asked)
    state = settled_many(configs)
    if state is None:
        grow_many(configs, lambda reached: _picture(reached, plan, shown, choosing=False))
    else:
        _picture(state, plan, shown, choosing=True)
        _open(state, plan)
    say_stacks(configs, text)
    if state is not None:
        _ask(state, plan, text)
        if config.table is None:
            with st.expander(text["Many code"], key="many_code", on_change="rerun") as code:
                if code.open:
                    st.code(grid_script(*plan.asked), language="python")


def _picture(state: ManyState, plan: Plan, shown: str, *, choosing: bool) -> None:
    rows, columns = ([*map(value_label, values)] for values in (plan.row_values, plan.column_values))
    measure = "loss" if shown == "test loss" else {"classification": "accuracy"}.get(plan.config.task, "R2")
    frames = heat_frames(rows, columns, _values(state, shown), measure, plan.own)
    spec = heat_chart(setting_name(plan.rows), setting_name(plan.columns), len(rows), slanted(columns))
    alt = (
        "How good each run of the grid is on the test points; the stronger, the better; the run on the page is framed"
    )
    if choosing:
        key = f"heat {plan.rows} {plan.columns}"
        draw_to_choose(spec, frames, alt=alt, key=key, on_select=partial(_point, plan))
    else:
        draw(spec, frames, alt=alt)


def _values(state: ManyState, shown: str) -> list[float]:
    """Return what is shown of each cell; nan where its numbers broke."""
    if shown == "test loss":
        return [nan if outcome.stop else outcome.last.test_loss for outcome in state.outcomes]
    return [quality(outcome) for outcome in state.outcomes]


def _point(plan: Plan, place: int) -> None:
    """Put the cell pointed to into the boxes that open it."""
    if 0 <= place < len(plan.row_values) * len(plan.column_values):
        row, column = divmod(place, len(plan.column_values))
        assign({"cell_row": value_label(plan.row_values[row]), "cell_column": value_label(plan.column_values[column])})


def _open(state: ManyState, plan: Plan) -> None:
    """Offer to choose a cell, by the keyboard too, and to open it."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        row = _chosen(plan.config, plan.rows, plan.row_values, "cell_row")
        column = _chosen(plan.config, plan.columns, plan.column_values, "cell_column")
        other = state.configs[row * len(plan.column_values) + column]
        open_button("Open this run", plan.config, other, key="open_cell")


def _chosen(config: TrainConfig, setting: str, values: tuple[Any, ...], key: str) -> int:
    options = [*map(value_label, values)]
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    own = value_label(own_value(config, setting))
    at = options.index(own) if own in options else 0
    return options.index(st.selectbox(setting_name(setting).capitalize(), options, at, key=key, width=_WIDE))


def _ask(state: ManyState, plan: Plan, text: Text) -> None:
    """Ask whether the best row is the same in every column; the answer is read off the runs."""
    question = text["Grid question"].format(rows=setting_name(plan.rows), columns=setting_name(plan.columns))
    with st.expander(question, key="many_predict", on_change="rerun") as asked:
        if not asked.open:
            return
        n = len(plan.column_values)
        losses = _values(state, "test loss")
        lines = []
        for at, value in enumerate(plan.column_values):
            column = [(loss, place) for place, loss in enumerate(losses) if place % n == at and isfinite(loss)]
            best = value_label(plan.row_values[min(column)[1] // n]) if column else "none, all broke"
            lines.append(f"{value_label(value)}: **{best}**")
        st.markdown(text["Grid answer"].format(columns=setting_name(plan.columns), rows=setting_name(plan.rows),
                                               listed=", ".join(lines)))  # fmt: skip
