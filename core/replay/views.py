"""The four pictures: a map, a curve, a confusion matrix, predicted against true."""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

from core.datasets import Data
from core.losses import LOSSES
from core.replay.asked import answers, drawn, eras, extent_of, first, in_units, leaning, moments, thinned
from core.replay.film import Replay
from core.replay.pictured import pictured
from core.training import TrainState

RESOLUTION: Final = 64
GRID: Final = 121
_Rest = Sequence[tuple[int, Data]]


def replay(state: TrainState, resolution: int = RESOLUTION) -> Replay:
    """Ask the network of every snapshot for what the picture of its data shows.

    Args:
        state: the run, as far as it went.
        resolution: how many answers a map over two inputs holds along each axis.
    """
    (_, data), *rest = eras(state)
    if (kind := kind_of(data)) == "plane":
        return _plane(state, data, rest, resolution)
    if kind == "line":
        return _line(state, data, rest)
    show = {"scatter": _scatter, "confusion": _confusion}[kind]
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


def _plane(state: TrainState, data: Data, rest: _Rest, resolution: int) -> Replay:
    each = [data, *(other for _, other in rest)]
    extent = extent_of(*each)
    (left, right), (bottom, top) = extent
    half = 0.5 / resolution
    steps = torch.linspace(half, 1 - half, resolution, dtype=torch.float64)
    across, down = left + (right - left) * steps, top - (top - bottom) * steps
    grid = torch.stack(torch.meshgrid(across, down, indexing="xy"), dim=-1).reshape(-1, 2)  # (R * R, 2)
    output = pictured(state, data.encode(grid.to(state.config.torch_dtype)))
    shape = (len(output), resolution, resolution)
    labels, limit = None, 1.0
    if data.task == "regression":
        wanted = torch.cat([part.y for one in each for part in (one.train, one.test)])
        limit = wanted.abs().max().item() or 1.0
        values = (output[..., 0] / limit).clamp(-1, 1)
    elif len(data.classes) > 2:
        sure, labels = output.softmax(-1).max(-1)
        values, labels = sure, labels.to(torch.uint8).reshape(shape)
    else:
        values = leaning(state.config, output)
    points = drawn(data, [data.train.points, data.test.points])
    return _film(
        state, "plane", values=values.reshape(shape), labels=labels, extent=extent,
        middle=data.target_mean, limit=limit * data.target_std, later=_later(rest), **points,
    )  # fmt: skip


def _later(rest: _Rest) -> tuple[tuple[int, Tensor], ...]:
    return tuple((place, drawn(data, [data.train.points, data.test.points])["points"]) for place, data in rest)


def _line(state: TrainState, data: Data, rest: _Rest) -> Replay:
    extent = extent_of(data, *(other for _, other in rest))
    grid = torch.linspace(*extent[0], GRID, dtype=state.config.torch_dtype)
    values = in_units(data, answers(state, data.encode(grid[:, None]))[..., 0])
    points = drawn(data, [data.train.points, data.test.points])
    neuron = _neuron(state) if data.kind == "line" and state.config.features == data.point_names else {}
    return _film(
        state, "line", values=values, grid=grid, extent=extent, later=_later(rest), **points, **neuron
    )  # fmt: skip


def _neuron(state: TrainState) -> dict[str, Tensor]:
    """Return weight and bias (S,) of every moment, where they are all there is."""
    if state.config.hidden:
        return {}
    both = [torch.cat([tensor.flatten() for tensor in moment.weights.values()]) for moment in moments(state)]
    weight, bias = torch.stack(both).unbind(dim=1)
    return {"weight": weight, "bias": bias}


def _scatter(state: TrainState, data: Data) -> Replay:
    parts = [first(split.x) for split in (data.train, data.test)]
    values = torch.cat([in_units(data, answers(state, x)[..., 0]) for x in parts], dim=1)
    wanted = [in_units(data, split.y[:, :1]) for split in (data.train, data.test)]
    points = drawn(data, wanted)
    low, high = points["points"][:, 0].min().item(), points["points"][:, 0].max().item()
    margin = 0.05 * (high - low or 1.0)
    span = (low - margin, high + margin)
    return _film(state, "scatter", values=values, extent=(span, span), **points)


def _confusion(state: TrainState, data: Data) -> Replay:
    n, loss = len(data.classes), LOSSES[state.config.loss]
    tables = []
    for split in (data.train, data.test):
        found = torch.stack([loss.classify(output) for output in answers(state, split.x)])  # (S, N)
        pairs = split.y * n + found
        tables.append(torch.stack([row.bincount(minlength=n * n).reshape(n, n) for row in pairs]))
    values, none = torch.stack(tables, dim=1), torch.zeros(0, dtype=torch.bool)
    points = {"points": torch.zeros(0, 3), "is_test": none, "rows": none.long()}
    return _film(state, "confusion", values=values, extent=((0, 1), (0, 1)), **points)


def _film(state: TrainState, kind: str, **parts: object) -> Replay:
    epochs = tuple(snapshot.epoch for snapshot in moments(state))
    return Replay(kind=kind, epochs=epochs, history=thinned(state.history, epochs), **parts)  # type: ignore[arg-type]
