"""From the columns of a table to what the network gets."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.errors import TableError
from core.quoting import quoted
from core.tables.missing import MISSING


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Encoder:
    """What the training part taught about the columns, and nothing that the test part knows.

    Attributes:
        names: of the D columns.
        categories: of each column; empty for numbers.
        known: of each column the indices of the categories that the training part has; empty for numbers.
        fill: (D,) what stands in for a missing value, in the column's unit.
        mean: (D,) what is taken from a number, in its unit.
        std: (D,) what it is divided by then, in its unit; 1 where all are equal.
        dtype: of what comes out.
    """

    names: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    known: tuple[tuple[int, ...], ...]
    fill: Tensor
    mean: Tensor
    std: Tensor
    dtype: torch.dtype

    def __call__(self, points: Tensor) -> Tensor:
        """Encode columns in their own units (N, D), nan where missing, as (N, n_inputs).

        A category that the training part does not have is zero everywhere.
        """
        points = points.double()
        points = torch.where(points.isnan(), self.fill, points)
        scaled = (points - self.mean) / self.std
        parts = [
            points[:, place, None] == torch.tensor(known) if known else scaled[:, place, None]
            for place, known in enumerate(self.known)
        ]
        return torch.cat([part.to(self.dtype) for part in parts], dim=1)

    @property
    def input_names(self) -> tuple[str, ...]:
        """Name each input: a number by its column, a category as column = category."""
        return tuple(
            f"{name} = {categories[index]}" if known else name
            for name, categories, known in zip(self.names, self.categories, self.known, strict=True)
            for index in known or (0,)
        )


def fit_encoder(
    points: Tensor, names: tuple[str, ...], categories: tuple[tuple[str, ...], ...], missing: str, dtype: torch.dtype
) -> Encoder:
    """Learn from the training part how to encode its columns.

    Args:
        points: (N, D) float64, the training part in its own units; nan where missing.
        names: of the columns.
        categories: of each column; empty for numbers.
        missing: a key of `MISSING`.
        dtype: of what the encoder returns.

    Raises:
        TableError: a column has no value in the training part.
    """
    known = []
    fills = []
    for name, texts, column in zip(names, categories, points.unbind(dim=1), strict=True):
        present = column[~column.isnan()]
        if not len(present):
            raise TableError(f"The column {quoted(name)} has no value in the training rows: leave it out")
        known.append(tuple(int(index) for index in np.unique(present.numpy())) if texts else ())
        fills.append(_most_frequent(present) if texts else MISSING[missing].number(present))
    fill = torch.stack(fills)
    filled = torch.where(points.isnan(), fill, points)
    mean, std = spread(filled)
    return Encoder(names=names, categories=categories, known=tuple(known), fill=fill, mean=mean, std=std, dtype=dtype)


def spread(values: Tensor) -> tuple[Tensor, Tensor]:
    """Return mean and standard deviation of each column (N, ...) -> (...); 1 for one that does not vary."""
    mean, std = values.mean(dim=0), values.std(dim=0, correction=0)
    varies = (values.amax(dim=0) > values.amin(dim=0)) & (std > 0)  # rounding gives equal values a std of 1e-17
    return mean, torch.where(varies, std, 1.0)


def _most_frequent(values: Tensor) -> Tensor:
    different, counts = np.unique(values.numpy(), return_counts=True)
    return torch.tensor(different[counts.argmax()], dtype=values.dtype)
