"""What the error clinic tells once it was answered: which of the three it is, what is to blame, what works."""

from collections.abc import Mapping

import streamlit as st

from core.clinic import ANSWERS, Diagnosis
from ui.words import verbatim


def reveal(text: Mapping[str, str], found: Diagnosis, guess: str) -> None:
    """Tell what it is.

    Args:
        text: the page's words.
        found: the case, examined.
        guess: what the learner said; nothing, if they only asked.
    """
    said = "" if not guess else "**Right.** " if guess == found.answer else f"Not {guess}. "
    lines = [said + "  ".join(_lit(name, question, found.answer) for name, question in ANSWERS.items())]
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


def _lit(name: str, question: str, answer: str) -> str:
    return f":red-background[**{question}**]" if name == answer else f":gray[{question}]"


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
