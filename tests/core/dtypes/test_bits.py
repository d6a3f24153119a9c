"""The bits of a number: as `struct` and NumPy pack them, and as the formula of a float reads them."""

import itertools
import math
import struct
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.dtypes.bits import EIGHTS, SHOWN, flipped, from_bits, layout, store
from core.dtypes.bits_script import bits_script
from core.dtypes.numbers import exactly, off_by, read_number
from core.dtypes.typed_bits import spell_bits
from core.errors import PlaygroundError

PACKED = {"float64": ">d", "float32": ">f", "float16": ">e"}
NUMPY = {"float64": np.float64, "float32": np.float32, "float16": np.float16}
WORTH_SEEING = [0.1, 16777217, 2049, 65504, 65520, 1e39, 1e-45, -0.0, 0.0, math.inf, -math.inf, 5e-324, 2**63, -1 / 3]


def packed(value: float, dtype: str) -> str:
    """Pack what the dtype holds; a double goes into float16 by way of float32, as in PyTorch."""
    with np.errstate(over="ignore"):
        rounded = NUMPY[dtype](np.float32(value)) if dtype == "float16" else NUMPY[dtype](value)
    return "".join(f"{byte:08b}" for byte in struct.pack(PACKED[dtype], rounded))


@pytest.mark.parametrize("dtype", PACKED)
@given(st.floats(allow_nan=False) | st.floats(-70_000, 70_000) | st.sampled_from(WORTH_SEEING))
def test_the_bits_are_those_that_struct_packs(dtype: str, value: float) -> None:
    assert store(value, dtype).bits == packed(value, dtype)


@given(st.floats(width=32, allow_nan=False))
def test_bfloat16_is_the_upper_half_of_a_float32_rounded_to_even(value: float) -> None:
    word = int.from_bytes(struct.pack(">f", value), "big")
    upper = (word + 0x7FFF + (word >> 16 & 1)) >> 16
    assert store(value, "bfloat16").bits == f"{upper:016b}"


def test_the_layouts_are_those_of_the_standards() -> None:
    known = {"float16": (5, 10, 15), "bfloat16": (8, 7, 127), "float32": (8, 23, 127), "float64": (11, 52, 1023)}
    known |= {"float8_e4m3fn": (4, 3, 7), "float8_e5m2": (5, 2, 15)}
    assert {name: (layout(name).exponent, layout(name).fraction, layout(name).bias) for name in SHOWN} == {
        name: known[name] for name in SHOWN
    }


@pytest.mark.parametrize("dtype", SHOWN)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-500, 500))
def test_sign_power_and_significand_multiply_to_the_value(dtype: str, value: float) -> None:
    one = store(value, dtype, Fraction(value))
    if one.kind in {"normal", "subnormal", "zero"}:
        sign = -1 if one.bits[0] == "1" else 1
        assert sign * Fraction(2) ** one.power * Fraction(one.significand) == Fraction(one.value)
        assert one.error == Fraction(one.value) - Fraction(value)
    else:
        assert not math.isfinite(one.value)


@pytest.mark.parametrize("dtype", PACKED)
@given(st.floats(allow_nan=False) | st.floats(-500, 500))
def test_the_neighbours_are_those_of_numpy(dtype: str, value: float) -> None:
    one = store(value, dtype)
    kind = NUMPY[dtype]
    with np.errstate(all="ignore"):
        for found, end in ((one.below, -math.inf), (one.above, math.inf)):
            assert found == (None if one.value == end else float(np.nextafter(kind(one.value), kind(end))))


@pytest.mark.parametrize("dtype", EIGHTS)
def test_every_number_of_a_float8_has_the_next_one_as_its_neighbour(dtype: str) -> None:
    numbers = torch.arange(256, dtype=torch.uint8).view(getattr(torch, dtype)).double()
    every = sorted(set(numbers[~numbers.isnan()].tolist()))
    for low, high in itertools.pairwise(every):
        assert store(low, dtype).above == high
        assert store(high, dtype).below == low
    assert (store(every[0], dtype).below, store(every[-1], dtype).above) == (None, None)


@pytest.mark.parametrize("dtype", SHOWN)
@pytest.mark.parametrize("number", [448.0, 500.0, 65520.0, math.inf, -math.inf, math.nan, 1e400, 57344.0])
def test_no_number_is_its_own_neighbour(dtype: str, number: float) -> None:
    one = store(number, dtype)
    assert one.value not in {one.below, one.above}
    assert not math.isnan(one.value) or one.below is one.above is None


@pytest.mark.parametrize("dtype", SHOWN)
@given(data=st.data())
def test_a_bit_turned_over_twice_is_as_it_was(dtype: str, data: st.DataObject) -> None:
    width = 8 * getattr(torch, dtype).itemsize
    bits = f"{data.draw(st.integers(0, 2**width - 1)):0{width}b}"
    place = data.draw(st.integers(0, width - 1))
    turned = flipped(bits, place)
    assert sum(a != b for a, b in zip(bits, turned, strict=True)) == 1
    assert flipped(turned, place) == bits
    assert store(from_bits(bits, dtype), dtype).bits == bits


@pytest.mark.parametrize("dtype", SHOWN)
@pytest.mark.parametrize("start", ["0.1", "inf", "-inf", "nan", "-nan", "0.0", "1e-45", "448"])
def test_every_bit_that_is_turned_over_is_the_only_one_that_changes_in_its_dtype(dtype: str, start: str) -> None:
    bits = store(read_number(start)[0], dtype).bits
    for place in range(len(bits)):
        turned = flipped(bits, place)
        assert store(read_number(spell_bits(turned, dtype))[0], dtype).bits == turned


def test_the_numbers_that_break() -> None:
    assert store(16777217, "float32").value == 16777216
    assert store(2049, "float16").value == 2048
    assert store(1e39, "float32").kind == "inf"
    assert store(1e-45, "float32").kind == "subnormal"
    assert store(1e-46, "float32").kind == "zero"
    assert store(math.nan, "float32").kind == "nan"
    assert exactly(store(0.1, "float32").value).replace("\u2009", "") == "0.100000001490116119384765625"


@given(st.floats(-1e17, 1e17).filter(lambda value: value == 0 or abs(value) > 1e-10))
def test_a_number_written_out_is_exact(value: float) -> None:
    written = exactly(value, most=2000).replace("\u2009", "").replace(",", "").replace("−", "-")
    assert Decimal(written) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "exact"),
    [("0.1", Fraction(1, 10)), ("-0.0", 0), ("16777217", 16777217), ("2**24 + 1", 2**24 + 1),
     ("1e-45", Fraction(1, 10**45)), (" 1 / 4 ", Fraction(1, 4)), ("torch.pi", None), ("inf", None),
     ("-nan", None), ("1/3", Fraction(1, 3)), ("3/10", Fraction(3, 10)), ("0.1 + 0.2", Fraction(3, 10)),
     ("-(1_0.1 - 10) * 1e-400", -Fraction(1, 10**401)), ("0.1**2", Fraction(1, 100)),
     ("2**-1074", Fraction(1, 2**1074)),
     ("2**0.5", None), ("0.5**10**15", None), ("-7 // 2 % 0x3", Fraction(2)), ("round(0.3)", None), ("007", 7),
     ("(1e308 + 1e308) / 4", Fraction(5 * 10**307)), ("torch.tensor(0.1)", None), ("True + 0.1", None),
     ("float16 0 01111 1000000000", Fraction(3, 2)),
     ("float8_e4m3fn 01111110", 448), ("float16 0111110000000000", None)],
)  # fmt: skip
def test_a_number_is_read_exactly(text: str, exact: Fraction | None) -> None:
    assert read_number(text)[1] == exact


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "[1, 2]", "True", "None", "1e999999999", "9" * 81, "torch.zeros(2)", "2**999", "1 / 0", "'a'", "１",
     "float16 01", "float8_e4m3fn 2", "float16 " + "0" * 17,
     "__import__('os')", "1j", "int", "0x", "torch.rand(10**9)", "10**400"],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(PlaygroundError):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("float16 0 01111 00000000012", "^after float16 come 16 bits, each 0 or 1$"),
        ("float16 1.5", "^after float16 come 16 bits, each 0 or 1$"),
        ("bfloat16", "^after bfloat16 come 16 bits"),
        ("FLOAT16 011", "^float16 has 16 bits, and 3 are given$"),
        ("int8 00000001", "^bits are taken of .*float16, bfloat16.*; this begins with int8$"),
        ("int8 1.5", "; this begins with int8$"),
        ("flaot16 0011110000000001", "; this begins with flaot16$"),
    ],
)
def test_a_slip_in_bits_is_told_as_one(text: str, said: str) -> None:
    with pytest.raises(PlaygroundError, match=said):
        read_number(text)


@pytest.mark.parametrize("text", ["FLOAT16 0011110000000001", "torch.float16  0 01111 0000000001"])
def test_bits_may_be_written_loosely(text: str) -> None:
    assert read_number(text) == (1 + 2**-10, 1 + Fraction(1, 2**10))


@pytest.mark.parametrize("text", ["0.1", "1" + "0" * 59, "1e400", "-1e-400", "inf"])
def test_whatever_is_read_can_be_shown(text: str) -> None:
    value, asked = read_number(text)
    for dtype in SHOWN:
        one = store(value, dtype, asked)
        assert exactly(one.value)
        assert off_by(one.error)


@pytest.mark.parametrize(
    ("text", "said"),
    [("1e-400", "−1.0 × 10⁻⁴⁰⁰"), ("-2.5e-400", "2.5 × 10⁻⁴⁰⁰"), ("0.0", "exact")],
)
def test_what_is_smaller_than_any_float_is_off_by_all_of_it(text: str, said: str) -> None:
    value, asked = read_number(text)
    assert {off_by(store(value, dtype, asked).error) for dtype in SHOWN} == {said}


@pytest.mark.parametrize("text", ["1/3", "3/10", "0.1 + 0.2", "10 / 7", "1 - 0.9", "0.1 * 3", "2**-0.5", "torch.pi"])
def test_what_no_float_can_hold_is_nowhere_called_exact(text: str) -> None:
    value, asked = read_number(text)
    assert "exact" not in {off_by(store(value, dtype, asked).error) for dtype in SHOWN}


def test_the_same_number_written_in_two_ways_is_off_by_the_same() -> None:
    (a, asked_a), (b, asked_b) = read_number("0.3"), read_number("3/10")
    for dtype in SHOWN:
        assert store(a, dtype, asked_a) == store(b, dtype, asked_b)


@given(st.integers(1, 10**40), st.integers(-380, 380))
def test_how_far_a_number_is_off_is_told_to_two_digits(digits: int, power: int) -> None:
    error = Fraction(digits) * Fraction(10) ** power
    mantissa, _, by = off_by(error).replace(" ", "").partition("×10")
    told = Fraction(mantissa) * Fraction(10) ** int(by.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    assert abs(told - error) <= error / 20


@pytest.mark.parametrize(
    "text",
    ["0.1", "1/3", "16777217", "-2.5", "-0.0", "448", "500", "65520", "1e39", "1e-45", "1e-400", "inf", "-inf", "nan",
     "-nan", "torch.pi", "2**24 + 1", "007.5", "9" * 50, "9223372036854775808", "0x10 // 3 / 7", "torch.tensor(0.1)",
     "float16 0111110000000001", "float64 1" + "1" * 62 + "0"],
)  # fmt: skip
def test_the_code_shown_prints_every_number_shown(text: str) -> None:
    lines: list[tuple[Any, ...]] = []
    exec(bits_script(text), {"print": lambda *words: lines.append(words)})  # noqa: S102 - our own code
    value, asked = read_number(text)
    for dtype in SHOWN:
        one = store(value, dtype, asked)
        name, sign, exponent, fraction, power, significand = lines.pop(0)
        assert (str(name), sign + exponent + fraction) == (f"torch.{dtype}", one.bits)
        assert len(exponent) == one.layout.exponent
        assert significand == Decimal(one.significand)
        assert one.kind not in {"normal", "subnormal"} or power == one.power
        _, stored, _, below, _, above = lines.pop(0)
        assert str(stored) == str(Decimal(one.value))
        for told, known in ((below, one.below), (above, one.above)):
            assert told == known if known is not None else told == one.value or math.isnan(one.value)
        if one.error is not None:
            assert off_by(Fraction(lines.pop(0)[1])) == off_by(one.error)
    assert not lines
