"""What is the matter with a snippet, found by running it, and what mends it, found by running that."""

import itertools
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

import torch
from torch import Tensor

from core.clinic.case import Case, Mark, Marks
from core.clinic.code import changed, idea_of
from core.clinic.operands import cast, read_operands
from core.clinic.results import described, difference, numbered
from core.clinic.running import Outcome, run
from core.tensors.refusals import RefusedError

_IN_A_CELL: Final = 4  # numbers
_KEPT: Final = 64  # numbers of a result
_OF_SHAPE: Final = ("shape", "size", "dim", "0d", "1d", "2d", "3d", "4d", "channel", "element")
_TRIED: Final = (torch.float32, torch.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """A fix that worked.

    Attributes:
        name: of its function.
        code: the lines in which it differs from the broken snippet.
        idea: what it does, in a sentence.
        gives: shape, dtype and small results' numbers.
        differs: in which way from what is mostly meant; nothing where it does not.
    """

    name: str
    code: str
    idea: str
    gives: str
    differs: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Diagnosis:
    """A case, examined.

    Attributes:
        values: the operands, where they lie on the CPU.
        outcome: what became of the snippet; a large result is not kept.
        gives: what it returned, described.
        answer: which of `ANSWERS` it is; nothing where all is well.
        marks: what does not fit.
        cures: the fixes that worked, what is mostly meant first.
        right: where the snippet gave something else than what is mostly meant, in silence: that, described.
        meant: the same as a value.
        failed: how many fixes did not work.
    """

    values: Mapping[str, Any]
    outcome: Outcome
    gives: str
    answer: str
    marks: Marks
    cures: tuple[Cure, ...]
    right: str
    meant: Any
    failed: int


def diagnose(case: Case, typed: Mapping[str, str] | None = None) -> Diagnosis:
    """Run a case and all of its fixes.

    Args:
        case: to be examined.
        typed: the learner's own operands.

    Raises:
        TensorError: an operand cannot be read.
    """
    values = read_operands(case, typed or {})
    outcome = run(case.broken, values, case.places)
    tried = {fix: run(fix, values, case.places) for fix in case.fixes}
    worked = {fix: found for fix, found in tried.items() if found.refused is None}
    meant = tried[case.fixes[0]]
    compared = meant if meant.refused is None else None
    wrong = case.silent and outcome.refused is None and compared and difference(outcome.value, compared.value)
    ill = outcome.refused is not None or bool(wrong)
    answer, marks = _found(case, values, outcome) if ill else ("", ())
    cures = tuple(
        Cure(
            name=fix.__name__,
            code=changed(case.broken, fix),
            idea=idea_of(fix),
            gives=described(found.value, _IN_A_CELL),
            differs=difference(found.value, compared.value) if compared else "",
        )
        for fix, found in worked.items()
    )
    return Diagnosis(
        values=values,
        outcome=replace(outcome, value=_small(outcome.value)),
        gives=described(outcome.value) if outcome.refused is None else "",
        answer=answer,
        marks=marks,
        cures=cures if ill else (),
        right=described(meant.value) if wrong else "",
        meant=_small(meant.value) if wrong else None,
        failed=len(tried) - len(worked),
    )


def _small(value: Any) -> Any:
    """Return a result whose numbers can be looked at; None for a large one, and for a stand-in without numbers."""
    return None if isinstance(value, Tensor) and not (numbered(value) and value.numel() <= _KEPT) else value


def _found(case: Case, values: Mapping[str, Any], outcome: Outcome) -> tuple[str, Marks]:
    """Find out which of the questions it is, by trying: on one device, in another dtype."""
    own: Marks = ()
    with suppress(Exception):  # of operands quite unlike the ones it expects it knows nothing to say
        own = case.marks(**values)
    if outcome.refused is None:
        return case.answer, own
    if case.places and run(case.broken, values).refused is None:
        return "device", own or _apart(case)
    dtypes = _mended_by_dtype(case, values)
    if dtypes:
        return "dtype", tuple(
            Mark(operand=name, aspect="dtype", says=f"{_bare(values[name].dtype)}; {_bare(dtype)} would do")
            for name, dtype in dtypes.items()
        )
    if _is_the_usual(case, outcome.refused) and case.answer != "dtype":
        return case.answer, own
    if any(word in outcome.refused.words.lower() for word in _OF_SHAPE):
        return "shape", own if case.answer == "shape" else ()
    return "another kind", ()


def _is_the_usual(case: Case, refused: RefusedError) -> bool:
    """Tell whether it is the error that the case is made for, as far as its meaning tells."""
    usual = run(case.broken, read_operands(case, {}), case.places).refused
    return usual is not None and usual.meaning == refused.meaning


def _apart(case: Case) -> Marks:
    """Mark the operands that were left behind."""
    there, place = next(iter(case.places.items()))
    stayed = [name for name in case.operands if name not in case.places]
    return tuple(Mark(operand=name, aspect="device", says=f"cpu, and {there} is on {place}") for name in stayed)


def _mended_by_dtype(case: Case, values: Mapping[str, Any]) -> dict[str, torch.dtype]:
    """Return the fewest dtypes to be changed, without a number being changed, for the snippet to run."""
    tensors = [name for name, value in values.items() if isinstance(value, Tensor)]
    for n in range(1, len(tensors) + 1):
        ways = itertools.product(itertools.product(_TRIED, repeat=n), itertools.combinations(tensors, n))
        for dtypes, names in ways:
            wanted = {name: to for name, to in zip(names, dtypes, strict=True) if values[name].dtype != to}
            told = len(wanted) == n and all(_keeps(values[name], to) for name, to in wanted.items())
            if told and run(case.broken, cast(values, wanted), case.places).refused is None:
                return wanted
    return {}


def _keeps(x: Tensor, dtype: torch.dtype) -> bool:
    """Tell whether a dtype holds these very numbers; truth values are none."""
    return x.dtype != torch.bool and bool((x.to(dtype).double() == x.double()).all())


def _bare(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
