"""What the networks of a run are asked, and which points are drawn beside their answers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import Data, load
from core.losses import LOSSES
from core.models import build
from core.replay.film import Extent
from core.training import EpochRecord, Snapshot, TrainState, Within, data_in, noise_varies

MAX_POINTS: Final = 500
MAX_HISTORY: Final = 400


def beyond(state: TrainState, inside: Within) -> TrainState:
    """Return a run as a film shows it that stands inside an epoch: with one more moment, of what it has reached."""
    last = Snapshot(epoch=state.epoch, weights=inside.weights)
    return replace(state, weights=inside.weights, snapshots=(*moments(state), last))


def moments(state: TrainState) -> tuple[Snapshot, ...]:
    """Return the snapshots, and the present moment where the run stopped between two."""
    if state.snapshots[-1].epoch == state.epoch:
        return state.snapshots
    return (*state.snapshots, Snapshot(epoch=state.epoch, weights=state.weights))


def eras(state: TrainState) -> tuple[tuple[int, Data], ...]:
    """Return the data of a film, each with the place of the first moment that has it: noise may change on the way."""
    if not noise_varies(state.config):
        return ((0, load(state.config)),)
    epochs = [moment.epoch for moment in moments(state)]
    if epochs[-1:] == epochs[-2:-1]:  # from `beyond`: the last moment is inside the epoch that follows
        epochs[-1] += 1
    found: list[tuple[int, Data]] = []
    for place, epoch in enumerate(epochs):
        data = data_in(state.config, epoch)
        if not found or data is not found[-1][1]:
            found.append((place, data))
    return tuple(found)


@torch.inference_mode()
def answers(state: TrainState, x: Tensor) -> Tensor:
    """Return what the network of each snapshot answers.

    Args:
        state: the run, as far as it went.
        x: inputs (N, D).

    Returns:
        (S, N, outputs).
    """
    model = build(state.config).eval()
    found, places = [], model.state_dict()
    for snapshot in moments(state):
        for name, place in places.items():  # as load_state_dict does, without its checks
            place.copy_(snapshot.weights[name])
        found.append(model(x))
    return torch.stack(found)


def leaning(config: TrainConfig, output: Tensor) -> Tensor:
    """Turn outputs (..., 1 or 2) of a two-class network into -1 (surely class 0) to 1 (surely class 1)."""
    if LOSSES[config.loss].per_class:
        return output.softmax(-1)[..., 1].mul(2).sub_(1)
    single = output[..., 0]
    return single.sigmoid().mul_(2).sub_(1) if config.loss == "BCE with logits" else single.clamp(-1, 1)


def extent_of(*each: Data) -> tuple[Extent, Extent]:
    """Return the drawn range of both axes, wide enough for each: the data set's own, or the points' with a margin."""
    first, second = zip(*map(_extent, each), strict=True)
    return _hull(first), _hull(second)


def _hull(ranges: Sequence[Extent]) -> Extent:
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _extent(data: Data) -> tuple[Extent, Extent]:
    if data.extent:
        return data.extent[0], data.extent[1]
    points = torch.cat([data.train.points, data.test.points]).double()
    if points.shape[1] == 1:
        points = torch.cat([points, in_units(data, torch.cat([data.train.y, data.test.y])).double()], dim=1)
    low, high = points.nan_to_num(torch.inf).amin(0), points.nan_to_num(-torch.inf).amax(0)  # nan: a missing value
    margin = 0.06 * (high - low).clamp(min=1e-9)
    first, second = torch.stack([low - margin, high + margin], dim=1).tolist()
    return (first[0], first[1]), (second[0], second[1])


def first(points: Tensor) -> Tensor:
    """Return at most as many points as are drawn."""
    return points[:MAX_POINTS]


def in_units(data: Data, y: Tensor) -> Tensor:
    """Undo the standardisation of a table's target."""
    return y * data.target_std + data.target_mean


def drawn(data: Data, parts: list[Tensor]) -> dict[str, Tensor]:
    """Gather the points drawn, (P, 3), and whether each is a test point, (P,); a missing value has no place.

    With them come the places of the drawn training points among all training points.
    """
    rows, kept = [], []
    for points, split in zip(parts, (data.train, data.test), strict=True):
        target = split.y.reshape(-1, 1) if data.task == "classification" else in_units(data, split.y)
        columns = [first(points[:, :2]), first(target)]
        if points.shape[1] == 1:
            columns = [first(points), first(target), torch.zeros(len(first(points)), 1)]
        drawn = torch.cat([column.double() for column in columns], dim=1)
        kept.append(drawn.isfinite().all(dim=1))
        rows.append(drawn[kept[-1]])
    is_test = torch.cat([torch.full((len(part),), bool(i)) for i, part in enumerate(rows)])
    return {"points": torch.cat(rows), "is_test": is_test, "rows": kept[0].nonzero().flatten()}


def thinned(history: Sequence[EpochRecord], keep: Sequence[int]) -> tuple[EpochRecord, ...]:
    """Drop epochs where there are more than a screen can show.

    The worst of every stretch stay, so that no spike comes and goes; those in `keep` and the last one too.
    """
    if len(history) <= MAX_HISTORY + 1:
        return tuple(history)
    wanted = {*keep, history[-1].epoch}
    stretch = -(-len(history) // (MAX_HISTORY // 3))
    for start in range(0, len(history), stretch):
        some = history[start : start + stretch]
        worst = max(some, key=lambda record: record.train_loss), max(some, key=lambda record: record.test_loss)
        wanted |= {record.epoch for record in (some[0], *worst)}
    return tuple(record for record in history if record.epoch in wanted)
