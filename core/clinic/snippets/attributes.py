"""Broken by a name: what Python or NumPy has and a tensor has not."""

from collections.abc import Mapping
from typing import Final

import torch

from core.clinic.case import Case
from core.clinic.marking import value


def rearrange(x):
    """The function of this name, from the notes of many a course."""
    return torch.view(x, (3, 2))


def rearrange_method(x):
    """It is a method of a tensor."""
    return x.view(3, 2)


def rearrange_function(x):
    """reshape is both, and copies where view cannot."""
    return torch.reshape(x, (3, 2))


def convert(x):
    """As one does it in NumPy and pandas."""
    return x.astype(torch.float32)


def convert_to(x):
    """A tensor's word for it; it also takes a device."""
    return x.to(torch.float32)


def convert_float(x):
    """A method for each dtype."""
    return x.float()


def look_at(data):
    """The shape of some numbers."""
    return data.shape


def look_at_tensor(data):
    """Makes a tensor of the list first."""
    return torch.tensor(data).shape


def look_at_length(data):
    """Counts the rows; a list knows no more."""
    return len(data)


def n_rows(x):
    """How many rows are there?"""
    return x.size[0]


def n_rows_called(x):
    """size is a method of a tensor; in NumPy it is not."""
    return x.size(0)


def n_rows_shape(x):
    """shape is an attribute, as in NumPy."""
    return x.shape[0]


def join(first, second):
    """Tensors are collected in a list, and the list made a tensor."""
    return torch.tensor([first, second])


def join_stacked(first, second):
    """Puts them on top of each other."""
    return torch.stack([first, second])


def join_lists(first, second):
    """Makes lists of them first, and goes through every number in Python."""
    return torch.tensor([first.tolist(), second.tolist()])


def highest(scores):
    """The highest score of each row."""
    return scores.max(dim=1).round()


def highest_values(scores):
    """max along a dim gives two tensors; this is the first."""
    return scores.max(dim=1).values.round()


def highest_indices(scores):
    """The second one tells where they are."""
    return scores.max(dim=1).indices.round()


def highest_amax(scores):
    """Asks for the values only."""
    return scores.amax(dim=1).round()


CASES: Final[Mapping[str, Case]] = {
    "a view": Case(
        kind="attribute", answer="another kind", broken=rearrange, fixes=(rearrange_method, rearrange_function),
        operands={"x": "torch.arange(6)"}, marks=lambda x: value("x", "has the method that torch has not"),
    ),
    "floats wanted": Case(
        kind="attribute", answer="another kind", broken=convert, fixes=(convert_to, convert_float),
        operands={"x": "torch.tensor([1, 2, 3])"}, marks=lambda x: value("x", "is a tensor, no array of NumPy"),
    ),
    "the shape of some numbers": Case(
        kind="attribute", answer="another kind", broken=look_at, fixes=(look_at_tensor, look_at_length),
        operands={"data": "[[1, 2], [3, 4]]"}, marks=lambda data: value("data", "is a list, no tensor"),
    ),
    "how many rows": Case(
        kind="attribute", answer="another kind", broken=n_rows, fixes=(n_rows_called, n_rows_shape),
        operands={"x": "torch.rand(5, 2)"}, marks=lambda x: value("x", "its size is a method, to be called"),
    ),
    "a list of tensors": Case(
        kind="attribute", answer="another kind", broken=join, fixes=(join_stacked, join_lists),
        operands={"first": "torch.tensor([1., 2.])", "second": "torch.tensor([3., 4.])"},
        marks=lambda **both: tuple(
            mark for name, x in both.items() if x.numel() != 1
            for mark in value(name, f"a tensor of {x.numel()} elements, where numbers or lists are wanted")
        ),
    ),
    "the highest scores": Case(
        kind="attribute", answer="another kind", broken=highest,
        fixes=(highest_values, highest_indices, highest_amax),
        operands={"scores": "torch.tensor([[0.2, 0.9], [1.6, 0.1]])"},
        marks=lambda scores: value("scores", "its max along a dim is a pair: values and indices"),
    ),
}  # fmt: skip
