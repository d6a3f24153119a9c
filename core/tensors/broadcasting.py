"""The rule of broadcasting, dim by dim from the right."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedDim:
    """One dim of two shapes laid over each other from the right.

    Attributes:
        dim: counted from the end, -1 the last.
        a, b: the sizes; None where a shape has no such dim.
        result: the size that comes out; None where the two do not go together.
        rule: in words, what happens here.
    """

    dim: int
    a: int | None
    b: int | None
    result: int | None
    rule: str


def align(a: Sequence[int], b: Sequence[int]) -> tuple[AlignedDim, ...]:
    """Lay two shapes over each other from the right, leftmost dim first.

    Source: https://docs.pytorch.org/docs/stable/notes/broadcasting.html
    """
    return tuple(_align(a, b, -place) for place in range(max(len(a), len(b)), 0, -1))


def _align(a: Sequence[int], b: Sequence[int], dim: int) -> AlignedDim:
    left = a[dim] if -dim <= len(a) else None
    right = b[dim] if -dim <= len(b) else None
    result, rule = _rule(left, right)
    return AlignedDim(dim=dim, a=left, b=right, result=result, rule=rule)


def _rule(left: int | None, right: int | None) -> tuple[int | None, str]:
    if left is None:
        return right, "A is repeated"
    if right is None:
        return left, "B is repeated"
    if left == right:
        return left, "equal"
    if left == 1:
        return right, "A is stretched"
    if right == 1:
        return left, "B is stretched"
    return None, "neither equal nor 1"
