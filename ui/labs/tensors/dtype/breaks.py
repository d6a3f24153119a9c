"""Where numbers break: one calculation in every dtype, and a sum of many."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import streamlit as st

from core.dtypes.breaking import EXAMPLES, LENGTH, Came, calculate
from core.dtypes.breaks_script import calculation_script, sums_script
from core.dtypes.numbers import off_by, printed, rounded
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
_LONG: Final = 10**18  # of digits, to be read through
_VERDICTS: Final = {"exact": "exact", "nearest": "nearest there is", "wrong": "**wrong**"}


def show(text: Mapping[str, str]) -> None:
    """Lay this part out."""
    st.markdown(text["Breaks"])
    left, right = st.columns(2, gap="large")
    with left:
        calculation = _one(text)
    with right:
        term, times = _many(text)
    if calculation or times:
        code(lambda: _script(calculation, term, times), wrap=True)
    questions(text, "Breaks", _answer)


def _script(calculation: str, term: float, times: int) -> str:
    parts = [calculation_script(calculation)] if calculation else []
    return "\n\n\n".join([*parts, sums_script(term, times)] if times else parts)


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
    if exact.denominator == 1 and abs(exact) < _LONG:
        return f"{exact.numerator:,}"
    decimal = f"{float(exact):.12g}"
    fraction = f"{exact}, " if exact.denominator < _LONG else ""
    return decimal if Fraction(decimal) == exact else f"{fraction}about {decimal}"


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
    return printed(one.result) + (f" ({one.into})" if one.into != one.dtype else "")


def _many(text: Mapping[str, str]) -> tuple[float, int]:
    """Ask for a number and how many times it is added, and show the sums; return both, and 0 times if refused."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        term = number("Add this number", TERM, 0.1, "term")
        ties = linked("times", label="times", offered=TIMES)
        times = st.slider("so many times", int(TIMES.low), int(TIMES.high), 10_000, step=100, **ties)
    try:
        sums = cached_sums(term, times)
    except PlaygroundError as error:
        refusal(error)
        return term, 0
    draw(sums_chart(), {"sums": sums_frame(sums)}, alt="The sum as it grows, in each float dtype")
    st.markdown(_ends(sums))
    st.caption(text["Breaks: sum"])
    return term, times


def _ends(sums: Sequence[Sum]) -> str:
    return table(
        {
            "dtype": [one.dtype for one in sums],
            "one after the other": [printed(one.values[-1]) for one in sums],
            "stands still": ["" if one.stuck is None else f"after {one.stuck:,}" for one in sums],
            "`torch.sum`": [printed(one.at_once) for one in sums],
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
