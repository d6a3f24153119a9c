"""The batches of a stack: which points each member is fed next, and how they reach the memory of its pass."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.config import TrainConfig
from core.ensembles.data import Orders, StackData
from core.ensembles.layout import POINTS, padded
from core.ensembles.passes import Pass


class Batches:
    """An epoch's batches for all members: the number of each point in the data, gathered when its turn comes."""

    def __init__(self, configs: Sequence[TrainConfig], data: StackData, states: Sequence[Tensor]) -> None:
        """Begin, or go on where `states()` was taken."""
        n, width = data.n_train, data.x.shape[2]
        size = min(configs[0].batch_size or n, n)
        self.sizes = [min(size, n - low) for low in range(0, n, size)]  # the last batch may be short
        self._shuffled = configs[0].shuffle and size < n  # in a full batch the order says nothing
        seeds = [config.seed for config in configs]
        seeds += seeds[-1:] * (len(data.rows) - len(seeds))
        self._orders = Orders(seeds, n, states)
        self._x, self._targets = F.pad(data.x, (0, padded(width) - width)).flatten(0, 1), data.targets.flatten()
        self._first = data.rows[:, None] * data.x.shape[1]  # (M, 1)
        # What fills up a batch is each member's own first point: without weight, but finite.
        self._whole = self._first.repeat(n // size, 1, padded(size, POINTS))
        self._rest = self._first.repeat(1, padded(n % size, POINTS))
        self._indices = [*self._whole.flatten(1), *([self._rest.flatten()] if n % size else [])]
        self._put(torch.arange(n).expand(len(seeds), n))

    def _put(self, order: Tensor) -> None:
        """Cut an order of the points, (M, N), into batches."""
        index, n_whole, size = order + self._first, len(self._whole), self.sizes[0]
        cut = index[:, : n_whole * size].view(-1, n_whole, size)  # (M, batches, points)
        self._whole[:, :, :size] = cut.transpose(0, 1)
        if rest := self.sizes[-1] % size:
            self._rest[:, :rest] = index[:, -rest:]

    def fill(self, passes: dict[int, Pass]) -> Iterator[Pass]:
        """Draw the order of the next epoch, and hand out the pass of each batch with its points filled in."""
        if self._shuffled:
            self._put(self._orders.draw())
        for size, index in zip(self.sizes, self._indices, strict=True):
            batch = passes[size]
            torch.index_select(self._x, 0, index, out=batch.inputs.flat.view(-1, self._x.shape[1]))
            batch.targets.view[:, 0] = self._targets.index_select(0, index).view(len(self._first), -1)
            yield batch

    def states(self) -> tuple[Tensor, ...]:
        """Return where the generators of the order stand."""
        return self._orders.states()
