"""Which of the questions finds what is the matter: found out by trying, or by what PyTorch speaks of."""

import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor

from core.clinic.case import Case, Mark, Marks
from core.clinic.operands import cast, read_operands
from core.clinic.running import Outcome, run
from core.tensors.refusals import RefusedError

_TRIED: Final = (torch.float32, torch.int64)
_OF_DTYPE: Final = re.compile(
    r"dtype|scalar type|floating point|data type|integral|not implemented for '|bias type|output type|bool tensor"
    r"|BoolTensor|must be long"
)
_OF_SHAPE: Final = re.compile(
    r"\b(shapes?|sizes?|dims?|dimensions?|dimensional|batch_size|[0-4]-?D|channels?)\b|contain \d+ elements|no values",
    re.IGNORECASE,
)
_OF_PLACES: Final = re.compile(r"out of bounds|out of range in self")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found out.

    Attributes:
        name: which of `ANSWERS` it is; nothing where nothing is the matter.
        marks: what does not fit.
        usual: whether it is the matter that the case is made for.
        no_dtype: whether the snippet is refused with each of its tensors in its own dtype, in float32, in int64.
    """

    name: str = ""
    marks: Marks = ()
    usual: bool = False
    no_dtype: bool = False


def ask(case: Case, values: Mapping[str, Any], outcome: Outcome) -> Answer:
    """Find out which of the questions it is, and what does not fit.

    Args:
        case: which one.
        values: its operands, where they lie on the CPU.
        outcome: what became of the snippet: refused, or known to be wrong.
    """
    own: Marks = ()
    with suppress(Exception):  # of operands quite unlike the ones it expects it knows nothing to say
        own = case.marks(**values)
    refused = outcome.refused
    if refused is None:
        return Answer(case.answer, own, usual=True)
    if case.places and run(case.broken, values).refused is None:
        return Answer("device", own or _apart(case))
    return _ask_further(case, values, refused, own)


def _ask_further(case: Case, values: Mapping[str, Any], refused: RefusedError, own: Marks) -> Answer:
    """Try other dtypes, then look whether it is the usual matter, then take PyTorch at its word."""
    tried = [(dtypes, run(case.broken, cast(values, dtypes), case.places).refused) for dtypes in _casts(values)]
    ran = [dtypes for dtypes, found in tried if found is None]
    if same := [dtypes for dtypes in ran if all(_keeps(values[name], to) for name, to in dtypes.items())]:
        return Answer("dtype", _wanted(values, same[0], "{} would do"))
    no_dtype = bool(tried) and not ran
    if case.answer != "dtype" and _is_the_usual(case, refused):
        return Answer(case.answer, own, usual=True, no_dtype=no_dtype)
    if _OF_DTYPE.search(refused.words):
        on = [dtypes for dtypes, found in tried if found and not _OF_DTYPE.search(found.words)]
        then = "{} would run" if ran else "with {} another error comes"
        return Answer("dtype", _wanted(values, next(iter(ran or on), {}), then))
    if _OF_SHAPE.search(refused.words) and not _OF_PLACES.search(refused.words):
        return Answer("shape", tuple(mark for mark in own if mark.aspect == "shape"), no_dtype=no_dtype)
    return Answer("another kind", tuple(mark for mark in own if mark.at), no_dtype=no_dtype)


def _is_the_usual(case: Case, refused: RefusedError) -> bool:
    """Tell whether it is the error that the case is made for, as far as its meaning tells."""
    usual = run(case.broken, read_operands(case, {}), case.places).refused
    return usual is not None and usual.meaning == refused.meaning


def _apart(case: Case) -> Marks:
    """Mark the operands that were left behind."""
    there, place = next(iter(case.places.items()))
    stayed = [name for name in case.operands if name not in case.places]
    return tuple(Mark(operand=name, aspect="device", says=f"cpu, and {there} is on {place}") for name in stayed)


def _casts(values: Mapping[str, Any]) -> Iterator[dict[str, torch.dtype]]:
    """Give every way to change the dtypes of operands, the fewest changes first."""
    tensors = {name: value for name, value in values.items() if isinstance(value, Tensor)}
    for n in range(1, len(tensors) + 1):
        ways = itertools.product(itertools.product(_TRIED, repeat=n), itertools.combinations(tensors, n))
        for dtypes, names in ways:
            wanted = dict(zip(names, dtypes, strict=True))
            if all(tensors[name].dtype != to for name, to in wanted.items()):
                yield wanted


def _wanted(values: Mapping[str, Any], dtypes: Mapping[str, torch.dtype], then: str) -> Marks:
    return tuple(
        Mark(operand=name, aspect="dtype", says=f"{_bare(values[name].dtype)}; {then.format(_bare(dtype))}")
        for name, dtype in dtypes.items()
    )


def _keeps(x: Tensor, dtype: torch.dtype) -> bool:
    """Tell whether a dtype holds these very numbers; truth values are none."""
    return x.dtype != torch.bool and bool((x.to(dtype).double() == x.double()).all())


def _bare(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
