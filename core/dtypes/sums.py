"""Many small numbers added up, one after the other, in each float dtype."""

from dataclasses import dataclass
from typing import Final

import torch

from core.dtypes.names import DTYPES, FLOATS
from core.ranges import Range

TERM: Final = Range(0.001, 100)
TIMES: Final = Range(100, 20_000)
_POINTS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A sum under way in one dtype.

    Attributes:
        dtype: of the number added and of the sum.
        counts: how many were added, up to `_POINTS` moments.
        values: the sum at these moments.
        stuck: after how many it no longer changed; None while it still does.
        at_once: what `torch.sum` makes of as many, which adds up in a wider dtype or in pieces.
    """

    dtype: str
    counts: tuple[int, ...]
    values: tuple[float, ...]
    stuck: int | None
    at_once: float


def add_up(term: float, times: int) -> tuple[Sum, ...]:
    """Add a number so many times, in each float dtype.

    Raises:
        ConfigError: for a number or a count outside the limits.
    """
    TERM.check("the number added", term)
    TIMES.check_count("times", times)
    return tuple(_add_up(term, times, dtype) for dtype in FLOATS)


def _add_up(term: float, times: int, dtype: str) -> Sum:
    added, total = torch.tensor(term, dtype=DTYPES[dtype]), torch.tensor(0, dtype=DTYPES[dtype])
    seen = [total]
    for _ in range(times):
        total = total + added
        seen.append(total)
    sums = torch.stack(seen).double()
    moved = (sums[1:] != sums[:-1]).nonzero()
    last = int(moved[-1]) + 1 if len(moved) else 0
    counts = sorted({round(i * times / _POINTS) for i in range(_POINTS + 1)})
    return Sum(
        dtype=dtype,
        counts=tuple(counts),
        values=tuple(sums[counts].tolist()),
        stuck=last if last < times else None,
        at_once=torch.full((times,), term, dtype=DTYPES[dtype]).sum().item(),
    )
