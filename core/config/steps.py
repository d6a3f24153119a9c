"""How many optimizer steps a run takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.config.train import TrainConfig


def all_steps(config: TrainConfig) -> int:
    """Count the optimizer steps in all epochs; the batch size may change on the way."""
    sizes = {0: config.batch_size} | {
        change.epoch: change.value for change in config.changed if change.name == "batch_size"
    }
    ends = [*(epoch for epoch in sizes if epoch), config.epochs]
    lengths = (max(0, min(end, config.epochs) - begin) for begin, end in zip(sizes, ends, strict=True))
    return sum(n * steps_in_epoch(config, size) for n, size in zip(lengths, sizes.values(), strict=True))


def steps_in_epoch(config: TrainConfig, batch_size: float | None) -> int:
    """Count the optimizer steps of an epoch with this batch size; the last batch may be short."""
    return -(-config.n_train // int(batch_size or config.n_train))
