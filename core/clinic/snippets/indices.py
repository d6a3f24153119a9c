"""Broken by an index or a dim that is not there."""

from collections.abc import Mapping
from typing import Any, Final

import torch
from torch import Tensor, nn

from core.clinic.case import Case, Mark, Marks
from core.clinic.marking import size_of, value


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
    """A slice never fails: it is empty."""
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
    """Counts dims from 0: one less, or -1 for the last."""
    return table.sum(dim=-1)


def total_first(table, dim):
    """Sums down the rows."""
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
    """Takes one index for the one dim that is left."""
    return x.squeeze()[1]


def mask(x, keep):
    """A mask that was made for other data."""
    return x[keep]


def mask_cut(x, keep):
    """Masks as many as it has answers for."""
    return x[: len(keep)][keep]


def mask_places(x, keep):
    """Takes the truth values for places 0 and 1."""
    return x[keep.long()]


def chosen(scores, classes):
    """The score of the right class, row by row."""
    return torch.gather(scores, 1, classes)


def chosen_column(scores, classes):
    """Gives the classes as a column, one for each row."""
    return torch.gather(scores, 1, classes.unsqueeze(1)).squeeze(1)


def chosen_indexed(scores, classes):
    """Pairs every row with its class."""
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


def _beyond(x: Tensor, place: Any) -> Marks:
    size = x.shape[0] if x.ndim else 0
    if not isinstance(place, int) or -size <= place < size:
        return ()
    places = Mark(operand="x", aspect="shape", dim=0, says=f"{size}: places 0 to {size - 1}")
    return (*value("place", f"{place}, and the last of {size} is {size - 1}"), places)


def _no_dim(table: Tensor, dim: Any) -> Marks:
    if not isinstance(dim, int) or -table.ndim <= dim < table.ndim:
        return ()
    return value("dim", f"{dim}, and the last of {table.ndim} dims is {table.ndim - 1}")


_TABLE: Final = "torch.tensor([[1, 2, 3], [4, 5, 6]])"

CASES: Final[Mapping[str, Case]] = {
    "the last of three": Case(
        kind="index and in place", answer="another kind", broken=last,
        fixes=(last_counted_from_zero, last_from_behind, last_sliced),
        operands={"x": "torch.tensor([10, 20, 30])", "place": "3"}, marks=_beyond,
    ),
    "a word too many": Case(
        kind="index and in place", answer="another kind", broken=word, fixes=(word_larger, word_unknown),
        operands={"ids": "torch.tensor([3, 1, 10])"},
        marks=lambda ids: value("ids", f"{ids.max()}, and the last of 10 rows is 9", ids > 9),
    ),
    "sums along the columns": Case(
        kind="index and in place", answer="another kind", broken=total, fixes=(total_last, total_first, total_all),
        operands={"table": _TABLE, "dim": "2"}, marks=_no_dim,
    ),
    "one number of a result": Case(
        kind="index and in place", answer="shape", broken=entry, fixes=(entry_unsqueezed, entry_of_one),
        operands={"x": "torch.tensor([[7, 8, 9]])"},
        marks=lambda x: (Mark(operand="x", aspect="shape", dim=0, says="1: squeeze takes it away"),),
    ),
    "a mask": Case(
        kind="index and in place", answer="shape", broken=mask, fixes=(mask_cut, mask_places),
        operands={"x": "torch.tensor([10, 20, 30])", "keep": "torch.tensor([True, False])"},
        marks=lambda x, keep: size_of("keep", keep, 0, len(x)),
    ),
    "the right class's score": Case(
        kind="index and in place", answer="shape", broken=chosen,
        fixes=(chosen_column, chosen_indexed, chosen_all),
        operands={"scores": "torch.tensor([[5., 6., 7.], [8., 9., 10.]])", "classes": "torch.tensor([2, 0])"},
        marks=lambda scores, classes: (
            Mark(operand="classes", aspect="shape", says=f"{classes.ndim} dims, and {scores.ndim} wanted"),
        ),
    ),
    "a condition": Case(
        kind="index and in place", answer="shape", broken=decide, fixes=(decide_all, decide_any),
        operands={"x": "torch.tensor([1., -2.])"},
        marks=lambda x: (Mark(operand="x", aspect="shape", says=f"{x.numel()} answers, and one wanted"),),
    ),
}  # fmt: skip
