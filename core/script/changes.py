"""The part of a script that changes something on the way."""

from collections.abc import Iterator
from itertools import groupby

from core.config import Change, TrainConfig
from core.script.data import redrawn_code

LR = "optimizer.param_groups[0]['lr']"


def varies(config: TrainConfig, name: str) -> bool:
    """Tell whether a setting changes on the way."""
    return any(change.name == name for change in config.changed)


def begin_code(config: TrainConfig) -> Iterator[str]:
    """Write what stands before the loop: the settings that change as variables, and what is set after epoch 0."""
    if varies(config, "batch_size"):
        yield f"batch_size = {_size(config.batch_size)}"
    if varies(config, "regularization_rate"):
        yield f"rate = {config.regularization_rate!r}"
    yield from _after(config, 0)


def change_code(config: TrainConfig, last: int) -> Iterator[str]:
    """Write what changes after an epoch, for the end of the loop's body."""
    epochs = dict.fromkeys(change.epoch for change in config.changed if 0 < change.epoch < last)
    for epoch in epochs:
        yield f"    if epoch == {epoch}:"
        yield from (f"        {line}" for line in _after(config, epoch))


def _after(config: TrainConfig, epoch: int) -> Iterator[str]:
    """Write what changes after an epoch, weights that follow each other in one block."""
    changes = (change for change in config.changed if change.epoch == epoch)
    for of_a_weight, group in groupby(changes, lambda change: bool(change.index)):
        if of_a_weight:
            yield "with torch.no_grad():"
            yield from (f"    {_set_weight(change)}" for change in group)
        else:
            for change in group:
                yield from _set(config, change)


def _set_weight(change: Change) -> str:
    layer, name = change.name.split(".")
    return f"model[{layer}].{name}[{', '.join(map(str, change.index))}] = {change.value!r}"


def _set(config: TrainConfig, change: Change) -> Iterator[str]:
    if change.name == "noise":
        yield from redrawn_code(config, change.value)
    elif change.name == "lr":
        yield f"{LR} = {change.value!r}"
    elif change.name == "dropout":
        yield "for layer in model:"
        yield "    if isinstance(layer, SeededDropout):"
        yield f"        layer.p = {change.value!r}"
    else:
        yield f"rate = {change.value!r}" if change.name == "regularization_rate" else _batches(change)


def _batches(change: Change) -> str:
    return f"batch_size = {_size(change.value)}"


def _size(value: float | None) -> str:
    return "len(x_train)" if value is None else str(int(value))
