"""Which dtypes go together: as PyTorch's own rules say, and as plain Python calls show."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import torch
from torch.nn import functional

from core.dtypes.casts import chosen, fixes, pair_script
from core.dtypes.names import DTYPES, NAMES, translated
from core.dtypes.operations import NUMBERS, OPERATIONS, SCALAR, operands, try_pair
from core.dtypes.promotion import Cell, measure
from core.errors import ConfigError

CALLS: dict[str, Callable[[Any, Any], Any]] = {
    "A + B": lambda a, b: a + b,
    "A - B": lambda a, b: a - b,
    "A * B": lambda a, b: a * b,
    "A / B": lambda a, b: a / b,
    "A // B": lambda a, b: a // b,
    "A > B": lambda a, b: a > b,
    "A @ B": torch.matmul,
    "F.linear(A, B)": functional.linear,
    "A.add_(B)": lambda a, b: a.add_(b),
    "torch.cat([A, B])": lambda a, b: torch.cat([a, b]),
    "torch.where(A > 1, A, B)": lambda a, b: torch.where(a > 1, a, b),
    "A[B]": lambda a, b: a[b],
    "F.cross_entropy(A, B)": functional.cross_entropy,
    "F.binary_cross_entropy_with_logits(A, B)": functional.binary_cross_entropy_with_logits,
    "F.mse_loss(A, B)": functional.mse_loss,
}
REFUSING = [name for name in OPERATIONS if name not in {"A + B", "A * B", "A / B", "A > B", "torch.cat([A, B])",
                                                        "torch.where(A > 1, A, B)"}]  # fmt: skip
pytestmark = pytest.mark.filterwarnings("ignore:indexing with dtype torch.uint8")


@pytest.fixture(scope="module")
def measured() -> Callable[[str], tuple[Cell, ...]]:
    return cache(measure)


Measured = Callable[[str], tuple[Cell, ...]]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_cell_is_what_a_plain_call_gives_or_says(measured: Measured, operation: str) -> None:
    for cell in measured(operation):
        try:
            value = CALLS[operation](*operands(operation, cell.a, cell.b))
        except Exception as error:
            said, dtype = f"{type(error).__name__}: {str(error).splitlines()[0]}", ""
        else:
            said, dtype = "", str(value.dtype).removeprefix("torch.")
        assert (cell.said, cell.dtype) == (said, dtype)


@pytest.mark.parametrize("operation", ["A + B", "A * B", "torch.cat([A, B])", "torch.where(A > 1, A, B)"])
def test_what_is_promoted_follows_promote_types(measured: Measured, operation: str) -> None:
    for cell in measured(operation):
        if cell.b in DTYPES:
            assert DTYPES[cell.dtype] == torch.promote_types(DTYPES[cell.a], DTYPES[cell.b])
        else:
            assert DTYPES[cell.dtype] == torch.result_type(*operands(operation, cell.a, cell.b))


def test_the_grid_has_every_pair_once_in_order(measured: Measured) -> None:
    pairs = [(cell.a, cell.b) for cell in measured("A + B")]
    assert pairs == [(a, b) for a in NAMES for b in (*NAMES, *NUMBERS, SCALAR)]
    assert [cell.b for cell in measured("A @ B")[:10]] == list(NAMES)


@pytest.mark.parametrize("operation", REFUSING)
def test_every_fix_that_is_listed_runs_and_the_code_shown_gives_the_same(measured: Measured, operation: str) -> None:
    refused = [cell for cell in measured(operation) if cell.said]
    for cell in refused[::7]:
        for fix in fixes(operation, cell.a, cell.b):
            names: dict[str, Any] = {"print": lambda *_: None}
            exec(pair_script(operation, cell.a, cell.b, fix.outcome.code), names)  # noqa: S102 - our own code
            assert fix.outcome.value is not None
            assert torch.equal(names["C"], fix.outcome.value)


@pytest.mark.parametrize("operation", REFUSING)
def test_what_is_refused_has_a_fix_and_what_works_needs_none(measured: Measured, operation: str) -> None:
    for cell in measured(operation):
        no_cast = operation == "A - B" and cell.b == "True"  # of a plain True
        assert no_cast or bool(cell.works) == bool(cell.said)


def test_a_cast_that_drops_a_fraction_is_told() -> None:
    kept = {fix.outcome.code: fix.changed for fix in fixes("A @ B", "int64", "float32")}
    assert kept == {"A.float() @ B": "", "A @ B.to(A.dtype)": "B"}


def test_the_fix_chosen_is_run_and_an_unknown_one_is_not() -> None:
    assert chosen("A @ B", "int64", "float32", "A.float() @ B").dtype == "float32"
    assert chosen("A @ B", "int64", "float32", "os.system('x')").refused is not None


def test_trying_changes_neither_operand() -> None:
    before = operands("A.add_(B)", "float32", "int8")
    try_pair("A.add_(B)", "float32", "int8")
    assert all(torch.equal(x, y) for x, y in zip(before, operands("A.add_(B)", "float32", "int8"), strict=True))


@pytest.mark.parametrize(
    ("operation", "a", "b"), [("A ! B", "int8", "int8"), ("A + B", "int4", "int8"), ("A @ B", "int8", "2.5")]
)
def test_unknown_names_are_refused_in_a_sentence(operation: str, a: str, b: str) -> None:
    with pytest.raises((ConfigError, KeyError)):
        try_pair(operation, a, b)


def test_the_names_of_cpp_in_a_message_are_translated() -> None:
    words = try_pair("A @ B", "int64", "float32").refused
    assert words is not None
    assert translated(words.words) == {"long int": "int64", "float": "float32"}
    assert translated("expected target dtype to be Long or Byte, but got Char") == {
        "Long": "int64", "Byte": "uint8", "Char": "int8",
    }  # fmt: skip


def test_what_is_said_above_the_grid_is_so() -> None:
    for a in NAMES:
        for b in NAMES:
            assert try_pair("A + B", a, b).refused is None
            assert a == b or try_pair("A @ B", a, b).refused is not None
