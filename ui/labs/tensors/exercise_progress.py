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
_RIGHT_NOW: Final = "exercise_right_now"
HINTS: Final = "exercise_hints"
SOLUTIONS: Final = "exercise_solutions"


def kept(text: Mapping[str, str], name: str, *, right_now: bool) -> str:
    """Show the progress that the link holds as a text, and return it; what is right now comes into it."""
    remember(_RIGHT_NOW, name if right_now else None)
    if right_now and "solved" in st.session_state:  # at first, what the link holds is painted, whatever is assigned
        note(name, Mark.SOLVED)
    with st.expander(text["Exercises: progress"]):
        st.caption(text["Exercises: progress in the link"])
        return typed("Progress", "", PROGRESS_LENGTH, "solved", width=300, on_change=_begun_again)


def _begun_again() -> None:
    """Where the text was emptied, forget answers, hints and solutions, too: an answer left would count at once."""
    if not st.session_state["solved"]:
        remember(_ANSWERS, dict.fromkeys(NAMES, ""))
        remember(HINTS, {})
        remember(SOLUTIONS, {})
        assign({answer_key(st.session_state["exercise"]): ""})


def known(solved: str) -> Progress:
    """Read progress; of a text that is none, say so."""
    try:
        return read_progress(solved)
    except PlaygroundError as error:
        refusal(error)
        return NOTHING


def note(name: str, mark: Mark) -> None:
    """Keep in the link, before its text is painted or from a callback, what has become known of an exercise."""
    try:
        progress = read_progress(st.session_state.get("solved") or "")
    except PlaygroundError:
        return  # `known` says so beside the marks
    if (new := with_mark(progress, name, mark)) != progress:
        assign({"solved": progress_text(new)})


def answer_key(name: str) -> str:
    """Return the setting that holds the answer: one for each exercise, so that one never stands under another."""
    return f"answer_{NAMES.index(name) + 1}"


def go(name: str) -> None:
    """Open an exercise, from a callback, with what was answered to it in this visit."""
    if solved := recall(_RIGHT_NOW):
        note(solved, Mark.SOLVED)
    given = recall(_ANSWERS, {})
    assign({"exercise": name} | ({answer_key(name): given[name]} if name in given else {}))


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
