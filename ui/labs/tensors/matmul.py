"""Two tensors meet: A @ B row by column, A + B dim by dim, and what to do where they do not fit."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from torch import Tensor

from core.errors import PlaygroundError
from core.tensors.broadcasting import AlignedDim, align
from core.tensors.limits import LITERAL_LENGTH
from core.tensors.products import (
    COURSE_A,
    COURSE_B,
    OPERATORS,
    Combined,
    as_matrices,
    combine,
    fixes,
    operand,
    product_script,
)
from core.tensors.sizes import shape_text
from ui.charts.tensors import (
    Tile,
    by_value,
    product_chart,
    product_frames,
    slices,
    solidity,
    tiles_chart,
    tiles_frames,
)
from ui.draw import draw
from ui.labs.tensors.panels import code, questions, refusal
from ui.state import assign, linked

_HEIGHT: Final = 260
_LONGEST: Final = int(LITERAL_LENGTH.high)
_LABS: Final = {"@": "Matmul", "+": "Sum"}
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
    left, right = st.columns([2, 5], gap="large")
    with left:
        operator = st.segmented_control("Operator", list(OPERATORS), default="@", required=True, **linked("operator"))
        texts = [
            st.text_input(
                name, default, max_chars=int(LITERAL_LENGTH.high), help=text["Matmul: operand"], **linked(key)
            )
            for name, default, key in (("A", COURSE_A, "a"), ("B", COURSE_B, "b"))
        ]
        _examples()
    sentence.markdown(text[_LABS[operator]])
    with right:
        try:
            a, b = map(operand, texts)
        except PlaygroundError as error:
            refusal(error)
        else:
            _meet(operator, a, b)
    _questions(text, operator)


def _examples() -> None:
    st.caption("Or take a pair that is worth seeing:")
    with st.container(horizontal=True, gap="xsmall"):
        for name, settings in _EXAMPLES.items():
            st.button(name, on_click=assign, args=({**settings, "fix": None},), key=f"pair {name}")


def _meet(operator: str, a: Tensor, b: Tensor) -> None:
    plain = combine(operator, a, b)
    chosen = plain
    if plain.refused is not None:
        refusal(plain.refused)
        tried = {fix.code: fix for fix in fixes(operator, a, b)}
        chosen = tried.get(_fix(tried), plain)
    st.markdown(_headline(operator, chosen))
    if operator == "@":
        _product(chosen)
    else:
        _sum(chosen)
    code(product_script(operator, a, b, chosen))


def _fix(tried: Mapping[str, Combined]) -> str:
    """Offer what was tried and worked; return the one chosen, or nothing."""
    if not tried:
        st.caption("None of the usual fixes (transpose, reshape, unsqueeze) works here.")
        return ""
    label = "Tried, and these work (choose one to see it)"
    return (
        st.pills(
            label,
            list(tried),
            wrap=True,
            **linked("fix", valid=lambda name: name is None or name in tried),
        )
        or ""
    )


def _headline(operator: str, chosen: Combined) -> str:
    """Write the two shapes with the sizes that have to agree marked, and the shape that comes out."""
    a, b = list(map(str, chosen.a.shape)), list(map(str, chosen.b.shape))
    if operator == "@" and a and b:
        color = "red" if chosen.result is None else "green"
        inner_b = max(len(b) - 2, 0)
        a[-1], b[inner_b] = f":{color}[**{a[-1]}**]", f":{color}[**{b[inner_b]}**]"
    result = "does not fit" if chosen.result is None else f"**{shape_text(chosen.result.shape)}**"
    return f"`{chosen.code}`: [{', '.join(a)}] {operator} [{', '.join(b)}] → {result}"


def _product(chosen: Combined) -> None:
    if not (1 <= chosen.a.ndim <= 2 and 1 <= chosen.b.ndim <= 2):
        tiles = slices(chosen.a, "A") + slices(chosen.b, "B")
        tiles += slices(chosen.result, "C") if chosen.result is not None else []
        draw(tiles_chart("diverging", _HEIGHT), tiles_frames(tiles), alt="The slices of A, of B and of their product")
        return
    a, b = as_matrices(chosen.a, chosen.b)
    result = None if chosen.result is None else chosen.result.reshape(a.shape[0], b.shape[1])
    draw(product_chart(), product_frames(a, b, result), alt="A on the left, B above, their product where they meet")


def _sum(chosen: Combined) -> None:
    dims = align(chosen.a.shape, chosen.b.shape)
    if dims:
        st.markdown(_alignment(dims))
    tiles = _stretched(chosen)
    draw(tiles_chart("diverging", _HEIGHT, follow=True), tiles_frames(tiles, cap=48), alt="A, B and their sum")
    if chosen.result is not None:
        st.caption("Pale squares are repeated, not stored. Point at one to see what was added to what.")


def _alignment(dims: Sequence[AlignedDim]) -> str:
    """Write the rule as a table, a column for each dim, counted from the right."""
    head = "| dim | " + " | ".join(f"{dim.dim}" for dim in dims) + " |\n|---|" + ":-:|" * len(dims)
    rows = {
        "A": ["·" if dim.a is None else str(dim.a) for dim in dims],
        "B": ["·" if dim.b is None else str(dim.b) for dim in dims],
        "": [dim.rule for dim in dims],
        "A + B": [":red[**no**]" if dim.result is None else f"**{dim.result}**" for dim in dims],
    }
    return head + "".join(f"\n| {name} | " + " | ".join(cells) + " |" for name, cells in rows.items())


def _stretched(chosen: Combined) -> list[Tile]:
    """Draw A and B as broadcasting sees them, and the sum."""
    tensors = {"A": chosen.a, "B": chosen.b}
    if chosen.result is None:
        return [_whole(name, tensor) for name, tensor in tensors.items()]
    places = range(chosen.result.numel())
    tiles = []
    for name, tensor in tensors.items():
        wide = tensor.expand(chosen.result.shape)
        tiles.append(
            Tile(
                title=name,
                note=f"{shape_text(tensor.shape)} → {shape_text(wide.shape)}",
                values=wide,
                shade=by_value(wide)[0],
                element=places,
                solid=solidity(tensor, chosen.result.shape),
            )
        )
    result = chosen.result
    note = shape_text(result.shape)
    return [*tiles, Tile(title=chosen.code, note=note, values=result, shade=by_value(result)[0], element=places)]


def _whole(name: str, tensor: Tensor) -> Tile:
    return Tile(title=name, note=shape_text(tensor.shape), values=tensor, shade=by_value(tensor)[0])


def _questions(text: Mapping[str, str], operator: str) -> None:
    a, b = operand(COURSE_A), operand(COURSE_B)
    answers: dict[str, object]
    if operator == "@":
        rows = [combine("@", a, changed).result for changed in (b.T, b.reshape(2, 3))]
        turned, reshaped = (str([round(value) for value in row[0].tolist()]) for row in rows if row is not None)
        answers = {"turned": turned, "reshaped": reshaped}
    else:
        vector = operand("[10, 20, 30]")
        result = combine("+", vector.unsqueeze(-1), vector).result
        answers = {"shape": "" if result is None else shape_text(result.shape)}
    questions(text, _LABS[operator], **answers)
