"""What stands below the picture of a lab: the code behind it, a thing to try, a question."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st


def code(
    script: Callable[[], str], title: str = "The PyTorch behind this", key: str = "code", *, wrap: bool = False
) -> None:
    """Offer the PyTorch that made the numbers; closed it is neither written nor coloured, which would take a while."""
    with st.expander(title, key=key, on_change="rerun") as behind:
        if behind.open:
            st.code(script(), language="python", wrap_lines=wrap)


def questions(text: Mapping[str, str], lab: str, answer: Callable[[], Mapping[str, object]], **asked: object) -> None:
    """Give one thing to try, and one question.

    Args:
        text: the page's words.
        lab: the heading that the sections begin with.
        answer: computes the values in the answer, once it is opened.
        asked: the values in the question.
    """
    st.markdown(text[f"{lab}: try"])
    with st.expander(text[f"{lab}: predict"].format(**asked), key=f"{lab}_answer", on_change="rerun") as question:
        if question.open:
            st.markdown(text[f"{lab}: answer"].format(**answer()))


def table(columns: Mapping[str, Sequence[str]]) -> str:
    """Write a table; one in words is painted much sooner than one that scrolls and sorts."""
    rows = [list(columns), ["---"] * len(columns), *zip(*columns.values(), strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
