"""What each part of an index does: keep a dim, drop it, make a new one, or pick places by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, Final, Literal

import torch
from torch import Tensor

from core.expressions import evaluate
from core.indexing.picking import Picked
from core.indexing.reading import brackets, code_of, parts_of
from core.tensors.sizes import shape_text

Does = Literal["kept", "dropped", "new", "picked"]
_LISTED: Final = 6  # places written out before an ellipsis stands for the others
_TRUTHS: Final = (torch.bool, torch.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One part of an index.

    Attributes:
        part: as it is written; empty for the dims that no part speaks of.
        bracket: in which bracket it stands, from 0.
        dims: of what is indexed, those that it takes.
        before: their sizes.
        does: what becomes of them.
        after: the sizes that it leaves; lists that go hand in hand have each the same.
        says: in a few words.
    """

    part: str
    bracket: int
    dims: tuple[int, ...]
    before: tuple[int, ...]
    does: Does
    after: tuple[int, ...]
    says: str


def account(picked: Picked) -> tuple[Account, ...]:
    """Tell what each part does, bracket by bracket; nothing where that does not lead to the shape PyTorch gave."""
    x, told = picked.x, list[Account]()
    for number, bracket in enumerate(brackets(picked.tree)):
        whole = evaluate(code_of(bracket.value), {"x": picked.x.clone()}) if number else x
        own = _accounts(number, tuple(whole.shape), list(parts_of(bracket, x)))
        result = evaluate(code_of(bracket), {"x": picked.x.clone()})
        if own is None or shape_after(own) != tuple(result.shape):
            return ()
        told += own
    return tuple(told)


def shape_after(accounts: Sequence[Account]) -> tuple[int, ...]:
    """Return the shape that the parts of one bracket lead to."""
    by_hand = [each.after for each in accounts if each.does == "picked"]
    together = _together(by_hand)
    if comes_first(accounts):
        return together + tuple(size for each in accounts if each.does in {"kept", "new"} for size in each.after)
    sizes: list[int] = []
    for each in accounts:
        if each.does != "picked":
            sizes += each.after
        elif by_hand:
            sizes += together
            by_hand = []
    return tuple(sizes)


def comes_first(accounts: Sequence[Account]) -> bool:
    """Tell whether lists stand apart, with a dim between them that stays: what they pick then comes first."""
    kinds = [each.does for each in accounts if each.after or each.does == "picked"]
    return any(
        kind != "picked" and "picked" in kinds[:i] and "picked" in kinds[i + 1 :] for i, kind in enumerate(kinds)
    )


def notes(accounts: Sequence[Account]) -> list[str]:
    """Tell what surprises where several lists meet in one bracket."""
    said: list[str] = []
    for number in sorted({each.bracket for each in accounts}):
        own = [each for each in accounts if each.bracket == number]
        by_hand = [each for each in own if each.does == "picked"]
        if len(by_hand) > 1:
            together = shape_text(_together([each.after for each in by_hand]))
            said.append(f"Lists go hand in hand, first with first, second with second: together {together}.")
        if comes_first(own):
            said.append("A dim that stays lies between the lists, so what they pick comes first.")
    return said


def _together(shapes: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the shape that lists of these shapes have hand in hand."""
    return tuple(sum((torch.empty(shape, device="meta") for shape in shapes), torch.empty((), device="meta")).shape)


def _accounts(number: int, shape: tuple[int, ...], parts: Sequence[tuple[str, Any]]) -> list[Account] | None:
    """Give every part its dims; None where there are not as many dims as the parts take."""
    rest = len(shape) - sum(_takes(value) for _, value in parts)
    if rest < 0:
        return None
    spread = next((i for i, (_, value) in enumerate(parts) if value is ...), len(parts))
    told: list[Account] = []
    at = 0
    for i, (text, value) in enumerate([*parts, *([("", ...)] if rest and spread == len(parts) else [])]):
        dims = tuple(range(at, at + (rest if i == spread else _takes(value))))
        at += len(dims)
        before = tuple(shape[dim] for dim in dims)
        does, after, says = _told(value, before)
        told.append(Account(part=text, bracket=number, dims=dims, before=before, does=does, after=after, says=says))
    return told


def _takes(value: Any) -> int:
    """Count the dims that a part takes; an ellipsis takes what the others leave."""
    if value is None or isinstance(value, bool | EllipsisType):
        return 0
    if isinstance(value, slice | int):
        return 1
    by = _as_tensor(value)
    return by.ndim if by.dtype in _TRUTHS else 1


def _as_tensor(value: Any) -> Tensor:
    """Return what a number, a list or a tensor picks by."""
    if isinstance(value, Tensor):
        return value
    return torch.tensor(value, dtype=None if value or isinstance(value, int) else torch.int64)


def _told(value: Any, before: tuple[int, ...]) -> tuple[Does, tuple[int, ...], str]:
    """Return what a part does to its dims, the sizes it leaves, and a few words."""
    if value is None:
        return "new", (1,), "a new dim of size 1"
    if value is ...:
        return "kept", before, "whole" if before else "stands for no dim here"
    if isinstance(value, slice):
        places = torch.arange(before[0])[value].tolist()
        return "kept", (len(places),), "whole" if len(places) == before[0] else _listed(places)
    by = _as_tensor(value)
    if by.dtype in _TRUTHS:
        n_true = int(by.bool().sum())
        return "picked", (n_true,), f"the {n_true} of {by.numel()} that are True"
    places = (by.reshape(-1) % max(before[0], 1)).tolist()
    if by.ndim == 0:
        return "dropped", (), f"only {_listed(places)}"
    return "picked", tuple(by.shape), _listed(places)


def _listed(places: Sequence[int]) -> str:
    if not places:
        return "no place at all"
    more = ["…"] if len(places) > _LISTED else []
    return f"{'place' if len(places) == 1 else 'places'} {', '.join([*map(str, places[:_LISTED]), *more])}"
