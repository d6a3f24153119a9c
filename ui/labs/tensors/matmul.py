"""Two tensors meet: A @ B row by column, A + B dim by dim, and what to do where they do not fit."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from torch import Tensor

from core.errors import PlaygroundError
from core.tensors.broadcasting import AlignedDim, align
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
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        operator = st.segmented_control(
            "Operator", list(OPERATORS), default="@", required=True, width=90, **linked("operator", offered=OPERATORS)
        )
        operator = operator or "@"  # an empty value in the link chooses none
        texts = [
            typed(name, default, LITERAL_LENGTH, key, help=text["Matmul: operand"])
            for name, default, key in (("A", COURSE_A, "a"), ("B", COURSE_B, "b"))
        ]
    sentence.markdown(text["Matmul"] if operator == "@" else text["Sum"])
    picture, words = st.columns([4, 3], gap="large")
    with words:
        try:
            _meet(text, picture, operator, *texts)
        except PlaygroundError as error:
            with picture:
                refusal(error)
        _examples()
    if operator == "@":
        questions(text, "Matmul", _product_answer)
    else:
        questions(text, "Sum", _sum_answer)


def _examples() -> None:
    st.caption("Or take a pair that is worth seeing:")
    with st.container(horizontal=True, gap="xsmall"):
        for name, settings in _EXAMPLES.items():
            st.button(name, on_click=assign, args=({**settings, "fix": None},), key=f"pair {name}")


def _meet(text: Mapping[str, str], picture: DeltaGenerator, operator: str, text_a: str, text_b: str) -> None:
    """Say what the two come to, with the picture of it in its own place."""
    a, b = operand(text_a, "A"), operand(text_b, "B")
    plain, fix = combine(operator, a, b), ""
    if plain.refused is not None:
        refusal(plain.refused)
    if isinstance(plain.refused, RefusedError):
        fix = _fix([one.code for one in fixes(operator, a, b)])
    chosen = choose(operator, a, b, fix)
    st.markdown(_headline(operator, chosen))
    if operator == "+" and chosen.a.ndim + chosen.b.ndim:
        st.markdown(_alignment(align(chosen.a.shape, chosen.b.shape)))
    with picture:
        _picture(operator, chosen, cached_meeting_frames(operator, text_a, text_b, fix))
    for tensor, typed_in in ((a, text_a), (b, text_b)):
        overflow(text, tensor, typed_in.count("inf"))
    if chosen.result is not None and not (a.isinf().any() or b.isinf().any()):
        overflow(text, chosen.result)
    code(lambda: product_script(operator, a, b, chosen), wrap=True)


def _fix(tried: Sequence[str]) -> str:
    """Offer what was tried and worked; return the one chosen, or nothing."""
    if not tried:
        st.caption("None of the usual fixes (transpose, reshape, unsqueeze) works here.")
        return ""
    label = "Tried, and these work (choose one to see it)"
    known = linked("fix", valid=lambda name: name is None or name in tried, offered=tried)
    return st.pills(label, list(tried), wrap=True, **known) or ""


def _headline(operator: str, chosen: Combined) -> str:
    """Write the two shapes with the sizes that have to agree marked, and the shape that comes out."""
    a, b = list(map(str, chosen.a.shape)), list(map(str, chosen.b.shape))
    if operator == "@" and a and b:
        color = "green" if chosen.fits else "red"
        inner_b = max(len(b) - 2, 0)
        a[-1], b[inner_b] = f":{color}[**{a[-1]}**]", f":{color}[**{b[inner_b]}**]"
    return f"`{chosen.code}`: [{', '.join(a)}] {operator} [{', '.join(b)}] → {_outcome(chosen)}"


def _outcome(chosen: Combined) -> str:
    if chosen.too_large is not None:
        return f"**{shape_text(chosen.too_large)}**, which fits, but has more elements than are drawn here"
    if chosen.result is None:
        return _at_fault(chosen.a, chosen.b) if chosen.fits else "does not fit"
    return f"**{shape_text(chosen.result.shape)}**, {str(chosen.result.dtype).removeprefix('torch.')}"


def _at_fault(a: Tensor, b: Tensor) -> str:
    """Say of two whose shapes fit that their dtypes do not."""
    one, other = (f":red[**{str(tensor.dtype).removeprefix('torch.')}**]" for tensor in (a, b))
    if one == other:
        return f"the shapes fit, the dtype does not: {one}"
    return f"the shapes fit, the dtypes do not: {one} and {other}"


def _picture(operator: str, chosen: Combined, frames: Frames) -> None:
    if is_drawn(operator, chosen):
        n_terms, opening = len(frames["terms"]), 0 if chosen.result is None else chosen.a.shape[-1] - 1
        alt = "A on the left, B above, their product where they meet"
        draw(product_chart(n_terms, opening), frames, alt=alt)
        return
    no_row = operator == "@" and not (chosen.a.ndim and chosen.b.ndim)
    draw(
        tiles_chart("diverging", _LOW if no_row else _HEIGHT, follow=operator == "+"),
        frames,
        alt="A, B and what they come to",
    )
    if operator == "@" and not no_row and chosen.a.ndim <= 2 and chosen.b.ndim <= 2:
        st.caption("Too long to be drawn row by column. A long row or column goes on after a gap.")
    if operator == "+" and chosen.result is not None:
        st.caption("Pale squares are repeated, not stored. Point at one to see what was added to what.")


def _alignment(dims: Sequence[AlignedDim]) -> str:
    """Write the rule as a table, a column for each dim, counted from the right."""
    head = "| dim | " + " | ".join(f"{dim.dim}" for dim in dims) + " |\n|---|" + ":-:|" * len(dims)
    rows = {
        "A": ["·" if dim.a is None else str(dim.a) for dim in dims],
        "B": ["·" if dim.b is None else str(dim.b) for dim in dims],
        "rule": [dim.rule for dim in dims],
        "A + B": [":red[**no**]" if dim.result is None else f"**{dim.result}**" for dim in dims],
    }
    return head + "".join(f"\n| {name} | " + " | ".join(cells) + " |" for name, cells in rows.items())


def _product_answer() -> dict[str, object]:
    a, b = operand(COURSE_A), operand(COURSE_B)
    rows = [(a @ changed)[0].tolist() for changed in (b.T, b.reshape(2, 3))]
    turned, reshaped = (str([round(value) for value in row]) for row in rows)
    return {"turned": turned, "reshaped": reshaped}


def _sum_answer() -> dict[str, object]:
    vector = operand("[10, 20, 30]")
    return {"shape": shape_text((vector.unsqueeze(-1) + vector).shape)}
