"""What a film holds."""

from dataclasses import dataclass

from torch import Tensor

from core.training import EpochRecord

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replay:
    """The film of a run, S moments long.

    Attributes:
        kind: "plane" (a map over two inputs), "line" (a curve over one), "confusion" or "scatter" (neither).
        epochs: the epoch of each moment.
        values: plane with one output: (S, R, R) in [-1, 1], row 0 at the top, signed leaning towards class 1 or the
            output less `middle` over `limit`; plane with more classes: (S, R, R) in [0, 1], how sure; line: (S, GRID)
            predictions; scatter: (S, P) predictions; confusion: (S, 2, C, C) counts, train and test, true class by
            predicted class.
        labels: plane with more than two classes: (S, R, R) uint8, the class; else None.
        grid: line: (GRID,) where the curve was asked; else None.
        points: (P, 3) the points drawn: coordinates (or target and nothing) and target.
        later: other points (P, 3), drawn from a moment on: its place, and they; their order is that of `points`.
        is_test: (P,) whether each is a test point.
        rows: of the training points drawn, in their order, the places among all training points.
        extent: drawn range of both axes.
        middle: plane regression: the output that has no colour, in the target's unit.
        limit: plane regression: how far from it the colour saturates, in the target's unit.
        weight: (S,) of a network that is one neuron with one input, a straight line; else None.
        bias: (S,) of the same neuron; else None.
        history: the epochs drawn in the curves, every moment among them.
    """

    kind: str
    epochs: tuple[int, ...]
    values: Tensor
    labels: Tensor | None = None
    grid: Tensor | None = None
    points: Tensor
    is_test: Tensor
    rows: Tensor
    extent: tuple[Extent, Extent]
    middle: float = 0.0
    limit: float = 1.0
    weight: Tensor | None = None
    bias: Tensor | None = None
    later: tuple[tuple[int, Tensor], ...] = ()
    history: tuple[EpochRecord, ...]
