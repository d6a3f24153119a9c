"""Type an index and see the cells that it picks; or see the cells, and write the index."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
from torch import Tensor

from core.errors import PlaygroundError
from core.indexing import (
    COURSE_INDEX,
    COURSE_TASKS,
    COURSE_VALUES,
    WAYS,
    Picked,
    index_script,
    indexed,
    outcome,
    pick,
    write,
)
from core.tensors.limits import INDEX_LENGTH, LITERAL_LENGTH
from core.tensors.sizes import shape_text
from ui.cached.tensors import cached_picked_frames
from ui.charts.tensors import picked_chart
from ui.draw import draw
from ui.labs.tensors.index_tasks import ask, clear_answer, tell
from ui.labs.tensors.index_told import say
from ui.labs.tensors.panels import refusal, shape_markdown, typed
from ui.lesson import code, questions
from ui.state import assign, linked

_EXPLORE: Final = "explore"
_RANDOM: Final = "random"
_EXAMPLES: Final = (
    "x[0][0][0]", "x[:, 0]", "x[:, :, 1]", "x[0, 0, :]", "x[..., -1]", "x[x > 5]", "x[0, [2, 0]]", "x[:, None]",
    "x[1]", "x[0, ::-1]",
)  # fmt: skip


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    sentence = st.container()
    tasks = [_EXPLORE, *COURSE_TASKS, _RANDOM]
    ties = linked("task", label="Task", offered=tasks)
    name = st.pills("Task", tasks, default=_EXPLORE, required=True, on_change=clear_answer, **ties) or _EXPLORE
    if name == _EXPLORE:
        sentence.markdown(text["Index"])
        _explore(text)
        questions(text, "Index", _answer)
        return
    sentence.markdown(text["Index: task"])
    _task(text, name)


def _explore(text: Mapping[str, str]) -> None:
    with st.container(horizontal=True, gap="small"):
        values = typed("x", COURSE_VALUES, LITERAL_LENGTH, "values", help=text["Index: values"])
        index = typed("Index", COURSE_INDEX, INDEX_LENGTH, "index", help=text["Index: index"])
    try:
        x = indexed(values)
    except PlaygroundError as error:
        refusal(error)
        return
    picture, words = st.columns([4, 3], gap="large")
    with words:
        picked = say(x, index)
        way = _way(text, picked)
        with st.container(horizontal=True, gap="xsmall"):
            for example in _EXAMPLES:
                st.button(f"`{example}`", on_click=assign, args=({"index": example},), key=f"index {example}")
    with picture:
        _picture(x, picked, way=way)
    with words:
        code(lambda: index_script(x, index, way), wrap=True)


def _way(text: Mapping[str, str], picked: Picked | None) -> str:
    """Ask whether what was picked is written to, and say what became of x."""
    ties = linked("write", label="Then", offered=WAYS)
    way = st.segmented_control("Then", list(WAYS), default="read", required=True, **ties) or "read"
    if picked is None or way == "read":
        return "read"
    try:
        what, n = outcome(picked, way, write(picked, way))
    except PlaygroundError as error:
        refusal(error)
        return "read"
    changed = f"{n} {'cell' if n == 1 else 'cells'} of x changed" if n else "x is as it was"
    if not n and what in {"through", "assigned", "assigned all the same"}:
        changed += ": these cells were 0 already"
    st.markdown(f"{text[f'Index: {what}']} **{changed}.**")
    return way


def _task(text: Mapping[str, str], name: str) -> None:
    task = ask(text, None if name == _RANDOM else COURSE_TASKS[name])
    st.markdown(f"**{task.asks}** x has shape {shape_markdown(task.x.shape)}.")
    index = typed("Your index", "", INDEX_LENGTH, "reply", placeholder="x[...]", help=text["Index: index"], width=420)
    picture, words = st.columns([4, 3], gap="large")
    with words:
        verdict = st.container()
        picked = say(task.x, index) if index.strip() else None
        with verdict:
            tell(task, picked)
    with picture:
        _picture(task.x, picked, task.solution)


def _picture(x: Tensor, picked: Picked | None, solution: str = "", way: str = "read") -> None:
    frames = cached_picked_frames(str(x.tolist()), picked.code if picked else "", solution, way)
    draw(picked_chart(click=not solution), frames, alt="x with the cells lit that the index picks, and the result")
    click = (
        ""
        if solution
        else " Click cells of x for an index that picks them, under the picture; a double click clears it."
    )
    st.caption(f"Point at a cell to find it in every picture and to read its number and its index there.{click}")


def _answer() -> dict[str, object]:
    x = indexed(COURSE_VALUES)
    one, listed = pick(x, "x[0]"), pick(x, "x[[0]]")
    kinds = ["a view" if picked.shares else "a copy" for picked in (one, listed)]
    shapes = [shape_text(picked.result.shape) for picked in (one, listed)]
    return {"one": shapes[0], "one_kind": kinds[0], "listed": shapes[1], "listed_kind": kinds[1]}
