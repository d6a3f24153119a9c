"""What learners type: read exactly as Python would, or refused in one sentence, whatever it is."""

import ast
import contextlib
import math
import time
from typing import Any

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import TensorError
from core.tensors.limits import ELEMENTS, LITERAL_LENGTH, NDIM
from core.tensors.literals import count_numbers, literal_code, parse_literal, tensor_from
from core.tensors.refusals import RefusedError
from core.tensors.sizes import parse_size, shape_text

NUMBERS = st.one_of(st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False))
NESTED = st.recursive(NUMBERS, lambda inner: st.lists(inner, max_size=4), max_leaves=20)

ATTACKS = [
    "__import__('os').system('id')",
    "os",
    "exit()",
    "print(1)",
    "open('/etc/passwd')",
    "(lambda: 1)()",
    "lambda: 1",
    "[x for x in range(10**9)]",
    "[i for i in [1]]",
    "{1: 2}",
    "{1, 2}",
    "(1, 2)",
    "().__class__.__bases__",
    "[].__class__",
    "[1].__len__",
    "[1][0]",
    "[1, 2][::-1]",
    "[*range(10)]",
    "[1] * 10**9",
    "10 ** 10 ** 10",
    "9**9**9**9",
    "1 << 10**9",
    "2 + 2",
    "1 if 1 else 2",
    "not 1",
    "-(1)",
    "--1",
    "~1",
    "1j",
    "0x10",
    "0b1",
    "0o7",
    "1__0",
    "1_",
    "_1",
    "1.2.3",
    "1e",
    "1e5e5",
    "e5",
    ".",
    "+",
    "-",
    "...",
    "..1",
    "f'{1}'",
    "b'1'",
    "'''",
    "'a",
    '"\\x41"',
    "`1`",
    "[1;2]",
    "[1\\\n,2]",
    "[1, 2",
    "1, 2]",
    "[1, 2]]",
    "[[1, 2]",
    "][",
    "[1 2]",
    "[1][2]",
    "[1] [2]",
    "[,]",
    "[,1]",
    "[1,,2]",
    ",",
    "1,",
    "1, 2",
    "",
    "   ",
    "\n\t",
    "\x00",
    "\x00[1]",
    "[1]\x00",
    "\ufeff[1]",
    "１",
    "[１, ２]",
    "٣",
    "−1",
    "½",
    "²",
    "∞",
    "Ⅳ",
    "𝟏",
    "[1,\u200b2]",
    "\u202e[1]",
    "é",
    "𝔫𝔞𝔫",
    "NaN",
    "Infinity",
    "true",
    "null",
    "None",
    "[None]",
    "['a']",
    "[1, 'a']",
    "'a'",
    "nan()",
    "inf[0]",
    "True.real",
    "Trueish",
    "tensor",
    "tensor()",
    "tensor(tensor(1))",
    "torch.tensor([1]); import os",
    "tensor([1], dtype=torch.float32)",
    "tensor([1]).numpy()",
    "numpy.array([1])",
    "[" * 300,
    "]" * 300,
    "[" * 100 + "]" * 100,
    "[[[[[[[1]]]]]]]",
    "(" * 300,
    "-" * 1000,
    "1" * 500,
    "[" + "1" * 1900 + "]",
    "9" * 3000,
    "1," * 5000,
    "[" + "1," * 5000 + "]",
    "[[1,2],[3]]",
    "[[1],2]",
    "[1,[2]]",
    "# comment",
    "[1] # comment",
    "[1]\n[2]",
    "import os",
    "%d",
    "${1}",
    "{{1}}",
    "<script>alert(1)</script>",
    "1); drop table tensors; --",
]


def read(text: str) -> Any:
    return tensor_from(parse_literal(text))


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_ends_in_one_sentence(text: str) -> None:
    with pytest.raises(TensorError) as caught:
        read(text)
    said = str(caught.value)
    assert "\n" not in said
    assert 10 < len(said) < 420


def test_there_are_at_least_a_hundred_attacks() -> None:
    assert len(set(ATTACKS)) >= 100


@given(st.one_of(st.text(max_size=60), st.text("[]()01,.e+-_ naifTrueN'\"\\", max_size=80)))
@example("[1]" * 500)
@example("[" + "0" * 1998 + "]")
def test_any_text_becomes_a_tensor_or_one_sentence(text: str) -> None:
    tensor = torch.zeros(0)
    try:
        tensor = read(text)
    except TensorError as error:
        said = str(error)
        assert "\n" not in said
    assert tensor.ndim in NDIM
    assert tensor.numel() in ELEMENTS


@given(NESTED)
def test_nested_lists_are_read_as_python_reads_them(nested: Any) -> None:
    text = repr(nested)
    if _depth(nested) > NDIM.high or len(text) > LITERAL_LENGTH.high:
        with pytest.raises(TensorError):
            parse_literal(text)
        return
    assert repr(parse_literal(text)) == repr(ast.literal_eval(text))


def _depth(nested: Any) -> int:
    return 1 + max(map(_depth, nested), default=0) if isinstance(nested, list) else 0


@given(NESTED)
def test_a_literal_written_as_code_is_the_literal(nested: Any) -> None:
    assert ast.literal_eval(literal_code(nested)) == nested


@given(NESTED)
def test_only_after_an_empty_list_are_numbers_lost(nested: Any) -> None:
    written = count_numbers(nested)
    assert written == len([token for token in literal_code(nested).replace("[", ",").replace("]", ",").split(",")
                           if token.strip()])  # fmt: skip
    with contextlib.suppress(TensorError):
        kept = tensor_from(nested).numel()
        assert kept == written or (kept == 0 and "[]" in literal_code(nested))


def test_a_number_too_large_for_float_is_infinite_as_in_python() -> None:
    assert read("[1e999999999999, -1e400]").tolist() == [math.inf, -math.inf]


def test_nan_and_the_infinities_are_written_as_code_that_runs() -> None:
    code = literal_code(parse_literal("[nan, [inf, -inf]]"))
    assert repr(eval(code)) == "[nan, [inf, -inf]]"  # noqa: S307 - our own code, which learners are told to run


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_a_printed_tensor_can_be_pasted(shape: list[int]) -> None:
    tensor = torch.arange(torch.Size(shape).numel()).reshape(shape)
    if len(repr(tensor)) <= LITERAL_LENGTH.high:
        assert torch.equal(read(repr(tensor)), tensor)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("[[1, 2], [3]]", lambda: torch.tensor([[1, 2], [3]])),
        ("[[1, 2], 3]", lambda: torch.tensor([[1, 2], 3])),
        ("[1, [2, 3]]", lambda: torch.tensor([1, [2, 3]])),
        ("['a']", lambda: torch.tensor(["a"])),
        ("'a'", lambda: torch.tensor("a")),
        ("[None]", lambda: torch.tensor([None])),
        (str(10**30), lambda: torch.tensor(10**30)),
    ],
)
def test_where_pytorch_has_words_they_are_given_as_they_are(text: str, call: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        read(text)
    with pytest.raises(Exception) as genuine:  # noqa: PT011 - whatever PyTorch raises is the oracle
        call()
    assert caught.value.words == f"{genuine.type.__name__}: {genuine.value}"
    assert caught.value.meaning


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    """Guards against a scanner that tries the same characters again and again."""

    def seconds(text: str) -> float:
        best = math.inf
        for _ in range(5):
            start = time.perf_counter()
            with contextlib.suppress(TensorError):
                parse_literal(text)
            best = min(best, time.perf_counter() - start)
        return best

    even = seconds("[" + "1," * 980 + "]")
    for hostile in ("1" * 1999, "1_" * 999, "+" * 1999, "1." * 999, "tensor(" * 285, " " * 1999 + "x", "1e1" * 666):
        assert seconds(hostile) < 20 * even, hostile[:20]


@pytest.mark.parametrize(
    ("text", "size"),
    [("3, 4", (3, 4)), ("3x4", (3, 4)), ("[3, 4]", (3, 4)), ("(3,)", (3,)), ("", ()), ("()", ()), ("0, 3", (0, 3))],
)
def test_a_shape_is_read_however_it_is_written(text: str, size: tuple[int, ...]) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["-1", "a", "3,,4", "3 4", "٣", "1.5", "[3", "3)", "9999999", "65, 64", "1x1x1x1x1x1x1"]
)
def test_what_is_no_shape_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(TensorError):
        parse_size(text)


@given(st.lists(st.integers(0, 9), max_size=6).filter(lambda shape: math.prod(shape) <= ELEMENTS.high))
def test_a_shape_written_is_read_back(shape: list[int]) -> None:
    assert parse_size(shape_text(shape)) == tuple(shape)


@pytest.mark.parametrize("text", ["tensor([1, 2], dtype=torch.float)", "torch.tensor([[1.]], device='cuda:0')"])
def test_of_a_pasted_call_with_options_only_the_brackets_are_wanted(text: str) -> None:
    with pytest.raises(TensorError, match=r"only the numbers in their brackets .* without (dtype=torch.float|device)"):
        parse_literal(text)


def test_a_place_is_counted_in_what_was_typed() -> None:
    with pytest.raises(TensorError, match="'x' at character 12 is not a number"):
        parse_literal("tensor([1, x])")
