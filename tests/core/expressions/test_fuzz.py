"""Whatever is typed ends in a value or in one sentence."""

import torch
from attacks import HEAVY, OUT
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.errors import PlaygroundError
from core.expressions import ATTRIBUTES, CONSTANTS, FUNCTIONS, METHODS, evaluate, spelled
from core.expressions.limits import BITS, ELEMENTS, NDIM
from core.expressions.modules import MODULES

NUMBERS = st.sampled_from(
    ["0", "1", "2", "3", "-1", "0.5", "1e9", "10**9", "True", "None", "4", "...", "'ij,jk->ik'", "2**40"]
)
LEAVES = st.one_of(
    NUMBERS,
    st.sampled_from(
        ["x", "row", "mask", "whole", "empty", "scalar", "(2, 3)", "[0, 1]", "()", "[]", "[[1, 2], [3, 4]]"]
    ),
    st.sampled_from(sorted(CONSTANTS)),
)
OPERATORS = st.sampled_from([*"+-*/%@&|^<>", "//", "**", "==", "!=", "<=", ">=", "<<", ">>"])
KEYS = st.sampled_from(
    [
        "dim",
        "dtype",
        "keepdim",
        "size",
        "k",
        "end",
        "descending",
        "dims",
        "repeats",
        "input",
        "axis",
        "keepdims",
        "other",
        "reduction",
    ]
)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return expressions one step larger."""
    arguments = st.lists(inner, max_size=3).map(", ".join)
    named = st.tuples(arguments, KEYS, inner).map(lambda t: f"{t[0] + ', ' if t[0] else ''}{t[1]}={t[2]}")
    calls = st.one_of(arguments, named)
    parts = st.one_of(inner, st.tuples(inner, inner).map(":".join), st.just(":"))
    attributes = st.sampled_from(sorted({name for read in ATTRIBUTES.values() for name in read}))
    return st.one_of(
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), calls).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(st.sampled_from(sorted(MODULES)), calls, calls).map(lambda t: f"{t[0]}({t[1]})({t[2]})"),
        st.tuples(inner, st.sampled_from(sorted(METHODS)), calls).map(lambda t: f"({t[0]}).{t[1]}({t[2]})"),
        st.tuples(inner, OPERATORS, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, st.lists(parts, min_size=1, max_size=3).map(", ".join)).map(lambda t: f"({t[0]})[{t[1]}]"),
        st.tuples(inner, attributes).map(".".join),
        st.tuples(st.sampled_from(["-", "~", "not ", "+"]), inner).map("".join),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=6)


def names() -> dict[str, Tensor]:
    x = torch.arange(12.0).reshape(3, 4)
    return {
        "x": x, "row": x[1], "mask": x > 5, "whole": x.long(), "empty": x[:0], "scalar": torch.tensor(7),
    }  # fmt: skip


def sound(text: str) -> None:
    """Ask for a small value, or one sentence."""
    said, value = "", None
    try:
        value = evaluate(text, names())
    except PlaygroundError as error:
        said = str(error)
    assert not said or 10 < len(said) < 600
    assert "\n" not in said
    assert len(spelled(value)) <= 1500
    if isinstance(value, Tensor):
        assert value.numel() in ELEMENTS
        assert value.ndim in NDIM
    if isinstance(value, int):
        assert value.bit_length() <= BITS


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS)
def test_an_expression_of_the_language_gives_a_small_value_or_one_sentence(text):
    sound(text)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="x.()[]{}:,=+-*/@'\"\\ \n01_torchsum", max_size=60)))
def test_any_text_gives_a_small_value_or_one_sentence(text):
    sound(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*OUT, *HEAVY]), st.integers(0, 60), st.text(max_size=3), EXPRESSIONS)
def test_a_damaged_attack_gives_a_small_value_or_one_sentence(attack, place, inserted, other):
    sound(attack[:place] + inserted + attack[place:])
    sound(attack.replace("x", f"({other})", 1))
