"""einsum: letters for dims, and what the letters that the result lacks are summed into."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
import torch

from core.errors import PlaygroundError
from core.expressions import alike
from core.tensors.einsum import EQUATION, EXAMPLES, Contraction, Letter, contract, loops_script, read_equation, same_as
from core.tensors.limits import LITERAL_LENGTH
from core.tensors.products import operand
from core.tensors.sizes import shape_text
from ui.cached.tensors import cached_einsum_frames
from ui.charts.tensors.einsum import einsum_chart
from ui.draw import draw
from ui.labs.tensors.panels import COLORS, refusal, typed
from ui.lesson import code, questions, table
from ui.state import assign

_FIRST: Final = EXAMPLES["matmul"]
_ALT: Final = "A, B and the result, each dim with its letter; what is pointed at stays bright, with its products"


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Einsum"])
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        equation = typed("Equation", _FIRST.equation, EQUATION, "equation", help=text["Einsum: equation"], width=200)
        texts = [typed("A", _FIRST.a, LITERAL_LENGTH, "einsum_a", help=text["Matmul: operand"])]
        if _takes_two(equation):
            texts.append(typed("B", _FIRST.b, LITERAL_LENGTH, "einsum_b", help=text["Einsum: B"]))
    picture, words = st.columns([4, 3], gap="large")
    with words:
        try:
            done = contract(equation, *map(operand, texts, "AB"))
        except PlaygroundError as error:
            with picture:
                refusal(error)
        else:
            with picture:
                draw(einsum_chart(), cached_einsum_frames(equation, *texts), alt=_ALT)
            _say(done)
            code(lambda: loops_script(done), wrap=True)
        _examples()
    questions(text, "Einsum", _answer)


def _takes_two(equation: str) -> bool:
    try:
        return len(read_equation(equation)[0]) > 1
    except PlaygroundError:
        return True


def _say(done: Contraction) -> None:
    """Tell of each letter, of the result, and of what else would do."""
    dtype = str(done.result.dtype).removeprefix("torch.")
    st.markdown(f"`{done.equation}` → **{shape_text(done.result.shape)}**, {dtype}")
    if done.letters:
        rows = [_told(letter, COLORS[number % len(COLORS)]) for number, letter in enumerate(done.letters)]
        st.markdown(table({name: [row[name] for row in rows] for name in rows[0]}))
    if (same := same_as(done)) is not None:
        plain, found = same
        verdict = "refused just now: it does not repeat a dim of size 1"
        if found is not None:
            same_numbers = alike(found, done.result)
            verdict = f"gave {'the same' if same_numbers else shape_text(found.shape)}, just now"
        st.markdown(f"`{plain}` {verdict}.")


def _told(letter: Letter, color: str) -> dict[str, str]:
    where = ", ".join(
        f"{name} dim {dim}{' (1, repeated)' if (name, dim) in letter.stretched else ''}" for name, dim in letter.dims
    )
    return {
        "Letter": f":{color}[**{letter.name}**]",
        "Size": str(letter.size),
        "Where": where,
        "What becomes of it": "summed over" if letter.summed else "stays",
    }


def _examples() -> None:
    st.caption("Or take one that is worth seeing:")
    with st.container(horizontal=True, gap="xsmall"):
        for name, example in EXAMPLES.items():
            settings = {"equation": example.equation, "einsum_a": example.a, "einsum_b": example.b or _FIRST.b}
            st.button(name, on_click=assign, args=(settings,), key=f"einsum {name}")


def _answer() -> dict[str, object]:
    a, b = torch.ones(4, 5), torch.ones(5, 4)
    both = torch.einsum("ij,ji->", a, b)
    return {"value": f"{both.item():g}", "trace": f"{torch.trace(a @ b).item():g}"}
