"""What the error clinic tells once it was answered: which of the three it is, what is to blame, what works."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.clinic import ANSWERS, Case, Diagnosis
from ui.words import verbatim

_OTHER: Final = "another kind"


def reveal(text: Mapping[str, str], case: Case, found: Diagnosis, guess: str) -> None:
    """Tell what it is.

    Args:
        text: the page's words.
        case: which one.
        found: the case, examined.
        guess: what the learner said; nothing, if they only asked.
    """
    questions = {**ANSWERS, _OTHER: f"{ANSWERS[_OTHER]}: {case.kind}" if found.answer == _OTHER else ANSWERS[_OTHER]}
    lit = "  ".join(_lit(question, lit=name == found.answer) for name, question in questions.items())
    lines = [_judged(text, case, found, guess) + lit]
    lines += [
        f":red[▲ **{verbatim(mark.operand)}**, {mark.aspect if mark.dim is None else f'dim {mark.dim}'}]:"
        f" {verbatim(mark.says)}"
        for mark in found.marks
    ]
    if found.outcome.refused is not None:
        lines.append(f"It means: {found.outcome.refused.meaning}.")
    if found.right:
        lines.append(f"What is meant gives `{found.right}`.")
    st.markdown("  \n".join(lines))
    _works(text, found)


def _judged(text: Mapping[str, str], case: Case, found: Diagnosis, guess: str) -> str:
    """Say whether a guess is right, and why it is not where that was tried."""
    if not guess:
        return ""
    if guess == found.answer:
        return "**Right.** "
    why = ""
    if guess == "device" and not case.places:
        why = text["Errors: not device"]
    if guess == "dtype" and not case.places and found.outcome.refused is not None:
        why = text["Errors: not dtype"]
    return f"Not {guess}{why}.  \n"


def _lit(question: str, *, lit: bool) -> str:
    return f":red-background[**{question}**]" if lit else f":gray[{question}]"


def _works(text: Mapping[str, str], found: Diagnosis) -> None:
    """List the fixes that worked, each with what it gives and whether that is what is meant."""
    if not found.cures:
        st.caption(text["Errors: no fix"])
        return
    lines = [
        f"- `{cure.code}` gives `{cure.gives}`  \n"
        f"  {f':orange[**{cure.differs}:**] ' if cure.differs else ''}{cure.idea}"
        for cure in found.cures
    ]
    st.markdown("\n".join(["**Tried, and these work:**", "", *lines]))
    if found.failed:
        st.caption(text["Errors: failed"].format(n=found.failed))
