"""How far one has come with the exercises: a row of numbered marks, kept in the link."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.errors import PlaygroundError
from core.exercises import NAMES
from core.exercises.progress import (
    NOTHING,
    PROGRESS_LENGTH,
    Mark,
    Progress,
    counts,
    progress_text,
    read_progress,
    with_mark,
)
from ui.labs.tensors.panels import refusal, typed
from ui.state import assign, recall, remember

_SIGNS: Final = {Mark.OPEN: "", Mark.SHOWN: "○ ", Mark.SOLVED: "✓ ", Mark.SOLVED | Mark.SHOWN: "◐ "}
_ANSWERS: Final = "exercise_answers"


def kept(text: Mapping[str, str]) -> str:
    """Show the progress that the link holds, as a text, and return it."""
    with st.expander(text["Exercises: progress"]):
        st.caption(text["Exercises: progress in the link"])
        return typed("Progress", "", PROGRESS_LENGTH, "solved", width=300)


def known(solved: str) -> Progress:
    """Read progress; of a text that is none, say so."""
    try:
        return read_progress(solved)
    except PlaygroundError as error:
        refusal(error)
        return NOTHING


def note(name: str, mark: Mark) -> None:
    """Keep in the link, from a callback, what has become known of an exercise."""
    try:
        progress = read_progress(st.session_state.get("solved") or "")
    except PlaygroundError:
        progress = NOTHING
    assign({"solved": progress_text(with_mark(progress, name, mark))})


def answer_key(name: str) -> str:
    """Return the setting that holds the answer: one for each exercise, so that one never stands under another."""
    return f"answer_{NAMES.index(name) + 1}"


def go(name: str) -> None:
    """Open an exercise, from a callback, with what was answered to it in this visit."""
    given = recall(_ANSWERS, {}).get(name, "")
    assign({"exercise": name} | ({answer_key(name): given} if given else {}))


def keep_answer(name: str, answer: str) -> None:
    """Keep an answer for this visit; the link keeps the one that is open."""
    remember(_ANSWERS, {**recall(_ANSWERS, {}), name: answer})


def marks(progress: Progress, current: str) -> None:
    """Show a numbered mark for every exercise, which opens it."""
    signs = dict(zip(NAMES, progress, strict=True))
    n_solved, n_shown = counts(progress)
    helped = f", {n_shown} of them after a look at the solution" if n_shown else ""
    st.caption(
        f"**{n_solved} of {len(NAMES)} solved**{helped}. ✓ solved, ◐ solved after a look at the solution, ○ looked at."
    )
    assign({"mark": current})
    st.pills(
        "Exercises", list(NAMES), format_func=lambda name: f"{_SIGNS[signs[name]]}{NAMES.index(name) + 1}", key="mark",
        on_change=_marked, label_visibility="collapsed", wrap=True,
    )  # fmt: skip


def _marked() -> None:
    if name := st.session_state.get("mark"):
        go(name)
