"""Exercises: a question on tensors, answered by an expression or a value, and checked at once."""

from collections.abc import Mapping
from typing import Final, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.exercises import ANSWER_LENGTH, EXERCISES, LEVELS, NAMES, Exercise, Verdict, cases, check, sizes_vary
from core.exercises.progress import Mark, Progress, next_open, with_mark
from core.exercises.script import exercise_script, made_lines
from ui.cached.tensors import cached_answer_frames, cached_verdict
from ui.charts.tensors import tiles_chart
from ui.draw import draw
from ui.labs.tensors.exercise_help import hints, language
from ui.labs.tensors.exercise_progress import answer_key, go, keep_answer, kept, known, marks
from ui.labs.tensors.panels import refusal, typed
from ui.lesson import code, questions
from ui.state import linked
from ui.words import verbatim

_HEIGHT: Final = 330


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Exercises"])
    left, right = st.columns([4, 5], gap="large")
    foot = st.container()
    with left:
        name, beside = _chooser()
        exercise = EXERCISES[name]
        answer = _question(text, name, exercise)
    verdict = cached_verdict(name, answer) if answer else None
    right_now = bool(verdict and verdict.right)
    with foot:
        solved = kept(text, name, right_now=right_now)
    with left:
        if verdict:
            _said(text, exercise, verdict)
        hints(name, exercise, solved=right_now)
    with right:
        _picture(name, answer)
        progress = known(solved)
        progress = with_mark(progress, name, Mark.SOLVED) if right_now else progress
        marks(progress, name)
    with beside:
        _next(progress, name, right_now=right_now)
    with foot:
        _behind(text, exercise, answer, verdict)


def _chooser() -> tuple[str, DeltaGenerator]:
    """Offer the exercises by name; return the chosen one, and a place beside."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        ties = linked("exercise", label="Exercise", offered=NAMES)
        name = st.selectbox("Exercise", list(NAMES), on_change=_chosen, width=240, **ties) or NAMES[0]
        return name, st.container(width="content")


def _chosen() -> None:
    go(st.session_state["exercise"] or NAMES[0])


def _next(progress: Progress, name: str, *, right_now: bool) -> None:
    following = next_open(progress, name)
    if following and following != name:
        kind: Literal["primary", "secondary"] = "primary" if right_now else "secondary"
        arrow = ":material/arrow_forward:"
        st.button("Next unsolved", on_click=go, args=(following,), icon=arrow, icon_position="right", type=kind)


def _question(text: Mapping[str, str], name: str, exercise: Exercise) -> str:
    """Ask, and return what was answered."""
    st.caption(f"{NAMES.index(name) + 1} of {len(NAMES)} · {LEVELS[exercise.level]}")
    st.markdown(f"{exercise.question} {text['Exercises: any size'] if sizes_vary(exercise) else ''}")
    if lines := made_lines(exercise, cases(exercise)[0]):
        st.code("\n".join(lines), language="python", wrap_lines=True)
    wanted = text["Exercises: a formula"] if exercise.formula else text["Exercises: a value"]
    if not exercise.formula and exercise.tolerance:
        wanted += f" (within {exercise.tolerance:g})"
    more = {"help": text["Exercises: typed"], "placeholder": wanted}
    answer = typed("Your answer", "", ANSWER_LENGTH, answer_key(name), **more).strip()
    keep_answer(name, answer)
    return answer


def _said(text: Mapping[str, str], exercise: Exercise, verdict: Verdict) -> None:
    """Say whether the answer is right, and if not, how it differs and why."""
    if verdict.right:
        st.markdown(f":green[:material/check_circle:] **Right.** {exercise.why}")
        return
    if verdict.hidden:
        st.markdown(text["Exercises: hidden"])
    if verdict.refused:
        refusal(verdict.refused)
    if verdict.said:
        st.markdown(f":orange[:material/cancel:] **Not yet:** {verbatim(verdict.said)}.")
    if verdict.reason:
        st.markdown(f"**Why:** {verdict.reason}.")


def _picture(name: str, answer: str) -> None:
    """Draw what is given and wanted, and what the answer came to."""
    frames = cached_answer_frames(name, answer)
    if frames["titles"].empty:
        return
    draw(tiles_chart("diverging", _HEIGHT), frames, alt="What is given, what is wanted, and what your answer came to")
    if (frames["cells"]["solid"] < 1).any():
        st.caption("In yours, what is right already is pale.")


def _behind(text: Mapping[str, str], exercise: Exercise, answer: str, verdict: Verdict | None) -> None:
    """Offer the help, the code and the question."""
    language(text)
    case = verdict.case if verdict else cases(exercise)[0]
    computed = answer if verdict and verdict.yours is not None else ""
    code(lambda: exercise_script(exercise, case, computed), wrap=True)
    questions(text, "Exercises", _answer)


def _answer() -> dict[str, object]:
    verdict = check(EXERCISES["the number 9"], "x.max()")
    return {"accepted": "Yes" if verdict.right else "No", "said": verdict.said}
