"""Which runs can be trained together in one stack."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.config import TrainConfig
from core.datasets import DATASETS
from core.datasets.recipe import recipe
from core.ensembles.activations import STACKED_KERNELS
from core.ensembles.losses import LOSSES_STACKED
from core.ensembles.network import SLOPES
from core.ensembles.optimizers import RULES

_LARGEST: Final = 256  # members of one stack; with more, less stays in the cache of the processor
_MEMORY: Final = 10_000_000  # numbers that one stack's passes may take while it is trained


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Runs that are trained together.

    Attributes:
        places: which of the configs.
        stacked: whether as one stack; otherwise it is a single run.
    """

    places: tuple[int, ...]
    stacked: bool


def groups(configs: Sequence[TrainConfig]) -> tuple[Group, ...]:
    """Divide runs into stacks, and single runs where there is no stacked way.

    Members of a stack have the same layer sizes, activation, loss, kind of optimizer, batch size, epochs, dtype and
    number of points. Seed, learning rate and its schedule, momentum, strength of decay and penalty, initialisation and
    the points themselves may differ. Large stacks are divided.
    """
    alike: dict[Hashable, list[int]] = {}
    for place, config in enumerate(configs):
        alike.setdefault(_key(config) if can_stack(config) else place, []).append(place)
    found: list[Group] = []
    for places in alike.values():
        first = configs[places[0]]
        most = members_at_once(first)
        slices = (tuple(places[low : low + most]) for low in range(0, len(places), most))
        found += [Group(places=part, stacked=can_stack(first)) for part in slices]
    return tuple(found)


def can_stack(config: TrainConfig) -> bool:
    """Tell whether a run can be a member of a stack; it cannot with dropout, say, or changes on the way."""
    return not unstackable(config)


def unstackable(config: TrainConfig) -> tuple[str, ...]:
    """Return the settings of a run that have no stacked way; none where it can be a member of a stack."""
    ways = {
        "activation": STACKED_KERNELS.keys() >= set(config.activations),
        "loss": config.loss in LOSSES_STACKED,
        "optimizer": config.optimizer in RULES,
        "regularization": config.regularization in SLOPES,
        "zero_grad": config.zero_grad,
        "update": config.update == "optimizer.step()",
        "device": config.device == "cpu",
        "dropout": not config.dropout,
        "changes": not config.changes,
        "target_loss": not config.target_loss,
        "patience": not config.patience,
    }
    return tuple(name for name, has_one in ways.items() if not has_one)


def members_at_once(config: TrainConfig) -> int:
    """Return how many members a stack of such networks has at most, so that it does not take too much memory."""
    points = (config.n_samples or 0) + (config.batch_size or config.n_train)
    return max(1, min(_LARGEST, _MEMORY // (3 * points * sum(config.sizes))))


def _key(config: TrainConfig) -> Hashable:
    """Return what the members of one stack must share."""
    whole = config.batch_size is None or config.batch_size >= config.n_train
    # Of a table some rows may be left out, so that only equal tables are known to be as long.
    is_table = DATASETS[config.dataset].kind == "table"
    points = replace(recipe(config), seed=0) if is_table else (config.n_samples, config.n_train)
    return (
        (config.sizes, config.activations, config.loss, config.task, config.optimizer, config.dtype),
        (config.epochs, None if whole else config.batch_size, whole or config.shuffle, points),
        (config.regularization, config.regularization_rate > 0, config.weight_decay > 0),
    )
