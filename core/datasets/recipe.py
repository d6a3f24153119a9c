"""The settings that decide on the data, and nothing else: equal recipes give the same data."""

from dataclasses import dataclass
from typing import Final, Protocol

from core.datasets.registry import DATASETS
from core.datasets.spec import Dataset
from core.datasets.tfplayground_stream import STREAMED
from core.errors import ConfigError
from core.features import choose, features_for
from core.ranges import Range, check_name
from core.tables import MISSING, Table

SEED: Final = Range(0, 2**32 - 1)  # what scikit-learn takes


class Request(Protocol):
    """The settings that decide on the data; `TrainConfig` has them all. None or empty is the data set's own value.

    Attributes:
        dataset: a key of `DATASETS`.
        n_samples: points drawn, train and test together; a table always has its own.
        noise: what it means is the data set's.
        train_share: the part of the points that is trained on.
        true_weight: slope of the straight line.
        true_bias: intercept of the straight line.
        features: names of `core.features.FEATURES`, or a table's columns.
        table: the learner's own table, for "your CSV".
        target: the column to predict in it.
        task: "classification" or "regression"; what that column is taken for.
        missing: a key of `core.tables.MISSING`.
        seed: of points, noise and split, where data_seed is None.
        data_seed: of points, noise and split.
        playground_seed: a seed of TensorFlow Playground, which draws the points instead; empty for none.
        dtype: "float32" or "float64".
    """

    # ruff: noqa: D102
    @property
    def dataset(self) -> str: ...
    @property
    def n_samples(self) -> int | None: ...
    @property
    def noise(self) -> float | None: ...
    @property
    def train_share(self) -> float | None: ...
    @property
    def true_weight(self) -> float: ...
    @property
    def true_bias(self) -> float: ...
    @property
    def features(self) -> tuple[str, ...]: ...
    @property
    def table(self) -> Table | None: ...
    @property
    def target(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def missing(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def data_seed(self) -> int | None: ...
    @property
    def playground_seed(self) -> str: ...
    @property
    def dtype(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A request with everything filled in that the data depends on, and everything else left out."""

    dataset: str
    features: tuple[str, ...]
    train_share: float
    seed: int
    dtype: str
    n_samples: int = 0
    noise: float = 0.0
    true_weight: float = 0.0
    true_bias: float = 0.0
    table: Table | None = None
    target: str = ""
    task: str = ""
    missing: str = ""
    playground_seed: str = ""


def recipe(request: Request) -> Recipe:
    """Return what the data of this request depends on.

    Raises:
        ConfigError: a setting that the data set does not have.
    """
    check_name("dataset", request.dataset, DATASETS)
    check_name("dtype", request.dtype, ("float32", "float64"))
    SEED.check_count("seed", request.seed)
    if request.data_seed is not None:
        SEED.check_count("data_seed", request.data_seed)
    dataset = DATASETS[request.dataset]
    if request.dataset == "your CSV":
        return _of_table(request)
    if dataset.kind == "table":
        return _recipe(request, choose(request.features, dataset.columns, dataset.columns))
    return _of_points(request, dataset)


def _recipe(request: Request, features: tuple[str, ...], **own: object) -> Recipe:
    share = DATASETS[request.dataset].train_share if request.train_share is None else request.train_share
    seed = request.seed if request.data_seed is None else request.data_seed
    common = {"dataset": request.dataset, "train_share": share, "seed": seed, "dtype": request.dtype}
    return Recipe(features=features, **common, **own)  # type: ignore[arg-type]


def _of_points(request: Request, dataset: Dataset) -> Recipe:
    n_samples = dataset.n_samples if request.n_samples is None else request.n_samples
    noise = dataset.noise if request.noise is None else request.noise
    dataset.n_samples_range.check_count("n_samples", n_samples)
    dataset.noise_range.check("noise", noise)
    features = choose(request.features, features_for(len(dataset.columns)), dataset.columns)
    extra = {name: getattr(request, name) for name in dataset.extra}
    if request.dataset in STREAMED:
        extra["playground_seed"] = request.playground_seed
    return _recipe(request, features, n_samples=n_samples, noise=noise, **extra)


def _of_table(request: Request) -> Recipe:
    table = request.table
    if table is None:
        raise ConfigError("the data set 'your CSV' needs a table: upload one first")
    target = request.target or table.suggested_target
    missing = request.missing or table.suggested_missing
    check_name("missing", missing, MISSING)
    return _recipe(
        request,
        choose(request.features, table.usable_features(target), table.suggested_features(target)),
        table=table,
        target=target,
        task=table.checked_task(target, request.task),
        missing=missing,
    )
