"""How large the results are that depend on the numbers, which a dry run does not have."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from torch import Tensor

from core.expressions.limits import WORK
from core.expressions.parsing import ExpressionError


def _largest(x: Tensor) -> float:
    return x.max().item() + 1 if x.numel() else 0


def _counts(tensors: Sequence[Tensor], values: Sequence[Any]) -> float:
    least = max((value for value in values if isinstance(value, int)), default=0)
    return max(least, _largest(tensors[0]) if tensors else 0)


def _classes(tensors: Sequence[Tensor], values: Sequence[Any]) -> float:
    return max(1, tensors[0].numel()) * _counts(tensors, values) if tensors else 0


def _repeats(tensors: Sequence[Tensor], values: Sequence[Any]) -> float:
    times: list[float] = [abs(value) for value in values if isinstance(value, int)]
    if tensors and (len(tensors) > 1 or not times):
        times.append(_largest(tensors[-1]))
    return sum(x.numel() for x in tensors) * max(times, default=1)


def _letters(tensors: Sequence[Tensor], values: Sequence[Any]) -> float:
    """Check the work of an einsum: the sizes of all its letters, multiplied; its result is no larger."""
    sizes: dict[str, int] = {}
    equation = values[0] if values else None
    if not isinstance(equation, str):
        raise ExpressionError('torch.einsum takes its equation first, such as "ij,jk->ik"')
    for letters, x in zip(equation.replace(" ", "").split("->")[0].split(","), tensors, strict=False):
        spread = letters.replace("...", "")
        sizes |= dict(zip(spread, x.shape[-len(spread) :], strict=False)) if spread else {}
        if "..." in letters:
            sizes["..."] = max(sizes.get("...", 1), x.numel())
    _check_work("torch.einsum", math.prod(sizes.values()))
    return 0


# Functions whose result depends on the numbers, which a dry run does not have: an upper bound of its elements.
COUNTED: Final[Mapping[str, Callable[[Sequence[Tensor], Sequence[Any]], float]]] = {
    "bincount": _counts,
    "torch.bincount": _counts,
    "torch.nn.functional.one_hot": _classes,
    "repeat_interleave": _repeats,
    "torch.repeat_interleave": _repeats,
    "torch.einsum": _letters,
}


def _check_work(name: str, work: float) -> None:
    if work not in WORK:
        raise ExpressionError(f"{name} would take {work:,} multiplications; up to {WORK.high:,} are taken")
