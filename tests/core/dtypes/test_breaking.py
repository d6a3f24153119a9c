"""Calculations and long sums in every dtype: as NumPy carries them out."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dtypes.breaking import EXAMPLES, calculate
from core.dtypes.breaks_script import calculation_script, sums_script
from core.dtypes.numbers import off_by
from core.dtypes.sums import add_up
from core.errors import ConfigError, PlaygroundError
from ui.charts.tensors.sums import sums_frame

WHOLE = {"uint8": np.uint8, "int8": np.int8, "int16": np.int16, "int32": np.int32, "int64": np.int64}
FLOATS = {"float16": np.float16, "float32": np.float32, "float64": np.float64}


@settings(max_examples=40)
@given(st.integers(0, 127), st.integers(0, 127), st.sampled_from(["+", "-", "*"]))
def test_whole_numbers_run_around_in_a_circle_as_numpys_do(a: int, b: int, sign: str) -> None:
    came, exact = calculate(f"{a} {sign} {b}")
    assert exact == eval(f"{a} {sign} {b}")  # noqa: S307 - our own text
    for one in came:
        if one.dtype in WHOLE:
            kind = WHOLE[one.dtype]
            with np.errstate(over="ignore"):
                expected = {"+": np.add, "-": np.subtract, "*": np.multiply}[sign](kind(a), kind(b))
            assert one.result == int(expected)
            assert (one.verdict == "exact") == (int(expected) == exact)


@settings(max_examples=40)
@given(st.floats(-100, 100, width=16), st.floats(-100, 100, width=16), st.sampled_from(["+", "-", "*"]))
def test_floats_come_to_what_numpys_come_to(a: float, b: float, sign: str) -> None:
    for one in calculate(f"{a!r} {sign} {b!r}")[0]:
        if one.dtype in FLOATS:
            kind = FLOATS[one.dtype]
            with np.errstate(all="ignore"):
                expected = {"+": np.add, "-": np.subtract, "*": np.multiply}[sign](kind(a), kind(b))
            assert one.result == float(expected)


def test_verdicts_say_what_a_dtype_could_have_done() -> None:
    verdicts = {one.dtype: one.verdict for one in calculate("0.1 + 0.2")[0]}
    assert [verdicts[name] for name in ("float16", "bfloat16", "float32", "float64", "int64")] == [
        "wrong", "nearest", "nearest", "wrong", "wrong",
    ]  # fmt: skip
    assert {one.dtype: one.verdict for one in calculate("1e38 * 10")[0]}["float32"] == "too large"
    assert {one.dtype: one.verdict for one in calculate("1e-45 / 2")[0]}["float32"] == "too small"
    assert {one.dtype: one.result for one in calculate("127 + 1")[0]}["int8"] == -128
    assert {one.dtype: one.result for one in calculate("0 - 1")[0]}["uint8"] == 255


def test_numbers_smaller_than_any_float_are_taken_as_they_were_typed() -> None:
    came, exact = calculate(" 1e-400*2")
    assert exact == Fraction(2, 10**400)
    assert {one.verdict for one in came if one.result is not None} == {"too small", "wrong"}
    assert calculate("-1e-400 - 0.1")[1] == -Fraction(1, 10) - Fraction(1, 10**400)
    assert calculate("1_0.5 + 0x1")[1] == Fraction(23, 2)


def test_division_of_whole_numbers_gives_a_float_and_rounds_down() -> None:
    seven = {one.dtype: (one.result, one.into) for one in calculate("7 / 2")[0]}
    assert seven["int64"] == (3.5, "float32")
    down = {one.dtype: (one.result, one.into) for one in calculate("-7 // 2")[0]}
    assert down["int64"] == (-4, "int64")
    assert {one.dtype: one.said for one in calculate("1 // 0")[0]}["int32"] == "RuntimeError: ZeroDivisionError"
    assert calculate("1 / 0")[1] is None


def test_what_does_not_fit_is_refused_in_pytorchs_words() -> None:
    said = {one.dtype: one.said for one in calculate("16777216 + 1")[0]}
    assert said["int8"] == "RuntimeError: value cannot be converted to type int8 without overflow"
    assert said["int32"] == ""


@pytest.mark.parametrize(
    "text", ["1 + 2 * 3", "(1 + 2) * 3", "-(2 + 3)", "--1", "2.5", "1e400 + 1", "0.1 + 0.2 - 0.3"]
)
def test_calculations_of_several_steps_are_exact_in_fractions(text: str) -> None:
    _, exact = calculate(text)
    expected = {"0.1 + 0.2 - 0.3": Fraction(0), "1e400 + 1": None}
    assert exact == expected.get(text, Fraction(eval(text)) if text not in expected else None)  # noqa: S307


@pytest.mark.parametrize(
    "text",
    ["", "x", "1 +", "2 ** 3", "1 if 1 else 2", "True + 1", "torch.pi", "[1]", "'a'", "__import__('os')", "1 < 2",
     "~1", "1" * 61, "f(1)", "1j", "not 1", "1, 2", "n0", "0.1 + n0", "1 << 9", "None"],
)  # fmt: skip
def test_what_is_no_calculation_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(PlaygroundError):
        calculate(text)


@pytest.mark.parametrize(
    ("text", "dtype", "verdict"),
    [
        ("2049 - 2048", "float16", "wrong"),  # which is 0 there, but not because 1 were too small
        ("1e38 * 10 / 10", "float32", "wrong"),  # inf on the way
        ("1e38 * 10 - 1e38 * 10", "float32", "wrong"),  # nan
        ("-1e38 * 10", "float32", "too large"),
        ("1e-45 / -4", "float32", "too small"),
        ("2048.5 + 0.50000000000001", "float16", "wrong"),
        ("1 + 0.00048828125000000001", "float16", "wrong"),  # 1, though 1.000976... is nearer by a hair
        ("1 + 0.00048828125", "float16", "nearest"),  # a tie
        ("+1 - -2", "int8", "exact"),
    ],
)
def test_a_verdict_says_no_more_than_is_so(text: str, dtype: str, verdict: str) -> None:
    assert {one.dtype: one.verdict for one in calculate(text)[0]}[dtype] == verdict


@settings(max_examples=60)
@given(st.decimals(-70_000, 70_000, places=6), st.decimals(-70_000, 70_000, places=6), st.sampled_from("+-*/"))
def test_nearest_is_said_of_the_number_that_is(a: Decimal, b: Decimal, sign: str) -> None:
    came, exact = calculate(f"{a:f} {sign} {b:f}")
    every = torch.arange(-(2**15), 2**15).to(torch.int16).view(torch.float16)
    finite = [Fraction(number) for number in every[every.isfinite()].tolist()]
    half = next(one for one in came if one.dtype == "float16")
    if exact is not None and half.result is not None and math.isfinite(half.result):
        is_nearest = abs(Fraction(half.result) - exact) == min(abs(number - exact) for number in finite)
        assert (half.verdict in {"exact", "nearest", "too small"}) == is_nearest


@pytest.mark.parametrize(
    "text",
    [*EXAMPLES, "1e400 + 1", "-1e400 * 0", "1e-400*2", "1e-400/3", "1_0.5 + 0x1", "+1 - -2", "7 // 2 / 3", "-(2 + 3)",
     "(7 // 2) / (5 // 2)", "9007199254740993 + 0", "2049 - 2048", "1e38 * 10 / 10", "9223372036854775808 - 1"],
)  # fmt: skip
def test_the_code_shown_prints_what_the_page_shows(text: str) -> None:
    lines: list[tuple[Any, ...]] = []
    exec(calculation_script(text), {"print": lambda *words: lines.append(words)})  # noqa: S102 - our own code
    came, exact = calculate(text)
    if exact is not None:
        assert lines.pop(0) == (exact,)
    for one in came:
        dtype, result, *into = lines.pop(0)
        assert str(dtype) == f"torch.{one.dtype}"
        if one.result is None:
            assert str(result) in one.said
            continue
        assert (repr(result), str(into[0])) == (repr(one.result), f"torch.{one.into}")
        if one.off is not None:
            assert off_by(Fraction(lines.pop(0)[1])) == off_by(one.off)
    assert not lines


@pytest.mark.parametrize(("term", "times"), [(0.1, 10_000), (1.0, 100), (0.3, 2_500), (100.0, 1_000)])
def test_the_code_shown_prints_the_sums(term: float, times: int) -> None:
    lines: list[tuple[Any, ...]] = []
    exec(sums_script(term, times), {"print": lambda *words: lines.append(words)})  # noqa: S102 - our own code
    assert [(str(dtype), total, moved, at_once) for dtype, total, _, moved, _, at_once in lines] == [
        (f"torch.{one.dtype}", one.values[-1], times if one.stuck is None else one.stuck, one.at_once)
        for one in add_up(term, times)
    ]


@pytest.mark.parametrize(
    "text", ["", "  ", "1 and 2", "1 if 1 else 2", "[i for i in x]", "{}", "x.sum()", "1j", "not 1"]
)
def test_a_refusal_advises_nothing_that_is_refused_in_turn(text: str) -> None:
    with pytest.raises(PlaygroundError) as refused:
        calculate(text)
    assert "0.1 + 0.2" in str(refused.value)
    assert not any(word in str(refused.value) for word in ("x.sum", "torch", "&", "list"))


def test_a_tenth_added_ten_thousand_times() -> None:
    by_dtype = {one.dtype: one for one in add_up(0.1, 10_000)}
    for name, kind in FLOATS.items():
        running = np.add.accumulate(np.full(10_000, 0.1, kind))
        assert by_dtype[name].values[-1] == float(running[-1])
        assert by_dtype[name].values[1] == float(running[by_dtype[name].counts[1] - 1])
    assert (by_dtype["float16"].values[-1], by_dtype["bfloat16"].values[-1]) == (256, 32)
    assert by_dtype["float16"].stuck == int(np.argmax(np.add.accumulate(np.full(10_000, 0.1, np.float16)) == 256)) + 1
    assert by_dtype["float64"].stuck is None
    assert by_dtype["float16"].at_once == 1000
    assert len(sums_frame(list(by_dtype.values()))) == 4 * 201


def test_a_sum_that_becomes_infinite_stands_still_and_its_line_ends() -> None:
    by_dtype = {one.dtype: one for one in add_up(100.0, 1_000)}
    half = by_dtype["float16"]
    with np.errstate(over="ignore"):
        running = np.add.accumulate(np.full(1_000, 100, np.float16))
    assert (half.values[-1], half.stuck) == (math.inf, int(np.argmax(np.isinf(running))) + 1)
    frame = sums_frame(list(by_dtype.values()))
    assert frame[frame["dtype"] == "float16"]["count"].max() < half.stuck
    assert frame[frame["dtype"] == "float32"]["count"].max() == 1_000
    assert np.isfinite(frame["sum"]).all()


@pytest.mark.parametrize(("term", "times"), [(0.0, 100), (math.nan, 100), (0.1, 99), (0.1, 10**9), (1e9, 100)])
def test_a_sum_outside_the_limits_is_refused(term: float, times: int) -> None:
    with pytest.raises(ConfigError):
        add_up(term, times)
