"""What a data set is, as the registry holds it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from core.ranges import Range

N_SAMPLES_LINE: Final = Range(10, 1_000)
N_SAMPLES_PLANE: Final = Range(20, 2_000)
NO_NOISE: Final = Range(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One data set, as the registry holds it.

    Attributes:
        kind: "line" (one input), "plane" (two inputs) or "table" (named columns).
        task: "classification" or "regression"; empty where the data decides.
        make: draws the data. Line and plane: `make(n_samples, noise, seed, dtype, **extra)`; a built-in table:
            `make()`, float64. Both return points (N, D) and targets (N,): the class index (int64), or a number.
        extra: further settings that `make` takes by keyword.
        n_samples: how many points are drawn unless chosen otherwise; of a table, how many rows it has.
        n_samples_range: what may be chosen.
        noise: how much noise unless chosen otherwise; noise_means says what it is.
        noise_range: what may be chosen.
        noise_means: what the number stands for, with its unit.
        train_share: the part of the points that is trained on unless chosen otherwise.
        split: "in order" (the first points are trained on) or "shuffled" (scikit-learn's `train_test_split`).
        classes: name of each class, by index; empty for regression.
        columns: name of each column of the points.
        target: what is predicted.
        hidden: the hidden layers that make its point, where they are not the usual ones; None where any do.
        extent: the part of the line (x, y) or plane (x1, x2) that is drawn; empty where the points decide.
        latex: the formula, where there is one.
        idea: one sentence on what it is for.
        source: where it comes from.
    """

    kind: str
    task: str
    make: Callable[..., Any]
    extra: tuple[str, ...] = ()
    n_samples: int
    n_samples_range: Range
    noise: float = 0.0
    noise_range: Range = NO_NOISE
    noise_means: str = ""
    train_share: float = 0.8
    split: str
    classes: tuple[str, ...] = ()
    columns: tuple[str, ...]
    target: str
    hidden: tuple[int, ...] | None = None
    extent: tuple[tuple[float, float], ...] = ()
    latex: str = ""
    idea: str
    source: str
