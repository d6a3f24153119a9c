"""Broken by an index or a dim that is not there."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn

from core.clinic.case import Case, Mark, Marks
from core.clinic.marking import beyond, n_dims, size_of, value, whole


def last(x, place):
    """The last of three."""
    return x[place]


def last_counted_from_zero(x, place):
    """Counts from 0."""
    return x[place - 1]


def last_from_behind(x, place):
    """Counts from behind, where -1 is the last."""
    return x[-1]


def last_sliced(x, place):
    """Takes all from this place on; a slice may be empty, and does not fail."""
    return x[place:]


def word(ids):
    """A text with a word that the vocabulary does not have."""
    embedding = nn.Embedding(10, 4)
    return embedding(ids)


def word_larger(ids):
    """Makes room for every id there is."""
    embedding = nn.Embedding(int(ids.max()) + 1, 4)
    return embedding(ids)


def word_unknown(ids):
    """Takes the last row for every word that is not known."""
    embedding = nn.Embedding(10, 4)
    return embedding(ids.clamp(max=9))


def total(table, dim):
    """Sums along the columns, which are dim 2, are they not?"""
    return table.sum(dim=dim)


def total_last(table, dim):
    """Takes the last dim: they count from 0, or backwards from -1."""
    return table.sum(dim=-1)


def total_first(table, dim):
    """Sums along dim 0, down the rows."""
    return table.sum(dim=0)


def total_all(table, dim):
    """Sums everything."""
    return table.sum()


def entry(x):
    """One number of a result that was squeezed on the way."""
    return x.squeeze()[0, 1]


def entry_unsqueezed(x):
    """Leaves out squeeze, which takes every dim of size 1."""
    return x[0, 1]


def entry_of_one(x):
    """Takes one index, for the dim that is left."""
    return x.squeeze()[1]


def mask(x, keep):
    """A mask that was made for other data."""
    return x[keep]


def mask_cut(x, keep):
    """Masks as many as it has answers for."""
    return x[: len(keep)][keep]


def mask_places(x, keep):
    """Makes whole numbers of the mask, which are taken for places."""
    return x[keep.long()]


def chosen(scores, classes):
    """The score of the right class, row by row."""
    return torch.gather(scores, 1, classes)


def chosen_column(scores, classes):
    """Gives the classes as a column, row by row."""
    return torch.gather(scores, 1, classes.unsqueeze(1)).squeeze(1)


def chosen_indexed(scores, classes):
    """Pairs every row with a class."""
    return scores[torch.arange(len(scores)), classes]


def chosen_all(scores, classes):
    """Takes these columns of every row."""
    return scores[:, classes]


def decide(x):
    """A condition as one writes it for a number."""
    return "up" if x > 0 else "down"


def decide_all(x):
    """Asks whether it holds for all."""
    return "up" if (x > 0).all() else "down"


def decide_any(x):
    """Asks whether it holds for any."""
    return "up" if (x > 0).any() else "down"


def _no_place(x: Tensor, place: int) -> Marks:
    if not x.ndim:
        return whole("x", "0 dims, and so no places")
    if -len(x) <= place < len(x):
        return ()
    n = len(x)
    places = f"places go from 0 to {n - 1}, or from -{n} to -1" if n else "there are no places"
    return (*value("place", f"{place}, and {places}"), Mark(operand="x", aspect="shape", dim=0, says=f"{n}: {places}"))


def _no_dim(table: Tensor, dim: int) -> Marks:
    n = max(table.ndim, 1)  # that of a scalar may be called 0 or -1
    return () if -n <= dim < n else value("dim", f"{dim}, and dims go from 0 to {n - 1}, or from -{n} to -1")


def _squeezed(x: Tensor) -> Marks:
    if x.ndim < _INDICES:
        return n_dims("x", x, _INDICES)
    gone = [dim for dim, size in enumerate(x.shape) if size == 1]
    return tuple(Mark(operand="x", aspect="shape", dim=dim, says="1: squeeze takes it away") for dim in gone)


def _other_mask(x: Tensor, keep: Tensor) -> Marks:
    if keep.dtype != torch.bool:
        return ()
    if keep.ndim > x.ndim:
        return whole("keep", f"more dims than x: {keep.ndim}, and x has {x.ndim}")
    return tuple(mark for dim in range(keep.ndim) for mark in size_of("keep", keep, dim, x.shape[dim]))


def _no_column(scores: Tensor, classes: Tensor) -> Marks:
    if scores.ndim < _INDICES:
        return n_dims("scores", scores, _INDICES)
    return n_dims("classes", classes, scores.ndim) or beyond("classes", classes, scores.shape[1], "columns")


_TABLE: Final = "torch.tensor([[1, 2, 3], [4, 5, 6]])"
_INDICES: Final = 2

CASES: Final[Mapping[str, Case]] = {
    "the last of three": Case(
        kind="index and in place", answer="another kind", broken=last,
        fixes=(last_counted_from_zero, last_from_behind, last_sliced),
        operands={"x": "torch.tensor([10, 20, 30])", "place": "3"}, marks=_no_place,
    ),
    "a word too many": Case(
        kind="index and in place", answer="another kind", broken=word, fixes=(word_larger, word_unknown),
        operands={"ids": "torch.tensor([3, 1, 10])"},
        marks=lambda ids: beyond("ids", ids, 10, "rows"),
    ),
    "sums along the columns": Case(
        kind="index and in place", answer="another kind", broken=total, fixes=(total_last, total_first, total_all),
        operands={"table": _TABLE, "dim": "2"}, marks=_no_dim,
    ),
    "one number of a result": Case(
        kind="index and in place", answer="shape", broken=entry, fixes=(entry_unsqueezed, entry_of_one),
        operands={"x": "torch.tensor([[7, 8, 9]])"},
        marks=_squeezed,
    ),
    "a mask": Case(
        kind="index and in place", answer="shape", broken=mask, fixes=(mask_cut, mask_places),
        operands={"x": "torch.tensor([10, 20, 30])", "keep": "torch.tensor([True, False])"},
        marks=_other_mask,
    ),
    "the right class's score": Case(
        kind="index and in place", answer="shape", broken=chosen,
        fixes=(chosen_column, chosen_indexed, chosen_all),
        operands={"scores": "torch.tensor([[5., 6., 7.], [8., 9., 10.]])", "classes": "torch.tensor([2, 0])"},
        marks=_no_column,
    ),
    "a condition": Case(
        kind="index and in place", answer="shape", broken=decide, fixes=(decide_all, decide_any),
        operands={"x": "torch.tensor([1., -2.])"}, meant=decide_all,
        marks=lambda x: whole("x", f"answers: {x.numel()}, and one wanted") if x.numel() != 1 else (),
    ),
}  # fmt: skip
