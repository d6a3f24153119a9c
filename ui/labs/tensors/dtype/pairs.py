"""Which dtypes go together, and to what: the grid, and one pair of it up close."""

from collections.abc import Mapping
from functools import partial

import streamlit as st
from torch import Tensor

from core.dtypes.casts import Fix, chosen, fixes, pair_script
from core.dtypes.names import NAMES, name_of, translated
from core.dtypes.operations import OPERATIONS, Outcome, operands, partners, try_pair
from core.expressions import spelled
from ui.cached.tensors import cached_promotion
from ui.charts.tensors.promotion import promotion_chart, promotion_frames
from ui.controls import choice
from ui.draw import draw_to_choose
from ui.labs.tensors.panels import refusal
from ui.lesson import code, questions
from ui.state import assign, linked

_A, _B = "float16", "bfloat16"


def show(text: Mapping[str, str]) -> None:
    """Lay this part out."""
    st.markdown(text["Pairs"])
    with st.container(horizontal=True, gap="small"):
        operation = choice("Operation", OPERATIONS, "A + B", "operation", help=text["Pairs: operation"], width=340)
        names = partners(operation)
        a = choice("dtype of A", NAMES, _A, "first", width=150)
        b = choice("dtype of B", names, _B, "second", varying=True, width=150)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _grid(text, operation, a, b)
    with right:
        st.caption(OPERATIONS[operation].idea)
        fix = _close_up(operation, a, b)
    code(lambda: pair_script(operation, a, b, fix), wrap=True)
    questions(text, "Pairs", _answer)


def _grid(text: Mapping[str, str], operation: str, a: str, b: str) -> None:
    frames = promotion_frames(cached_promotion(operation), (a, b))
    alt = "What comes of every pair of dtypes; the pair chosen is framed"
    draw_to_choose(promotion_chart(), frames, alt=alt, key="promotion", on_select=partial(_point, operation))
    st.caption(text["Pairs: key"])


def _point(operation: str, place: int) -> None:
    """Put the pair pointed to into the boxes."""
    names = partners(operation)
    if 0 <= place < len(NAMES) * len(names):
        row, column = divmod(place, len(names))
        assign({"first": NAMES[row], "second": names[column], "cast": None})


def _close_up(operation: str, a: str, b: str) -> str:
    """Show what came of one pair; return the code of the fix chosen, or nothing."""
    plain, fix = try_pair(operation, a, b), ""
    of_a, of_b = operands(operation, a, b)
    given = [f"{name} = {_written(value)}" for name, value in (("A", of_a), ("B", of_b))]
    if plain.refused is not None:
        st.code("\n".join([*given, plain.code]), language="python", wrap_lines=True)
        refusal(plain.refused)
        _translate(plain.refused.words)
        fix = _fix(fixes(operation, a, b))
        if fix:
            _result([], chosen(operation, a, b, fix))
    else:
        _result(given, plain)
    return fix


def _result(given: list[str], outcome: Outcome) -> None:
    st.code("\n".join([*given, f"{outcome.code}  # {outcome.dtype}", spelled(outcome.value)]), wrap_lines=True)


def _written(value: Tensor | float) -> str:
    if not isinstance(value, Tensor):
        return f"{value!r}  # a Python number"
    return f"{value.tolist()}  # {name_of(value.dtype)}"


def _translate(words: str) -> None:
    """Say which dtypes the message means."""
    names = translated(words)
    if names:
        st.caption("In C++, " + ", ".join(f"{cpp} is {ours}" for cpp, ours in names.items()) + ".")


def _fix(working: tuple[Fix, ...]) -> str:
    if not working:
        st.caption("None of the usual casts works here.")
        return ""
    codes = [fix.outcome.code for fix in working]
    ties = linked("cast", codes.__contains__, codes[0], label="Tried, and these work", offered=codes)
    code_chosen = st.pills("Tried, and these work", codes, default=codes[0], required=True, wrap=True, **ties)
    shown = next((fix for fix in working if fix.outcome.code == code_chosen), working[0])
    if shown.changed:
        st.caption(f"It changes the numbers of {shown.changed}: whole numbers keep no fraction.")
    return shown.outcome.code


def _answer() -> dict[str, object]:
    return {
        "number": try_pair("A + B", "int64", "2.5").dtype,
        "half": try_pair("A + B", "float16", "2.5").dtype,
        "both": try_pair("A + B", "uint8", "int8").dtype,
    }
