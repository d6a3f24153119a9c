"""The way back: cells are outlined, the index is wanted."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.config import SEED
from core.indexing import Picked, Task, judge, random_task
from core.tensors.creation import Recipe
from core.tensors.limits import LEVEL
from ui.controls import count
from ui.state import assign, linked

_SEED: Final = Recipe().seed


def clear_answer() -> None:
    """Take the answer away, once another task is asked."""
    assign({"reply": ""})


def ask(text: Mapping[str, str], task: Task | None) -> Task:
    """Return the task; where none is given, one made from a level and a seed."""
    if task is not None:
        return task
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        ties = linked("level", label="Level", offered=LEVEL)
        low, high = int(LEVEL.low), int(LEVEL.high)
        level = st.slider("Level", low, high, help=text["Index: level"], width=200, on_change=clear_answer, **ties)
        seed = count("Seed", SEED, _SEED, "seed", width=170, on_change=clear_answer)
        following = {"seed": seed + 1 if seed + 1 in SEED else 0, "reply": ""}
        st.button("Next task", on_click=assign, args=(following,), icon=":material/arrow_forward:")
    return random_task(level, seed)


def tell(task: Task, answer: Picked | None) -> None:
    """Say whether the answer is right, and why; offer a hint and a solution."""
    if answer is not None:
        verdict = judge(task, answer)
        sign = ":green[:material/check_circle: **Right**]" if verdict.right else ":orange[**Not yet**]"
        st.markdown(f"{sign}: {verdict.says}.")
    with st.expander("A hint", key="index_hint", on_change="rerun") as hint:
        if hint.open:
            st.markdown(task.hint)
    with st.expander("A solution", key="index_solution", on_change="rerun") as solution:
        if solution.open:
            st.code(task.solution, language="python")
