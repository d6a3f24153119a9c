"""Broken by dtype."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn

from core.clinic.case import Case
from core.clinic.marking import value


def average(ages):
    """The mean of a column of a table."""
    return ages.mean()


def average_float(ages):
    """Makes floats of them first."""
    return ages.float().mean()


def average_summed(ages):
    """Divides the sum; / always gives a float."""
    return ages.sum() / ages.numel()


def average_whole(ages):
    """Divides and rounds down."""
    return ages.sum() // ages.numel()


def weigh(counts, weights):
    """Whole numbers from a table, times weights."""
    return counts @ weights


def weigh_float(counts, weights):
    """Makes floats of the counts."""
    return counts.float() @ weights


def weigh_alike(counts, weights):
    """Takes whatever dtype the weights have."""
    return counts.to(weights.dtype) @ weights


def weigh_whole(counts, weights):
    """Makes whole numbers of the weights: what stood behind the point is gone."""
    return counts @ weights.long()


def predict(rows):
    """Numbers that came from NumPy, whose floats have 64 bits."""
    layer = nn.Linear(2, 1)
    return layer(rows)


def predict_float(rows):
    """Makes the data float32, as networks are."""
    layer = nn.Linear(2, 1)
    return layer(rows.float())


def predict_double(rows):
    """Makes the network float64: twice the memory, and slower."""
    layer = nn.Linear(2, 1).double()
    return layer(rows)


def brighten(pixels):
    """A picture is made brighter."""
    return pixels + 100


def brighten_wider(pixels):
    """Counts in 32 bits, then cuts at white."""
    return (pixels.int() + 100).clamp(0, 255)


def brighten_float(pixels):
    """Counts in floats, then cuts at white."""
    return (pixels.float() + 100).clamp(0, 255)


def pick(x, places):
    """Elements are taken out by places that were computed."""
    return x[places]


def pick_long(x, places):
    """Makes whole numbers of the places."""
    return x[places.long()]


def pick_masked(x, places):
    """Makes a mask of the places: what is not 0 is taken."""
    return x[places.bool()]


def look_up(ids):
    """Token ids that went through a table of floats."""
    embedding = nn.Embedding(10, 4)
    return embedding(ids)


def look_up_long(ids):
    """Makes whole numbers of the ids."""
    embedding = nn.Embedding(10, 4)
    return embedding(ids.long())


def look_up_int(ids):
    """The same in 32 bits, which an embedding takes too."""
    embedding = nn.Embedding(10, 4)
    return embedding(ids.int())


def halve(counts):
    """Whole numbers are halved where they lie."""
    counts /= 2
    return counts


def halve_anew(counts):
    """Makes a new tensor, which may be of another dtype."""
    counts = counts / 2
    return counts


def halve_floor(counts):
    """Stays where it lies, and rounds down."""
    counts //= 2
    return counts


def _brighter(pixels: Tensor) -> Tensor:
    if pixels.dtype != torch.uint8:
        raise TypeError("how bright white is, is known of uint8 alone")
    return (pixels.int() + 100).clamp(max=255)


CASES: Final[Mapping[str, Case]] = {
    "the mean age": Case(
        kind="dtype", answer="dtype", broken=average, fixes=(average_float, average_summed, average_whole),
        operands={"ages": "torch.tensor([31, 24, 58, 44])"}, meant=average_float,
    ),
    "counts times weights": Case(
        kind="dtype", answer="dtype", broken=weigh, fixes=(weigh_float, weigh_alike, weigh_whole),
        operands={"counts": "torch.tensor([[1, 2], [3, 4]])", "weights": "torch.tensor([[0.5], [1.25]])"},
        meant=weigh_float,
    ),
    "rows from NumPy": Case(
        kind="dtype", answer="dtype", broken=predict, fixes=(predict_float, predict_double),
        operands={"rows": "torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64)"}, meant=predict_float,
    ),
    "a brighter picture": Case(
        kind="dtype", answer="dtype", broken=brighten, fixes=(brighten_wider, brighten_float), silent=True,
        operands={"pixels": "torch.tensor([[10, 100], [180, 250]], dtype=torch.uint8)"},
        marks=lambda pixels: value("pixels", "100 more is beyond 255, where uint8 ends", pixels > 155),
        meant=_brighter,
    ),
    "places that were computed": Case(
        kind="dtype", answer="dtype", broken=pick, fixes=(pick_long, pick_masked),
        operands={"x": "torch.tensor([10, 20, 30])", "places": "torch.tensor([0., 2., 1.])"},
    ),
    "ids from a table": Case(
        kind="dtype", answer="dtype", broken=look_up, fixes=(look_up_long, look_up_int),
        operands={"ids": "torch.tensor([3., 1., 4.])"}, meant=look_up_long,
    ),
    "halved where they lie": Case(
        kind="dtype", answer="dtype", broken=halve, fixes=(halve_anew, halve_floor),
        operands={"counts": "torch.tensor([4, 7, 10])"}, meant=halve_anew,
    ),
}  # fmt: skip
