"""What the error clinic tells once it was answered: which of the three it is, what is to blame, what works."""

from collections.abc import Mapping
from textwrap import indent
from typing import Final

import streamlit as st

from core.clinic import ANSWERS, Case, Cure, Diagnosis
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
    named = f": {found.kind}" if found.kind and found.answer == _OTHER else ""
    questions = {**ANSWERS, _OTHER: ANSWERS[_OTHER] + named}
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
    if guess == "dtype" and not case.places and found.no_dtype:
        why = text["Errors: not dtype"]
    return f"Not {guess}{why}.  \n"


def _lit(question: str, *, lit: bool) -> str:
    return f":red-background[**{question}**]" if lit else f":gray[{question}]"


def _works(text: Mapping[str, str], found: Diagnosis) -> None:
    """List the fixes that ran, each with what it gives and how that differs."""
    if not found.cures:
        st.caption(text["Errors: no fix"])
        return
    heading = text["Errors: fixes" if found.known else "Errors: fixes unknown"]
    st.markdown("\n".join([heading, "", *map(_listed, found.cures)]))
    if found.failed:
        st.caption(text["Errors: failed"].format(n=found.failed))


def _listed(cure: Cure) -> str:
    """Write a fix as a point of a list; code of several lines stands in a block of its own."""
    code = f"```python\n{cure.code}\n```\ngives" if "\n" in cure.code else f"`{cure.code}` gives"
    differs = f":orange[**{cure.differs}{':' if cure.idea else ''}**] " if cure.differs else ""
    return "- " + indent(f"{code} `{cure.gives}`  \n{differs}{cure.idea}".rstrip(), "  ").lstrip()
