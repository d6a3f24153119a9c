"""What works where two dtypes do not go together: casts, each of them tried, and what they cost."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import torch
from torch import Tensor

from core.dtypes.operations import OPERATIONS, Operand, Outcome, operands, plain, run, try_pair
from core.expressions import evaluate

_OFFERED: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fix:
    """Something that was tried and works.

    Attributes:
        outcome: its code and what came out.
        changed: which of A and B the cast changed in value, "A", "B", "A and B" or nothing.
    """

    outcome: Outcome
    changed: str


@cache
def fixes(operation: str, a: str, b: str) -> tuple[Fix, ...]:
    """Return what works in place of a refused operation, with as few casts as possible, harmless ones first."""
    if try_pair(operation, a, b).refused is None:
        return ()
    pair = operands(operation, a, b)
    found = [fix for fix in (_instead(operation, *pair), *_with_one_cast(operation, pair)) if fix is not None]
    if not found:
        what = OPERATIONS[operation]
        both = (_tried(operation, pair, cast_a, cast_b) for cast_a in what.casts_a for cast_b in what.casts_b)
        found = list(itertools.islice((fix for fix in both if fix is not None), 1))
    return tuple(sorted(found, key=lambda fix: len(fix.changed)))[:_OFFERED]


def _with_one_cast(operation: str, pair: tuple[Tensor, Operand]) -> Iterator[Fix | None]:
    """Try a cast of either, once for every dtype that it comes to."""
    what, seen = OPERATIONS[operation], set[tuple[object, ...]]()
    for cast_a, cast_b in [(cast, "") for cast in what.casts_a] + [("", cast) for cast in what.casts_b]:
        fix = _tried(operation, pair, cast_a, cast_b)
        if fix is not None and _dtypes(pair, cast_a, cast_b) not in seen:
            seen.add(_dtypes(pair, cast_a, cast_b))
            yield fix


def _instead(operation: str, a: Tensor, b: Operand) -> Fix | None:
    code = OPERATIONS[operation].instead
    outcome = run(code, a, b) if code else None
    return None if outcome is None or outcome.value is None else Fix(outcome=outcome, changed="")


def _tried(operation: str, pair: tuple[Tensor, Operand], cast_a: str, cast_b: str) -> Fix | None:
    a, b = pair
    if not isinstance(b, Tensor) and (cast_b or "B." in cast_a):
        return None
    outcome = run(plain(operation, cast_a, cast_b), a, b)
    if outcome.value is None:
        return None
    parts = [name for name, cast in (("A", cast_a), ("B", cast_b)) if cast and _changes(pair, name, cast)]
    return Fix(outcome=outcome, changed=" and ".join(parts))


def _cast(pair: tuple[Tensor, Operand], name: str, cast: str) -> Operand:
    value: Operand = evaluate(f"{name}{cast}", {"A": pair[0].clone(), "B": pair[1]})
    return value


def _dtypes(pair: tuple[Tensor, Operand], cast_a: str, cast_b: str) -> tuple[object, ...]:
    both = (_cast(pair, "A", cast_a), _cast(pair, "B", cast_b))
    return tuple(value.dtype if isinstance(value, Tensor) else type(value) for value in both)


def _changes(pair: tuple[Tensor, Operand], name: str, cast: str) -> bool:
    """Tell whether a cast changes the numbers themselves."""
    before, after = pair["AB".index(name)], _cast(pair, name, cast)
    if not isinstance(before, Tensor) or not isinstance(after, Tensor):
        return False
    return not torch.equal(before.double(), after.double())


def chosen(operation: str, a: str, b: str, code: str) -> Outcome:
    """Return the plain operation; where it is refused, the fix chosen by its code, if that is one."""
    by_code = {fix.outcome.code: fix.outcome for fix in fixes(operation, a, b)}
    return by_code.get(code) or try_pair(operation, a, b)


def pair_script(operation: str, a: str, b: str, code: str = "") -> str:
    """Write the code of what was done, with the refusal of the plain call where there is one."""
    plainly, done = try_pair(operation, a, b), chosen(operation, a, b, code)
    lines = ["import torch"]
    if "F." in operation:
        lines.append("from torch.nn import functional as F")
    lines += ["", *(f"{name} = {_made(value)}" for name, value in zip("AB", operands(operation, a, b), strict=True))]
    if plainly.refused is not None:
        lines.append(f"# {plainly.code} raises {plainly.refused.words}")
    if done.value is not None:
        lines += [f"C = {done.code}", f"print(C, C.dtype)  # {done.dtype}"]
    return "\n".join(lines)


def _made(value: Operand) -> str:
    if not isinstance(value, Tensor):
        return repr(value)
    return f"torch.tensor({value.tolist()}, dtype={value.dtype})"
