"""The film of a run: what the network answered at every moment that was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import Data, load
from core.losses import LOSSES
from core.models import build
from core.training import EpochRecord, Snapshot, TrainState

RESOLUTION: Final = 64
GRID: Final = 121
MAX_POINTS: Final = 500
MAX_HISTORY: Final = 400
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
        is_test: (P,) whether each is a test point.
        extent: drawn range of both axes.
        middle: plane regression: the output that has no colour, in the target's unit.
        limit: plane regression: how far from it the colour saturates, in the target's unit.
        history: the epochs drawn in the curves, every moment among them.
    """

    kind: str
    epochs: tuple[int, ...]
    values: Tensor
    labels: Tensor | None = None
    grid: Tensor | None = None
    points: Tensor
    is_test: Tensor
    extent: tuple[Extent, Extent]
    middle: float = 0.0
    limit: float = 1.0
    history: tuple[EpochRecord, ...]


def replay(state: TrainState, resolution: int = RESOLUTION) -> Replay:
    """Ask the network of every snapshot for what the picture of its data shows.

    Args:
        state: the run, as far as it went.
        resolution: how many answers a map over two inputs holds along each axis.
    """
    data = load(state.config)
    if (kind := kind_of(data)) == "plane":
        return _plane(state, data, resolution)
    show = {"line": _line, "scatter": _scatter, "confusion": _confusion}[kind]
    return show(state, data)


def kind_of(data: Data) -> str:
    """Choose the picture: by the number of inputs where they can be drawn, by the task where not."""
    width = len(data.point_names)
    drawable = data.kind != "table" or data.input_names == data.point_names  # a category has no place on an axis
    if drawable and width == 2:
        return "plane"
    if data.task == "classification":
        return "confusion"
    return "line" if drawable and width == 1 else "scatter"


def extent_of(data: Data) -> tuple[Extent, Extent]:
    """Return the drawn range of both axes: the data set's own, or the points' with a margin."""
    if data.extent:
        return data.extent[0], data.extent[1]
    points = torch.cat([data.train.points, data.test.points]).double()
    if points.shape[1] == 1:
        points = torch.cat([points, _in_units(data, torch.cat([data.train.y, data.test.y])).double()], dim=1)
    low, high = points.nan_to_num(torch.inf).amin(0), points.nan_to_num(-torch.inf).amax(0)  # nan: a missing value
    margin = 0.06 * (high - low).clamp(min=1e-9)
    first, second = torch.stack([low - margin, high + margin], dim=1).tolist()
    return (first[0], first[1]), (second[0], second[1])


def moments(state: TrainState) -> tuple[Snapshot, ...]:
    """Return the snapshots, and the present moment where the run stopped between two."""
    if state.snapshots[-1].epoch == state.epoch:
        return state.snapshots
    return (*state.snapshots, Snapshot(epoch=state.epoch, weights=state.weights))


@torch.no_grad()
def answers(state: TrainState, x: Tensor) -> Tensor:
    """Return what the network of each snapshot answers: inputs (N, D) -> (S, N, outputs)."""
    model = build(state.config).eval()
    found = []
    for snapshot in moments(state):
        model.load_state_dict(snapshot.weights)
        found.append(model(x))
    return torch.stack(found)


def leaning(config: TrainConfig, output: Tensor) -> Tensor:
    """Turn outputs (..., 1 or 2) of a two-class network into -1 (surely class 0) to 1 (surely class 1)."""
    if LOSSES[config.loss].per_class:
        return 2 * output.softmax(-1)[..., 1] - 1
    single = output[..., 0]
    return 2 * single.sigmoid() - 1 if config.loss == "BCE with logits" else single.clamp(-1, 1)


def _plane(state: TrainState, data: Data, resolution: int) -> Replay:
    extent = extent_of(data)
    (left, right), (bottom, top) = extent
    half = 0.5 / resolution
    steps = torch.linspace(half, 1 - half, resolution, dtype=torch.float64)
    across, down = left + (right - left) * steps, top - (top - bottom) * steps
    grid = torch.stack(torch.meshgrid(across, down, indexing="xy"), dim=-1).reshape(-1, 2)  # (R * R, 2)
    output = answers(state, data.encode(grid.to(state.config.torch_dtype)))
    shape = (len(output), resolution, resolution)
    labels, limit = None, 1.0
    if data.task == "regression":
        wanted = torch.cat([data.train.y, data.test.y])
        limit = wanted.abs().max().item() or 1.0
        values = (output[..., 0] / limit).clamp(-1, 1)
    elif len(data.classes) > 2:
        sure, labels = output.softmax(-1).max(-1)
        values, labels = sure, labels.to(torch.uint8).reshape(shape)
    else:
        values = leaning(state.config, output)
    points, is_test = _drawn(data, [data.train.points, data.test.points])
    return _film(
        state, "plane", values=values.reshape(shape), labels=labels, points=points, is_test=is_test,
        extent=extent, middle=data.target_mean, limit=limit * data.target_std,
    )  # fmt: skip


def _line(state: TrainState, data: Data) -> Replay:
    extent = extent_of(data)
    grid = torch.linspace(*extent[0], GRID, dtype=state.config.torch_dtype)
    values = _in_units(data, answers(state, data.encode(grid[:, None]))[..., 0])
    points, is_test = _drawn(data, [data.train.points, data.test.points])
    return _film(state, "line", values=values, grid=grid, points=points, is_test=is_test, extent=extent)


def _scatter(state: TrainState, data: Data) -> Replay:
    parts = [_first(split.x) for split in (data.train, data.test)]
    values = torch.cat([_in_units(data, answers(state, x)[..., 0]) for x in parts], dim=1)
    wanted = [_in_units(data, split.y[:, :1]) for split in (data.train, data.test)]
    points, is_test = _drawn(data, wanted)
    low, high = points[:, 0].min().item(), points[:, 0].max().item()
    margin = 0.05 * (high - low or 1.0)
    span = (low - margin, high + margin)
    return _film(state, "scatter", values=values, points=points, is_test=is_test, extent=(span, span))


def _confusion(state: TrainState, data: Data) -> Replay:
    n, loss = len(data.classes), LOSSES[state.config.loss]
    tables = []
    for split in (data.train, data.test):
        found = torch.stack([loss.classify(output) for output in answers(state, split.x)])  # (S, N)
        pairs = split.y * n + found
        tables.append(torch.stack([row.bincount(minlength=n * n).reshape(n, n) for row in pairs]))
    points, is_test = torch.zeros(0, 3), torch.zeros(0, dtype=torch.bool)
    values = torch.stack(tables, dim=1)
    return _film(state, "confusion", values=values, points=points, is_test=is_test, extent=((0, 1), (0, 1)))


def _film(state: TrainState, kind: str, **parts: object) -> Replay:
    epochs = tuple(snapshot.epoch for snapshot in moments(state))
    return Replay(kind=kind, epochs=epochs, history=thinned(state.history, epochs), **parts)  # type: ignore[arg-type]


def thinned(history: Sequence[EpochRecord], keep: Sequence[int]) -> tuple[EpochRecord, ...]:
    """Drop epochs evenly where there are more than a screen can show; those in `keep` and the last one stay."""
    every = max(1, -(-(len(history) - 1) // MAX_HISTORY))
    wanted = {*keep, history[-1].epoch}
    return tuple(record for record in history if record.epoch % every == 0 or record.epoch in wanted)


def _first(points: Tensor) -> Tensor:
    return points[:MAX_POINTS]


def _in_units(data: Data, y: Tensor) -> Tensor:
    """Undo the standardisation of a table's target."""
    return y * data.target_std + data.target_mean


def _drawn(data: Data, parts: list[Tensor]) -> tuple[Tensor, Tensor]:
    """Gather the points drawn, (P, 3), and whether each is a test point, (P,); a missing value has no place."""
    rows = []
    for points, split in zip(parts, (data.train, data.test), strict=True):
        target = split.y.reshape(-1, 1) if data.task == "classification" else _in_units(data, split.y)
        columns = [_first(points[:, :2]), _first(target)]
        if points.shape[1] == 1:
            columns = [_first(points), _first(target), torch.zeros(len(_first(points)), 1)]
        drawn = torch.cat([column.double() for column in columns], dim=1)
        rows.append(drawn[drawn.isfinite().all(dim=1)])
    is_test = torch.cat([torch.full((len(part),), bool(i)) for i, part in enumerate(rows)])
    return torch.cat(rows), is_test
