"""The data of one run: what the network gets, and what is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """The training points, or the test points. Shared between runs: never change them in place.

    Attributes:
        x: (N, n_inputs) what the network gets, of the run's dtype.
        y: (N,) class index, int64; for regression (N, 1), of the run's dtype.
        points: (N, D) the bare coordinates, or a table's columns in their own units (a category by its index).
    """

    x: Tensor
    y: Tensor
    points: Tensor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Data:
    """The data of one run.

    Attributes:
        kind: "line", "plane" or "table".
        task: "classification" or "regression".
        train: what is trained on.
        test: what is kept to check on.
        input_names: one for each column of x.
        point_names: one for each column of points.
        target: what is predicted.
        classes: name of each class, by index; empty for regression.
        target_mean: what was taken from the targets of a regression on a table, in their unit; else 0.
        target_std: what they were divided by, in their unit; else 1.
        extent: the part of the line ((x), (y)) or plane ((x1), (x2)) that is drawn; empty for a table.
        notes: what was done to the data, one sentence each.
        encoder: points (N, D) -> x (N, n_inputs).
    """

    kind: str
    task: str
    train: Split
    test: Split
    input_names: tuple[str, ...]
    point_names: tuple[str, ...]
    target: str
    classes: tuple[str, ...]
    target_mean: float = 0.0
    target_std: float = 1.0
    extent: tuple[tuple[float, float], ...] = ()
    notes: tuple[str, ...] = ()
    encoder: Callable[[Tensor], Tensor]

    def encode(self, points: Tensor) -> Tensor:
        """Return what the network gets for these points: (N, D) -> (N, n_inputs)."""
        return self.encoder(points)
