"""Confusion matrix, accuracy, and what is said of each class."""

import math
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMeasure:
    """How well one class is told from the others; shares in [0, 1], nan where they are not defined.

    Attributes:
        precision: of the points said to be of this class, the share that is; nan if none is said to be.
        recall: of the points of this class, the share that is found; nan if there is none.
        f1: the harmonic mean of both: 2 right / (said + support); nan where both counts are 0.
        support: points of this class.
    """

    precision: float
    recall: float
    f1: float
    support: int


def confusion(y: Tensor, found: Tensor, n_classes: int) -> Tensor:
    """Count the pairs of true class (row) and class found (column): (N,), (N,) -> (C, C) int64."""
    return (y * n_classes + found).bincount(minlength=n_classes**2).reshape(n_classes, n_classes)


def accuracy(counts: Tensor) -> float:
    """Return the share of right answers, from a confusion matrix; nan without points."""
    return _ratio(int(counts.trace()), int(counts.sum()))


def per_class(counts: Tensor) -> list[ClassMeasure]:
    """Measure each class, from a confusion matrix (C, C).

    Source: van Rijsbergen 1979 (F measure); equal to scikit-learn's precision_recall_fscore_support.
    """
    right, said, support = counts.diagonal().tolist(), counts.sum(dim=0).tolist(), counts.sum(dim=1).tolist()
    return [
        ClassMeasure(precision=_ratio(hit, of), recall=_ratio(hit, n), f1=_ratio(2 * hit, of + n), support=n)
        for hit, of, n in zip(right, said, support, strict=True)
    ]


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
