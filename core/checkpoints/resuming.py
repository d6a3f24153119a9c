"""From the bytes of a checkpoint back to a run that can go on."""

from collections.abc import Mapping
from typing import Any, Final

import torch
from torch import Tensor

from core.checkpoints.reading import read
from core.checkpoints.recalled import optimizer_state
from core.checkpoints.recorded import history, snapshots, tensors_like
from core.checkpoints.saving import FORMAT, VERSION
from core.checkpoints.wording import listed
from core.config import from_dict
from core.errors import CheckpointError, PlaygroundError
from core.models import build
from core.quoting import quoted
from core.tables import Table
from core.training import Stop, TrainState

KEYS: Final = (
    "format", "version", "config", "epoch", "weights", "gradients", "optimizer", "random", "history", "snapshots",
    "stop",
)  # fmt: skip
GENERATORS: Final = ("order", "dropout")


def resume(data: bytes, table: Table | None = None) -> TrainState:
    """Return the run of a checkpoint; it goes on as if it had never been interrupted.

    Args:
        data: the file's bytes, as `save(state)` writes them.
        table: the learner's table, where the run was trained on one.

    Raises:
        CheckpointError: the file is no checkpoint of this playground, or anything in it does not fit together.
    """
    value = read(data)
    if not isinstance(value, dict) or not _is(value.get("format"), FORMAT):
        raise CheckpointError(
            "this file is no checkpoint of this playground: training cannot go on from it (its weights may still load)"
        )
    if not _is(value.get("version"), VERSION):
        version = quoted(value.get("version"))
        raise CheckpointError(f"this checkpoint has version {version}; this playground reads {VERSION}")
    if tuple(value) != KEYS:
        raise CheckpointError(f"a checkpoint holds {', '.join(KEYS)}; this one holds {listed(value, 20)}")
    try:
        return _state(value, table)
    except PlaygroundError as error:
        raise CheckpointError(f"this checkpoint cannot go on: {error}") from error
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, RuntimeError, OverflowError) as error:
        raise CheckpointError("this checkpoint cannot go on: its parts do not fit together") from error


def _is(found: object, wanted: str | int) -> bool:
    """Compare with a plain value; what a file holds in its place may be a tensor, which compares number by number."""
    return type(found) is type(wanted) and found == wanted


def _state(value: Mapping[str, Any], table: Table | None) -> TrainState:
    config = from_dict(value["config"], table)
    epoch, stop = value["epoch"], _stop(value["stop"], value["epoch"])
    if isinstance(epoch, bool) or not isinstance(epoch, int) or not 0 <= epoch <= config.epochs:
        raise CheckpointError(f"epoch must lie in [0, {config.epochs}], got {quoted(epoch)}")
    like = {name: tensor.detach() for name, tensor in build(config).state_dict().items()}
    gradients, going = value["gradients"], stop is None
    return TrainState(
        config=config,
        epoch=epoch,
        weights=tensors_like("weights", value["weights"], like, finite=going),
        gradients=tensors_like("gradients", gradients, like) if gradients else {},
        optimizer=optimizer_state(value["optimizer"], config, like, going=going),
        random=_random(value["random"]),
        history=history(value["history"], config, epoch, going=going),
        snapshots=snapshots(value["snapshots"], like, epoch, finite=going),
        stop=stop,
    )


def _stop(value: Any, epoch: int) -> Stop | None:
    if value is None:
        return None
    stop = Stop(**value)
    if stop.epoch != epoch or not isinstance(stop.layer, str):
        raise CheckpointError("where it stopped is not its last epoch")
    return stop


def _random(found: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return states that a generator accepts."""
    for name in GENERATORS:
        torch.Generator().set_state(found[name])
    return {name: found[name] for name in GENERATORS}
