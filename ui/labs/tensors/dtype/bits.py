"""One number in the bits of every float dtype."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import streamlit as st

from core.dtypes.bits import SHOWN, Stored, flipped, store
from core.dtypes.bits_script import bits_script
from core.dtypes.numbers import LENGTH, briefly, exactly, off_by, read_number
from core.dtypes.typed_bits import spell_bits
from core.errors import PlaygroundError
from ui.charts.tensors.bits import bits_chart, bits_frames, bits_height
from ui.draw import draw_to_choose
from ui.labs.tensors.panels import refusal, typed
from ui.lesson import code, questions, table
from ui.state import assign

_DEFAULT: Final = "0.1"
_IN_TABLE: Final = 20  # digits
_WORTH_SEEING: Final = ("0.1", "16777217", "2049", "65504", "1e39", "1e-45", "-0.0", "inf", "nan")


def show(text: Mapping[str, str]) -> None:
    """Lay this part out."""
    st.markdown(text["Bits"])
    controls = st.container(horizontal=True, gap="small", vertical_alignment="bottom")
    with controls:
        number = typed("Number", _DEFAULT, LENGTH, "number", help=text["Bits: number"], width=230)
        for example in _WORTH_SEEING:
            st.button(example, on_click=assign, args=({"number": example},), key=f"number {example}")
    try:
        value, asked = read_number(number)
        stored = [store(value, dtype, asked) for dtype in SHOWN]
    except PlaygroundError as error:
        refusal(error)
    else:
        with controls:
            _by_keyboard(stored)
        _picture(stored)
        st.markdown(_table(stored))
        if whole := [f"{one.dtype} {exactly(one.value)}" for one in stored if exactly(one.value) != _short(one)]:
            st.caption(f"In full: {'; '.join(whole)}.")
        st.caption(text["Bits: key"])
        code(lambda: bits_script(number), wrap=True)
    questions(text, "Bits", _answer)


def _by_keyboard(stored: Sequence[Stored]) -> None:
    """Let a bit be turned over without pointing at it."""
    by_dtype = {one.dtype: one for one in stored}
    with st.popover("By keyboard", width="content"):
        one = by_dtype[st.selectbox("Turn over a bit of", list(by_dtype), key="turned")]
        exponent = 1 + one.layout.exponent
        st.text(f"{one.bits[0]} {one.bits[1:exponent]} {one.bits[exponent:]}")
        place = st.number_input("Which, counted from the left", 1, len(one.bits), key=f"turned {one.dtype}")
        st.button("Turn over", on_click=_turn, args=(one, place - 1))


def _picture(stored: Sequence[Stored]) -> None:
    alt = "The bits of the number in each dtype: sign, exponent, fraction"
    spec = bits_chart(bits_height(stored))
    draw_to_choose(spec, bits_frames(stored), alt=alt, key="bits_of", on_select=partial(_flip, stored))


def _flip(stored: Sequence[Stored], place: int) -> None:
    """Turn over the bit that was pointed to, counted through all dtypes."""
    for one in stored:
        if 0 <= place < len(one.bits):
            _turn(one, place)
            return
        place -= len(one.bits)


def _turn(one: Stored, place: int) -> None:
    """Turn over a bit, and put the number that this makes into the box."""
    assign({"number": spell_bits(flipped(one.bits, place), one.dtype)})


def _table(stored: Sequence[Stored]) -> str:
    return table(
        {
            "dtype": [one.dtype for one in stored],
            "really stored": [_short(one) for one in stored],
            "off by": [off_by(one.error) for one in stored],
            "next below, next above": [f"{_near(one, one.below)}, {_near(one, one.above)}" for one in stored],
        }
    )


def _short(one: Stored) -> str:
    """Write the number so that it takes few lines of a narrow table."""
    return exactly(one.value, _IN_TABLE)


def _near(one: Stored, neighbour: float | None) -> str:
    """Write a neighbour with digits enough to tell it from the number itself."""
    return "none" if neighbour is None else briefly(neighbour, 17 if one.dtype == "float64" else 9)


def _answer() -> dict[str, object]:
    single = store(16777217, "float32")
    return {
        "single": exactly(single.value),
        "half": exactly(store(2049, "float16").value),
        "after": f"{single.above:,.0f}",
    }
