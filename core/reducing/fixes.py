"""What works in place of a refused reduction: each of it was tried."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from torch import Tensor

from core.reducing.calls import Call, Reduced, reduce
from core.reducing.registry import REDUCTIONS

_OFFERED: Final = 6


def fixes(call: Call, x: Tensor) -> tuple[Reduced, ...]:
    """Return what works in place of a refused call, nearest first: every one of them was tried."""
    tried = (reduce(other, x) for other in _changes(call, x) if other != call)
    return tuple(itertools.islice((one for one in tried if one.result is not None), _OFFERED))


def _changes(call: Call, x: Tensor) -> Iterator[Call]:
    calls = [call]
    if call.dim is None and not REDUCTIONS[call.name].shrinks:
        calls = [replace(call, dim=dim) for dim in range(max(x.ndim, 1))]
    yield from calls
    for changed in calls:
        yield replace(changed, cast="float")
    for changed in calls:
        yield replace(changed, dtype="torch.float32")
        yield replace(changed, cast="double")
        if not x.is_floating_point():
            yield replace(changed, cast="long")
