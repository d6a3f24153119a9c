"""Where numbers break: one calculation in every dtype, and a sum of many."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import streamlit as st

from core.dtypes.breaking import EXAMPLES, LENGTH, Came, calculate, calculation_script
from core.dtypes.numbers import off_by, rounded
from core.dtypes.sums import TERM, TIMES, Sum
from core.errors import PlaygroundError
from core.spelling import power_of_ten
from ui.cached.tensors import cached_sums
from ui.charts.tensors.sums import sums_chart, sums_frame
from ui.controls import number
from ui.draw import draw
from ui.labs.tensors.panels import refusal, typed
from ui.lesson import code, questions, table
from ui.state import assign, linked
from ui.words import verbatim

_DEFAULT: Final = "0.1 + 0.2"
_SMALL: Final = Fraction(1, 10**300)  # from here on a float may be 0 or infinite
_VERDICTS: Final = {"exact": "exact", "nearest": "nearest there is", "wrong": "**wrong**"}


def show(text: Mapping[str, str]) -> None:
    """Lay this part out."""
    st.markdown(text["Breaks"])
    left, right = st.columns(2, gap="large")
    with left:
        calculation = _one(text)
    with right:
        _many(text)
    if calculation:
        code(lambda: calculation_script(calculation), wrap=True)
    questions(text, "Breaks", _answer)


def _one(text: Mapping[str, str]) -> str:
    """Ask for a calculation, and carry it out; return it, or nothing where it is none."""
    calculation = typed("Calculation", _DEFAULT, LENGTH, "calculation", help=text["Breaks: calculation"])
    with st.container(horizontal=True, gap="xsmall"):
        for example in EXAMPLES:
            st.button(example, on_click=assign, args=({"calculation": example},), key=f"calculation {example}")
    try:
        came, exact = calculate(calculation)
    except PlaygroundError as error:
        refusal(error)
        return ""
    st.markdown(_table(came))
    said = next((one.said for one in came if one.said), "")
    if said:
        st.caption(f"PyTorch: “{verbatim(said)}”")
    if exact is not None:
        st.caption(f"Exactly: {_fraction(exact)}.")
    return calculation


def _fraction(exact: Fraction) -> str:
    if exact and not _SMALL <= abs(exact) < 1 / _SMALL:
        about = rounded(exact)
        return ("" if Fraction(about) == exact else "about ") + power_of_ten(about, 3)
    decimal = f"{float(exact):.12g}"
    return decimal if exact.denominator == 1 or Fraction(decimal) == exact else f"{exact}, about {decimal}"


def _table(came: Sequence[Came]) -> str:
    return table(
        {
            "every number as": [one.dtype for one in came],
            "comes to": [_result(one) for one in came],
            "": [_VERDICTS.get(one.verdict, one.verdict) for one in came],
            "off by": [off_by(one.off) if one.verdict != "exact" else "" for one in came],
        }
    )


def _result(one: Came) -> str:
    if one.result is None:
        return "refused"
    digits = {"float16": "6g", "bfloat16": "6g", "float32": "9g"}.get(one.into)
    said = (
        f"{one.result:.{digits}}" if digits else f"{one.result:,}" if isinstance(one.result, int) else repr(one.result)
    )
    return said.replace("-", "−") + (f" ({one.into})" if one.into != one.dtype else "")


def _many(text: Mapping[str, str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        term = number("Add this number", TERM, 0.1, "term")
        ties = linked("times", label="times", offered=TIMES)
        times = st.slider("so many times", int(TIMES.low), int(TIMES.high), 10_000, step=100, **ties)
    try:
        sums = cached_sums(term, times)
    except PlaygroundError as error:
        refusal(error)
        return
    draw(sums_chart(), {"sums": sums_frame(sums)}, alt="The sum as it grows, in each float dtype")
    st.markdown(_ends(sums))
    st.caption(text["Breaks: sum"])


def _ends(sums: Sequence[Sum]) -> str:
    return table(
        {
            "dtype": [one.dtype for one in sums],
            "one after the other": [f"{one.values[-1]:.13g}" for one in sums],
            "stands still": ["" if one.stuck is None else f"after {one.stuck:,}" for one in sums],
            "`torch.sum`": [f"{one.at_once:.13g}" for one in sums],
        }
    )


def _answer() -> dict[str, object]:
    by_dtype = {one.dtype: one for one in cached_sums(0.1, 10_000)}
    came = {one.dtype: one.result for one in calculate("127 + 1")[0]}
    less = {one.dtype: one.result for one in calculate("0 - 1")[0]}
    return {
        "half": f"{by_dtype['float16'].values[-1]:g}",
        "brain": f"{by_dtype['bfloat16'].values[-1]:g}",
        "int8": came["int8"],
        "uint8": less["uint8"],
    }
