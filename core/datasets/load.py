"""From the settings of a run to its data."""

import functools
from dataclasses import replace
from typing import Final

import torch
from torch import Tensor

from core.datasets.data import Data, Split
from core.datasets.recipe import Recipe, Request, recipe
from core.datasets.registry import DATASETS
from core.datasets.seedrandom import SeedRandom
from core.datasets.split import divide
from core.datasets.tabular import tabular
from core.datasets.tfplayground_stream import stream_points
from core.features import feature_matrix

_DTYPES: Final = {"float32": torch.float32, "float64": torch.float64}
_KEPT: Final = 8  # data sets kept for the next run with the same data; a table has at most 8 MB of numbers


def load(request: Request, noise: float | None = None) -> Data:
    """Return the data of a run. Equal settings share one `Data`: never change its tensors in place.

    Args:
        request: `TrainConfig`, or anything with the settings of `Request`.
        noise: instead of the request's: the same draws of the same seed, divided as they are.

    Raises:
        ConfigError: a setting that the data set does not have.
        TableError: a table that cannot be learned from as it is.
    """
    made = recipe(request)
    return _load(made if noise in (None, made.noise) else replace(made, noise=noise))


def input_names(request: Request) -> tuple[str, ...]:
    """Name what the network gets, one name for each input. Built-in data is not drawn for it.

    Raises:
        ConfigError: a setting that the data set does not have.
        TableError: a table that cannot be learned from as it is.
    """
    made = recipe(request)
    return made.features if made.table is None else _load(made).input_names


def n_classes(request: Request) -> int:
    """Return how many classes there are; 0 for regression. Raises as `input_names` does."""
    made = recipe(request)
    return len(DATASETS[made.dataset].classes if made.table is None else _load(made).classes)


@functools.lru_cache(maxsize=_KEPT)
def _load(made: Recipe) -> Data:
    return tabular(made, _DTYPES[made.dtype]) if DATASETS[made.dataset].kind == "table" else _drawn(made)


def _drawn(made: Recipe) -> Data:
    """Draw points on a line or a plane."""
    dataset, dtype = DATASETS[made.dataset], _DTYPES[made.dtype]
    extra = {name: getattr(made, name) for name in dataset.extra}
    if made.playground_seed:
        points, targets = _streamed(made, dtype)
    else:
        points, targets = dataset.make(made.n_samples, made.noise, made.seed, dtype, **extra)  # (N, D), (N,)
    train, test = divide(len(points), made.train_share, dataset.split, made.seed)
    encoder = functools.partial(feature_matrix, names=made.features)

    def part(index: Tensor) -> Split:
        y = targets[index]
        y = y.unsqueeze(dim=1) if dataset.task == "regression" else y
        return Split(x=encoder(points[index]), y=y, points=points[index])

    return Data(
        kind=dataset.kind,
        task=dataset.task,
        train=part(train),
        test=part(test),
        input_names=made.features,
        point_names=dataset.columns,
        target=dataset.target,
        classes=dataset.classes,
        extent=dataset.extent
        or _extent(points if dataset.kind == "plane" else torch.cat([points, targets[:, None]], 1)),
        encoder=encoder,
    )


def _streamed(made: Recipe, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw the points of a TensorFlow Playground link."""
    stream = SeedRandom(made.playground_seed)
    points, targets = stream_points(made.dataset, made.n_samples, made.noise, stream)
    return points.to(dtype), targets.to(dtype) if targets.is_floating_point() else targets


def weight_stream(request: Request) -> SeedRandom:
    """Return the stream of a TensorFlow Playground seed where its points left it: its weights are drawn next."""
    made = recipe(request)
    stream = SeedRandom(made.playground_seed)
    stream_points(made.dataset, made.n_samples, made.noise, stream)
    return stream


def _extent(points: Tensor) -> tuple[tuple[float, float], ...]:
    """Return the range of each column with a margin of a tenth on both sides."""
    low, high = points.double().amin(dim=0), points.double().amax(dim=0)
    margin = torch.where(high > low, (high - low) / 10, 1.0)
    return tuple(zip((low - margin).tolist(), (high + margin).tolist(), strict=True))
