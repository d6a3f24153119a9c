"""Which sizes and numbers do not fit, worked out from the operands: what is said is so for any of them."""

from typing import Any, Final

from torch import Tensor

from core.clinic.case import Mark, Marks

_FEW: Final = 3  # numbers that are named


def _tensors(operands: dict[str, Any]) -> dict[str, Tensor]:
    return {name: x for name, x in operands.items() if isinstance(x, Tensor)}


def _pair(size: int, other: str, its: int) -> str:
    return f"{size}, and {other} has {its}"


def inner(**operands: Any) -> Marks:
    """Compare the last dim of the first with the last but one of the second, and their batches, as a product does."""
    (left, a), (right, b) = list(_tensors(operands).items())[:2]
    if not a.ndim or not b.ndim:
        return ()
    dim = max(b.ndim - 2, 0)
    n_left, n_right = a.shape[-1], b.shape[dim]
    batches = broadcast(2, **operands)
    if n_left == n_right:
        return batches
    return (
        Mark(operand=left, aspect="shape", dim=a.ndim - 1, says=_pair(n_left, right, n_right)),
        Mark(operand=right, aspect="shape", dim=dim, says=_pair(n_right, left, n_left)),
        *batches,
    )


def broadcast(skip: int = 0, **operands: Any) -> Marks:
    """Compare sizes from the right; two that are neither equal nor 1 do not go together.

    Args:
        skip: how many at the right are left out.
        operands: two tensors.
    """
    (left, a), (right, b) = list(_tensors(operands).items())[:2]
    return tuple(
        Mark(
            operand=name, aspect="shape", dim=x.ndim - back, says=f"{x.shape[-back]}, and {other} has {y.shape[-back]}"
        )
        for back in range(1 + skip, min(a.ndim, b.ndim) + 1)
        if a.shape[-back] != b.shape[-back] and 1 not in {a.shape[-back], b.shape[-back]}
        for name, x, other, y in ((left, a, right, b), (right, b, left, a))
    )


def unequal(skip: int | None = None, **operands: Any) -> Marks:
    """Compare two shapes dim by dim from the left.

    Args:
        skip: the dim in which they may differ.
        operands: two tensors.
    """
    (left, a), (right, b) = list(_tensors(operands).items())[:2]
    if a.ndim != b.ndim:
        says = f"{_dims(a)}, and {right} has {b.ndim}", f"{_dims(b)}, and {left} has {a.ndim}"
        return whole(left, says[0]) + whole(right, says[1])
    return tuple(
        Mark(operand=name, aspect="shape", dim=dim, says=_pair(x.shape[dim], other, y.shape[dim]))
        for dim in range(a.ndim)
        if dim != skip and a.shape[dim] != b.shape[dim]
        for name, x, other, y in ((left, a, right, b), (right, b, left, a))
    )


def size_of(name: str, x: Any, dim: int, wanted: Any) -> Marks:
    """Compare one size with the one that is wanted."""
    if not isinstance(x, Tensor) or not -x.ndim <= dim < x.ndim or x.shape[dim] == wanted:
        return ()
    return (Mark(operand=name, aspect="shape", dim=dim % x.ndim, says=f"{x.shape[dim]}, and {wanted} wanted"),)


def n_dims(name: str, x: Any, *wanted: int) -> Marks:
    """Compare the number of dims with those that are taken."""
    if not isinstance(x, Tensor) or x.ndim in wanted:
        return ()
    return whole(name, f"{_dims(x)}, and {' or '.join(map(str, wanted))} wanted")


def _dims(x: Tensor) -> str:
    return "1 dim" if x.ndim == 1 else f"{x.ndim} dims"


def into(name: str, x: Tensor, room: Tensor) -> Marks:
    """Compare sizes from the right with those of the room that a tensor is written into; a size of 1 is stretched."""
    places = {back: room.shape[-back] if back <= room.ndim else 1 for back in range(1, x.ndim + 1)}
    return tuple(
        Mark(operand=name, aspect="shape", dim=x.ndim - back, says=f"{x.shape[-back]}, and {size} wanted")
        for back, size in places.items()
        if x.shape[-back] not in {1, size}
    )


def beyond(name: str, x: Tensor, n: int, what: str) -> Marks:
    """Point at the places that are not there.

    Args:
        name: of the operand.
        x: the places, whole numbers.
        n: how many there are, counted from 0.
        what: there are, in the plural.
    """
    wrong = (x < 0) | (x >= n)
    first = ", ".join(map(str, sorted(set(x[wrong].tolist()))[:_FEW]))
    return value(name, f"{first}: {what} go from 0 to {n - 1}" if n else f"{first}: there are no {what}", wrong)


def value(name: str, says: str, wrong: Tensor | None = None) -> Marks:
    """Point at the numbers of an operand.

    Args:
        name: of the operand.
        says: what is the matter with them.
        wrong: True for each number that does not fit, and nothing is said where there is none; all, if left out.
    """
    if wrong is not None and not wrong.any():
        return ()
    at = () if wrong is None else tuple(wrong.reshape(-1).nonzero().squeeze(1).tolist())
    return (Mark(operand=name, aspect="value", says=says, at=at),)


def whole(name: str, says: str) -> Marks:
    """Point at a shape as a whole."""
    return (Mark(operand=name, aspect="shape", says=says),)
