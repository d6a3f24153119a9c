"""What is the matter with a snippet, found by running it, and what mends it, found by running that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from torch import Tensor

from core.clinic.asking import Answer, ask
from core.clinic.case import Case, Marks, Snippet
from core.clinic.code import changed, idea_of
from core.clinic.operands import is_own, read_operands
from core.clinic.results import described, difference, numbered
from core.clinic.running import Outcome, run

_IN_A_CELL: Final = 4  # numbers
_KEPT: Final = 64  # numbers of a result


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """A fix that ran.

    Attributes:
        name: of its function.
        code: the line in which it differs from the broken snippet; where one is not enough, all of it.
        idea: what it does, in a sentence; nothing where that was written of tensors with another number of dims.
        gives: shape, dtype and small results' numbers.
        differs: in which way from what is meant, or, where that is not known, from the first that ran.
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
        answer: which of `ANSWERS` it is; nothing where it ran and is not known to be wrong.
        kind: of the case, where it is the matter that the case is made for.
        known: whether it is known what is right for these operands.
        well: whether it ran and gave that.
        no_dtype: whether it was refused in float32 and int64 as well.
        marks: what does not fit.
        cures: the fixes that ran, what is mostly meant first.
        right: where the snippet gave something else than what is meant, in silence: that, described.
        meant: the same as a value.
        failed: how many fixes did not run.
    """

    values: Mapping[str, Any]
    outcome: Outcome
    gives: str
    answer: str
    kind: str
    known: bool
    well: bool
    no_dtype: bool
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
    meant = _meant(case, values, own=is_own(case, typed or {}))
    wrong = bool(outcome.refused is None and meant and difference(outcome.value, meant.value))
    ill = outcome.refused is not None or wrong
    asked = ask(case, values, outcome) if ill else Answer()
    tried = {fix: run(fix, values, case.places) for fix in case.fixes} if ill else {}
    return Diagnosis(
        values=values,
        outcome=replace(outcome, value=_small(outcome.value)),
        gives=described(outcome.value) if outcome.refused is None else "",
        answer=asked.name,
        kind=case.kind if asked.usual else "",
        known=meant is not None,
        well=meant is not None and not ill,
        no_dtype=asked.no_dtype,
        marks=asked.marks,
        cures=_cures(case, values, meant, tried),
        right=described(meant.value) if meant and wrong else "",
        meant=_small(meant.value) if meant and wrong else None,
        failed=sum(found.refused is not None for found in tried.values()),
    )


def _meant(case: Case, values: Mapping[str, Any], *, own: bool) -> Outcome | None:
    """Return what is right for these operands; None where that is not known."""
    asked = case.meant or (case.fixes[0] if own else None)
    found = run(asked, values, case.places) if asked else None
    return found if found and found.refused is None else None


def _cures(
    case: Case, values: Mapping[str, Any], meant: Outcome | None, tried: Mapping[Snippet, Outcome]
) -> tuple[Cure, ...]:
    """Compare the fixes that ran, without those that PyTorch will soon refuse."""
    ran = {fix: found.value for fix, found in tried.items() if found.refused is None and not _deprecated(found)}
    first = meant.value if meant else next(iter(ran.values()), None)
    than = "" if meant else " than the first"
    return tuple(
        Cure(
            name=fix.__name__,
            code=changed(case.broken, fix),
            idea=idea_of(fix) if _as_dimmed(case, values) else "",
            gives=described(value, _IN_A_CELL),
            differs=differs + than if (differs := difference(value, first)) else "",
        )
        for fix, value in ran.items()
    )


def _deprecated(found: Outcome) -> bool:
    """Tell whether PyTorch warns that this will not run for long, as of `.T` of more than two dims."""
    return any("deprecated" in words for words in found.warned)


def _as_dimmed(case: Case, values: Mapping[str, Any]) -> bool:
    """Tell whether operands have as many dims as the case's own, of which its fixes are written."""
    usual = read_operands(case, {})
    return all(usual[name].ndim == x.ndim for name, x in values.items() if isinstance(x, Tensor))


def _small(value: Any) -> Any:
    """Return a result whose numbers can be looked at; None for a large one, and for a stand-in without numbers."""
    return None if isinstance(value, Tensor) and not (numbered(value) and value.numel() <= _KEPT) else value
