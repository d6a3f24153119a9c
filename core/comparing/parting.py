"""The epoch in which two runs part."""

from dataclasses import dataclass
from typing import Final

import torch

from core.comparing.weights import Unlike, Weights, first_unequal, first_unlike
from core.config import TrainConfig
from core.training import TrainState, advance, start

WALK_STEPS: Final = 5_000  # optimizer steps that one run is done anew, to find the very epoch
WALK_WORK: Final = 1e9  # the same in epochs x training points x parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Where two runs part.

    Attributes:
        epoch: the first epoch after which their weights were found to differ; 0 is before training.
        after: the last epoch before it after which they were found the same; -1 where they never were. It is
            `epoch` - 1 unless finding the very epoch would take too long.
        name: of the first parameter that differs, in the order of the state_dict.
        index: which of its numbers is the first.
        here: that number in the first run.
        there: that number in the second one.
        n_different: how many of all numbers differ after that epoch.
    """

    epoch: int
    after: int
    name: str
    index: tuple[int, ...]
    here: float
    there: float
    n_different: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """Two runs with the same weights wherever they were compared.

    Attributes:
        last: the last epoch compared.
        n_compared: after how many epochs they were, epoch 0 among them: those of which both kept the weights.
    """

    last: int
    n_compared: int


def first_difference(a: TrainState, b: TrainState) -> Parting | Unlike | Same:
    """Find where two runs part, as far as both went.

    Their snapshots tell between which epochs; both are done anew up to there, and compared after every epoch.
    """
    ours, theirs = _kept(a), _kept(b)
    if (unlike := first_unlike(ours[0], theirs[0])) is not None:
        return unlike
    after, n_compared, end = -1, 0, min(a.epoch, b.epoch)
    for epoch in sorted({*(ours.keys() & theirs.keys()), end}):
        here, there = ours.get(epoch), theirs.get(epoch)
        if here is None or there is None:  # the end of the shorter run, of which the longer kept nothing
            if not _walkable(a, b, epoch):
                break
            here, there = (advance(start(run.config), epoch).weights for run in (a, b))
        if first_unequal(here, there) is not None:
            if not _walkable(a, b, epoch):
                return _parting(after, epoch, here, there)
            return _walk(a.config, b.config, after, epoch) or _parting(epoch - 1, epoch, here, there)
        after, n_compared = epoch, n_compared + 1
    return Same(last=after, n_compared=n_compared)


def _kept(run: TrainState) -> dict[int, Weights]:
    return {snapshot.epoch: snapshot.weights for snapshot in run.snapshots} | {run.epoch: run.weights}


def _walkable(a: TrainState, b: TrainState, epochs: int) -> bool:
    return all(
        epochs * max(run.config.steps_per_epoch, run.config.steps / run.config.epochs) <= WALK_STEPS
        and epochs * run.config.n_train * run.config.n_parameters <= WALK_WORK
        for run in (a, b)
    )


def _walk(a: TrainConfig, b: TrainConfig, after: int, until: int) -> Parting | None:
    """Do both runs anew, and compare them after every epoch between `after` and `until`."""
    if until <= after + 1:
        return None
    here, there = (advance(start(config), after) for config in (a, b))
    for epoch in range(after + 1, until):
        here, there = advance(here, 1), advance(there, 1)
        if first_unequal(here.weights, there.weights) is not None:
            return _parting(epoch - 1, epoch, here.weights, there.weights)
    return None


def _parting(after: int, epoch: int, here: Weights, there: Weights) -> Parting:
    found = first_unequal(here, there)
    if found is None:
        raise ValueError("the weights are the same")
    name, index = found
    bits = {4: torch.int32, 8: torch.int64}[here[name].itemsize]
    return Parting(
        epoch=epoch,
        after=after,
        name=name,
        index=index,
        here=here[name][index].item(),
        there=there[name][index].item(),
        n_different=sum(int((w.view(bits) != there[key].view(bits)).sum()) for key, w in here.items()),
    )
