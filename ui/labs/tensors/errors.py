"""The error clinic: broken snippets run for real; what is to blame, and what works instead."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from torch import Tensor

from core.clinic import (
    ANSWERS,
    CASES,
    KINDS,
    Case,
    Diagnosis,
    clinic_script,
    code_of,
    described,
    diagnose,
    idea_of,
    of_kind,
)
from core.errors import PlaygroundError
from core.expressions.limits import LENGTH
from ui.charts.tensors import blamed_chart, blamed_frames, is_large
from ui.draw import draw
from ui.labs.tensors.healed import reveal
from ui.labs.tensors.panels import refusal, typed
from ui.lesson import code, questions
from ui.state import assign, linked

_HEIGHT: Final = 190
_SMALL: Final = 64  # elements of a result that is drawn
_TELL: Final = "tell me"


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Errors"])
    left, right = st.columns([2, 3], gap="large")
    ties = linked("kind", label="Only one kind", offered=KINDS)  # below, so that a narrow screen shows the picture
    kind = st.pills("Only one kind", KINDS, default=None, wrap=True, **ties)
    with left:
        case = CASES[_choice(of_kind(kind))]
        st.caption(idea_of(case.broken))
        st.code(code_of(case.broken), language="python", wrap_lines=True)
        own = _operands(text, case)
    with right:
        try:
            _examine(text, case, own)
        except PlaygroundError as error:
            refusal(error)
    questions(text, "Errors", _answer)


def _choice(names: Sequence[str]) -> str:
    """Ask which case."""
    ties = linked("error", valid=lambda name: name in names, default=names[0], label="What broke?", offered=names)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name: str = st.selectbox(f"What broke? ({len(names)} cases)", names, **ties) or names[0]
        following = names[(names.index(name) + 1) % len(names)]
        st.button("Next", on_click=assign, args=({"error": following},), icon=":material/arrow_forward:")
    return name


def _operands(text: Mapping[str, str], case: Case) -> dict[str, str]:
    """Ask for the operands, each with a setting of its own for every case."""
    with st.container(horizontal=True, gap="small"):
        return {
            name: typed(name, usual, LENGTH, f"{case.broken.__name__}_{name}", help=text["Errors: operand"])
            for name, usual in case.operands.items()
        }


def _examine(text: Mapping[str, str], case: Case, own: Mapping[str, str]) -> None:
    """Show what became of the snippet, ask which of the three it is, and then tell."""
    found = diagnose(case, own)
    _said(text, case, found)
    guess = _guess(case) if found.answer else ""
    marks = found.marks if guess else ()
    drawn = {**found.values, **_results(found, told=bool(guess))}
    frames = blamed_frames(drawn, case.places, marks)
    draw(blamed_chart(_HEIGHT, canvas=is_large(drawn)), frames, alt="The operands, and what does not fit")
    if guess:
        reveal(text, found, "" if guess == _TELL else guess)
    cures = [cure.name for cure in found.cures]
    code(lambda: clinic_script(case, own, cures), wrap=True)


def _results(found: Diagnosis, *, told: bool) -> dict[str, Tensor]:
    """Return what is drawn beside the operands where nothing was raised: what came out, and what is meant."""
    results = {"it gives": found.outcome.value, "what is meant": found.meant if told else None}
    return {name: x.detach() for name, x in results.items() if isinstance(x, Tensor) and 0 < x.numel() <= _SMALL}


def _said(text: Mapping[str, str], case: Case, found: Diagnosis) -> None:
    """Let PyTorch speak, or say that it did not."""
    refused, warned = found.outcome.refused, found.outcome.warned
    if refused is not None:
        st.code(refused.words, language=None, wrap_lines=True)
    for words in warned:
        st.code(words, language=None, wrap_lines=True)
    if case.simulated:
        st.caption(text["Errors: simulated"])
    if refused is None:
        gives = f"`{described(found.outcome.value)}`"
        said = "Nothing is raised, only this warning" if warned else "Nothing is raised"
        st.markdown(f"{said}: it gives {gives}. " + text["Errors: wrong" if found.answer else "Errors: well"])


def _guess(case: Case) -> str:
    """Ask which of the three it is; an answer belongs to its case."""
    offered = [*ANSWERS, _TELL]
    ties = linked(f"{case.broken.__name__}_is", label="Which of the three is it?", offered=offered)
    return st.segmented_control("Which of the three is it?", offered, default=None, **ties) or ""


def _answer() -> dict[str, object]:
    found = [diagnose(case) for case in CASES.values()]
    silent = sum(one.outcome.refused is None for one in found)
    kinds = {answer: sum(one.answer == answer for one in found) for answer in ANSWERS}
    return {"n": len(found), "silent": silent, **{name.split()[0]: count for name, count in kinds.items()}}
