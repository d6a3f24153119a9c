"""The error clinic: broken snippets run for real; what is to blame, and what works instead."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from core.clinic import ANSWERS, CASES, KINDS, Case, Diagnosis, clinic_script, code_of, idea_of, of_kind
from core.errors import PlaygroundError
from core.expressions.limits import LENGTH
from ui.cached.tensors import cached_blamed_frames, cached_diagnosis
from ui.charts.tensors import blamed_chart, is_large
from ui.draw import draw
from ui.labs.tensors.healed import reveal
from ui.labs.tensors.panels import refusal, typed
from ui.lesson import code, questions
from ui.state import assign, linked

_HEIGHT: Final = 190
_TELL: Final = "tell me"


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Errors"])
    left, right = st.columns([2, 3], gap="large")
    ties = linked("kind", label="Only one kind", offered=KINDS)  # below, so that a narrow screen shows the picture
    kind = st.pills("Only one kind", KINDS, default=None, wrap=True, **ties)
    with left:
        name = _choice(of_kind(kind))
        case = CASES[name]
        st.caption(idea_of(case.broken))
        st.code(code_of(case.broken), language="python", wrap_lines=True)
        own = _operands(text, case)
    with right:
        try:
            _examine(text, name, own)
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


def _examine(text: Mapping[str, str], name: str, own: Mapping[str, str]) -> None:
    """Show what became of the snippet, ask which of the three it is, and then tell."""
    case = CASES[name]
    typed_in = tuple(own.items())
    found = cached_diagnosis(name, typed_in)
    _said(text, case, found)
    guess = _guess(case) if found.answer else ""
    frames = cached_blamed_frames(name, typed_in, told=bool(guess))
    draw(blamed_chart(_HEIGHT, canvas=is_large(found.values)), frames, alt="The operands, and what does not fit")
    if guess:
        reveal(text, case, found, "" if guess == _TELL else guess)
    cures = [cure.name for cure in found.cures]
    code(lambda: clinic_script(case, own, cures), wrap=True)


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
        gives = f"`{found.gives}`"
        said = "Nothing is raised, only this warning" if warned else "Nothing is raised"
        verdict = "wrong" if found.answer else "well" if found.well else "unknown"
        st.markdown(f"{said}: it gives {gives}. " + text[f"Errors: {verdict}"])


def _guess(case: Case) -> str:
    """Ask which of the three it is; an answer belongs to its case."""
    offered = [*ANSWERS, _TELL]
    ties = linked(f"{case.broken.__name__}_is", label="Which of the three is it?", offered=offered)
    return st.segmented_control("Which of the three is it?", offered, default=None, **ties) or ""


def _answer() -> dict[str, object]:
    found = [cached_diagnosis(name, ()) for name in CASES]
    silent = sum(one.outcome.refused is None for one in found)
    kinds = {answer: sum(one.answer == answer for one in found) for answer in ANSWERS}
    return {"n": len(found), "silent": silent, **{name.split()[0]: count for name, count in kinds.items()}}
