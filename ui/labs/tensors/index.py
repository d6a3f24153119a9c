"""Type an index and see the cells that it picks; or see the cells, and write the index."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from torch import Tensor

from core.errors import PlaygroundError
from core.indexing import (
    COURSE_INDEX,
    COURSE_TASKS,
    COURSE_VALUES,
    WAYS,
    Account,
    Picked,
    account,
    index_script,
    indexed,
    notes,
    outcome,
    pick,
    write,
)
from core.tensors.limits import INDEX_LENGTH, LITERAL_LENGTH
from core.tensors.literals import literal_code
from core.tensors.sizes import shape_text
from ui.cached.tensors import cached_picked_frames
from ui.charts.tensors import picked_chart
from ui.draw import draw
from ui.labs.tensors.index_tasks import ask, clear_answer, tell
from ui.labs.tensors.panels import COLORS, refusal, shape_markdown, typed
from ui.lesson import code, questions, table
from ui.state import assign, linked
from ui.words import verbatim

_TALL: Final = 190  # of a result of many lines, in pixels
_MANY_LINES: Final = 7
_EXPLORE: Final = "explore"
_RANDOM: Final = "random"
_EXAMPLES: Final = (
    "x[0][0][0]", "x[:, 0]", "x[:, :, 1]", "x[0, 0, :]", "x[..., -1]", "x[x > 5]", "x[0, [2, 0]]", "x[:, None]",
    "x[1]", "x[0, ::-1]",
)  # fmt: skip
_DOES: Final = {"kept": "kept", "dropped": "**dropped**", "new": "**new**", "picked": "**picked**"}


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
        picked = _picked(x, index)
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
    st.markdown(f"{text[f'Index: {what}']} **{changed}.**")
    return way


def _task(text: Mapping[str, str], name: str) -> None:
    task = ask(text, None if name == _RANDOM else COURSE_TASKS[name])
    st.markdown(f"**{task.asks}** x has shape {shape_markdown(task.x.shape)}.")
    index = typed("Your index", "", INDEX_LENGTH, "reply", placeholder="x[...]", help=text["Index: index"], width=420)
    picture, words = st.columns([4, 3], gap="large")
    with words:
        verdict = st.container()
        picked = _picked(task.x, index) if index.strip() else None
        with verdict:
            tell(task, picked)
    with picture:
        _picture(task.x, picked, task.solution)


def _picked(x: Tensor, index: str) -> Picked | None:
    """Do the index and say what came of it; None where it is refused."""
    try:
        picked = pick(x, index)
    except PlaygroundError as error:
        refusal(error)
        st.caption(_ends(x))
        return None
    kind = "a **view**: it looks at the memory of x" if picked.shares else "a **copy**: it has memory of its own"
    st.markdown(
        f"{verbatim(picked.code)} → {shape_markdown(picked.result.shape, _plain)}"
        f", {str(picked.result.dtype).removeprefix('torch.')}, {kind}."
    )
    said = str(picked.result)
    st.code(said, language=None, wrap_lines=False, height=_TALL if said.count("\n") > _MANY_LINES else "content")
    told = account(picked)
    if told:
        st.markdown(table(_rows(told)))
        for note in notes(told):
            st.caption(note)
    return picked


def _plain(_: int, size: object) -> str:
    return f"**{size}**"


def _rows(told: Sequence[Account]) -> dict[str, list[str]]:
    """Tabulate what each part of an index does; a dim has the colour it has in the shape of x."""
    several = {"bracket": [str(each.bracket + 1) for each in told]} if told[-1].bracket else {}
    return {
        **several,
        "part": [verbatim(each.part) or "*(not named)*" for each in told],
        "dim": [", ".join(_colored(each, dim) for dim in each.dims) or "·" for each in told],
        "size": [", ".join(map(str, each.before)) or "·" for each in told],
        "is": [_DOES[each.does] for each in told],
        "leaves": [", ".join(map(str, each.after)) or "·" for each in told],
        "what": [each.says for each in told],
    }


def _colored(each: Account, dim: int) -> str:
    return f":{COLORS[dim % len(COLORS)]}[**{dim}**]" if each.bracket == 0 else str(dim)


def _ends(x: Tensor) -> str:
    """Say which places there are."""
    dims = [f"dim {dim}: 0 to {size - 1}, or {-size} to -1" for dim, size in enumerate(x.shape)]
    return f"x has shape {shape_text(x.shape)}. Its places: {'; '.join(dims) or 'none, it is a scalar'}."


def _picture(x: Tensor, picked: Picked | None, solution: str = "", way: str = "read") -> None:
    frames = cached_picked_frames(literal_code(x.tolist()), picked.code if picked else "", solution, way)
    draw(picked_chart(click=not solution), frames, alt="x with the cells lit that the index picks, and the result")
    click = "" if solution else " Click cells of x, and an index that picks them is written; a double click clears it."
    st.caption(f"Point at a cell to find it in every picture and to read its index there.{click}")


def _answer() -> dict[str, object]:
    x = indexed(COURSE_VALUES)
    one, listed = pick(x, "x[0]"), pick(x, "x[[0]]")
    kinds = ["a view" if picked.shares else "a copy" for picked in (one, listed)]
    shapes = [shape_text(picked.result.shape) for picked in (one, listed)]
    return {"one": shapes[0], "one_kind": kinds[0], "listed": shapes[1], "listed_kind": kinds[1]}
