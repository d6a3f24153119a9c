"""Two tensors meet: A @ B row by column, A + B dim by dim, and what to do where they do not fit."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import PlaygroundError
from core.tensors.broadcasting import align
from core.tensors.fixes import choose, fixes
from core.tensors.limits import LITERAL_LENGTH
from core.tensors.products import (
    COURSE_A,
    COURSE_B,
    OPERATORS,
    Combined,
    combine,
    operand,
    product_script,
)
from core.tensors.refusals import RefusedError
from core.tensors.sizes import shape_text
from ui.cached.tensors import cached_meeting_frames
from ui.charts.tensors import Frames, is_drawn, product_chart, tiles_chart
from ui.draw import draw
from ui.labs.tensors.met import alignment, batch, headline, lead
from ui.labs.tensors.panels import overflow, refusal, typed
from ui.lesson import code, questions
from ui.state import assign, linked

_HEIGHT: Final = 330
_LOW: Final = 110  # a scalar has no row: nothing is multiplied
_EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "(3, 2) @ (3, 2)": {"operator": "@", "a": COURSE_A, "b": COURSE_B},
    "(3, 2) @ (2, 3)": {"operator": "@", "a": COURSE_A, "b": "[[7, 8, 9], [10, 11, 12]]"},
    "vector · vector": {"operator": "@", "a": "[1, 2, 3]", "b": "[4, 5, 6]"},
    "a batch of 2": {"operator": "@", "a": "2x2x3", "b": "3x2"},
    "column + row": {"operator": "+", "a": "[[10], [20], [30]]", "b": "[1, 2, 3, 4]"},
    "(3, 2) + (3,)": {"operator": "+", "a": COURSE_A, "b": "[10, 20, 30]"},
}


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    sentence = st.container()
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom"):
        operator = st.segmented_control(
            "Operator", list(OPERATORS), default="@", required=True, width=90, **linked("operator", offered=OPERATORS)
        )
        operator = operator or "@"  # an empty value in the link chooses none
        texts = [
            typed(name, default, LITERAL_LENGTH, key, help=text["Matmul: operand"])
            for name, default, key in (("A", COURSE_A, "a"), ("B", COURSE_B, "b"))
        ]
    told = text["Matmul" if operator == "@" else "Sum"]
    picture, words = st.columns([4, 3], gap="large")
    with words:
        try:
            told = _meet(text, picture, operator, *texts)
        except PlaygroundError as error:
            with picture:
                refusal(error)
        _examples()
    sentence.markdown(told)
    if operator == "@":
        questions(text, "Matmul", _product_answer)
    else:
        questions(text, "Sum", _sum_answer)


def _examples() -> None:
    st.caption("Or take a pair that is worth seeing:")
    with st.container(horizontal=True, gap="xsmall"):
        for name, settings in _EXAMPLES.items():
            st.button(name, on_click=assign, args=({**settings, "fix": None},), key=f"pair {name}")


def _meet(text: Mapping[str, str], picture: DeltaGenerator, operator: str, text_a: str, text_b: str) -> str:
    """Say what the two come to, with the picture of it in its own place; return what there is to do."""
    a, b = operand(text_a, "A"), operand(text_b, "B")
    plain, fix = combine(operator, a, b), ""
    tried: Sequence[Combined] = ()
    if plain.refused is not None:
        refusal(plain.refused)
    if isinstance(plain.refused, RefusedError):
        tried = fixes(operator, a, b)
        fix = _fix([one.code for one in tried])
    chosen = choose(operator, a, b, fix)
    st.markdown(headline(operator, chosen))
    if operator == "+" and chosen.a.ndim + chosen.b.ndim:
        st.markdown(alignment(align(chosen.a.shape, chosen.b.shape)))
    if operator == "@" and chosen.result is not None and max(chosen.a.ndim, chosen.b.ndim) > 2:
        st.caption(batch(text, chosen))
    with picture:
        _picture(operator, chosen, cached_meeting_frames(operator, text_a, text_b, fix))
    for tensor, typed_in in ((a, text_a), (b, text_b)):
        overflow(text, tensor, typed_in.count("inf"))
    if chosen.result is not None and not (a.isinf().any() or b.isinf().any()):
        overflow(text, chosen.result)
    code(lambda: product_script(operator, a, b, chosen), wrap=True)
    return lead(text, operator, chosen, fixable=bool(tried))


def _fix(tried: Sequence[str]) -> str:
    """Offer what was tried and worked; return the one chosen, or nothing."""
    if not tried:
        st.caption("None of the usual fixes (transpose, reshape, unsqueeze) works here.")
        return ""
    label = "Tried, and these work (choose one to see it)"
    known = linked("fix", valid=lambda name: name is None or name in tried, offered=tried)
    return st.pills(label, list(tried), wrap=True, **known) or ""


def _picture(operator: str, chosen: Combined, frames: Frames) -> None:
    if is_drawn(operator, chosen):
        n_terms, opening = len(frames["terms"]), 0 if chosen.result is None else chosen.a.shape[-1] - 1
        chart = product_chart(n_terms, opening, many="titles" in frames)
        draw(chart, frames, alt="A, B and their product, row by column")
        return
    no_row = operator == "@" and not (chosen.a.ndim and chosen.b.ndim)
    draw(
        tiles_chart("diverging", _LOW if no_row else _HEIGHT, follow=operator == "+"),
        frames,
        alt="A, B and what they come to",
    )
    if operator == "@" and not no_row and max(chosen.a.ndim, chosen.b.ndim) <= 2:
        st.caption("Too long to be drawn row by column. A long row or column goes on after a gap.")
    if operator == "+" and chosen.result is not None:
        pale = "" if chosen.a.shape == chosen.b.shape else "Pale squares are repeated, not stored. "
        st.caption(f"{pale}Point at a square to see what was added to what.")


def _product_answer() -> dict[str, object]:
    a, b = operand(COURSE_A), operand(COURSE_B)
    rows = [(a @ changed)[0].tolist() for changed in (b.T, b.reshape(2, 3))]
    turned, reshaped = (str([round(value) for value in row]) for row in rows)
    return {"turned": turned, "reshaped": reshaped}


def _sum_answer() -> dict[str, object]:
    vector = operand("[10, 20, 30]")
    return {"shape": shape_text((vector.unsqueeze(-1) + vector).shape)}
