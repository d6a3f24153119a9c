"""The points of a stack: each member's own, kept once where several members share them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import load
from core.datasets.data import Data, Split
from core.datasets.recipe import recipe
from core.losses import LOSSES


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StackData:
    """The points of a stack, those to train on before those to test on.

    Attributes:
        x: (D, P, n_inputs) what the networks get.
        targets: (D, P, 1) as the loss wants them.
        n_train: how many of the P points are trained on.
        rows: (M,) int64, which of the D each member has.
    """

    x: Tensor
    targets: Tensor
    n_train: int
    rows: Tensor


def _targets(config: TrainConfig, data: Data, part: Split) -> Tensor:
    y = part.y if data.task == "regression" else LOSSES[config.loss].encode(part.y, config.torch_dtype)
    return y.reshape(-1, 1)


def stack_data(configs: Sequence[TrainConfig], places: int, between: Callable[[], None]) -> StackData:
    """Load the data of a stack; places without a config of their own get the last one's.

    Args:
        configs: the members' settings.
        places: how many members there is room for.
        between: called after each data set, as reading many takes a while.

    Raises:
        PlaygroundError: the data cannot be used as asked.
    """
    found: dict[object, int] = {}
    points, targets, n_train = [], [], 0
    rows = []
    for config in configs:
        key = recipe(config)
        if key not in found:
            found[key] = len(found)
            data = load(config)
            parts = (data.train, data.test)
            points.append(torch.cat([part.x for part in parts]))
            targets.append(torch.cat([_targets(config, data, part) for part in parts]))
            n_train = len(data.train.x)
            between()
        rows.append(found[key])
    rows += rows[-1:] * (places - len(rows))
    return StackData(x=torch.stack(points), targets=torch.stack(targets), n_train=n_train, rows=torch.tensor(rows))


class Orders:
    """The order of the training points in each epoch: for each seed its own, as a single run has it."""

    def __init__(self, seeds: Sequence[int], n_points: int, states: Sequence[Tensor] = ()) -> None:
        """Begin, or go on where `states()` was taken."""
        unique = list(dict.fromkeys(seeds))
        self.rows = torch.tensor([unique.index(seed) for seed in seeds])
        self.generators = [torch.Generator().manual_seed(seed) for seed in unique]
        for generator, state in zip(self.generators, states, strict=False):
            generator.set_state(state)
        self.orders = torch.empty(len(unique), n_points, dtype=torch.int64)
        self._places = self.orders.unbind()

    def draw(self) -> Tensor:
        """Return (seeds as given, points) int64, the order of the next epoch."""
        for generator, place in zip(self.generators, self._places, strict=True):
            torch.randperm(len(place), generator=generator, out=place)
        return self.orders[self.rows]

    def states(self) -> tuple[Tensor, ...]:
        """Return where the generators stand, one for each seed."""
        return tuple(generator.get_state() for generator in self.generators)
