"""From the bytes of a checkpoint back to a run that can go on."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import torch
from torch import Tensor

from core.checkpoints.explaining import compare, explain
from core.checkpoints.reading import read, shapes
from core.checkpoints.saving import FORMAT, MEASURES, VERSION
from core.checkpoints.wording import listed, quoted
from core.config import TrainConfig, from_dict
from core.errors import CheckpointError, PlaygroundError
from core.models import build
from core.optimizers import OPTIMIZERS
from core.tables import Table
from core.training import EpochRecord, Snapshot, Stop, TrainState

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
        raise CheckpointError(f"epoch must lie in [0, {config.epochs}], got {epoch!r}")
    like = {name: tensor.detach() for name, tensor in build(config).state_dict().items()}
    gradients, going = value["gradients"], stop is None
    return TrainState(
        config=config,
        epoch=epoch,
        weights=_weights("weights", value["weights"], like, finite=going),
        gradients=_weights("gradients", gradients, like) if gradients else {},
        optimizer=_optimizer(value["optimizer"], config, like, going=going),
        random=_random(value["random"]),
        history=_history(value["history"], config, epoch, going=going),
        snapshots=_snapshots(value["snapshots"], like, epoch, finite=going),
        stop=stop,
    )


def _stop(value: Any, epoch: int) -> Stop | None:
    if value is None:
        return None
    stop = Stop(**value)
    if stop.epoch != epoch or not isinstance(stop.layer, str):
        raise CheckpointError("where it stopped is not its last epoch")
    return stop


def _weights(
    what: str, found: Mapping[str, Tensor], like: Mapping[str, Tensor], *, finite: bool = False
) -> dict[str, Tensor]:
    """Return tensors named, shaped and typed like those of the network."""
    mismatch = compare(shapes(like), shapes(found))
    if not mismatch.fits:
        raise CheckpointError(f"its {what} do not fit its settings. {' '.join(explain(mismatch))}")
    for name, tensor in found.items():
        if tensor.dtype != like[name].dtype:
            raise CheckpointError(f"its {what} are {tensor.dtype}, its settings say {like[name].dtype}")
        if finite and not tensor.isfinite().all():
            raise CheckpointError(f"its {what} hold numbers that are not finite in {quoted(name)}")
    return {name: found[name] for name in like}


def _optimizer(
    found: Mapping[str, Any], config: TrainConfig, like: Mapping[str, Tensor], *, going: bool
) -> dict[str, Any]:
    """Return an optimizer's state that has the structure that one step gives, without nan where the run goes on."""
    parameters = [torch.zeros_like(tensor).requires_grad_() for tensor in like.values()]
    probe = OPTIMIZERS[config.optimizer].make(
        parameters, lr=config.lr, momentum=config.momentum, weight_decay=config.weight_decay
    )
    fresh = probe.state_dict()
    if set(found) != set(fresh) or found["param_groups"] != fresh["param_groups"]:
        raise CheckpointError(f"its optimizer is not the {config.optimizer} of its settings")
    for parameter in parameters:
        parameter.grad = torch.zeros_like(parameter)
    probe.step()
    if found["state"] and not _alike(found["state"], probe.state_dict()["state"]):
        raise CheckpointError(f"its optimizer's memory is not that of {config.optimizer}")
    if going and any(_has_nan(item) for memory in found["state"].values() for item in memory.values()):
        raise CheckpointError("its optimizer's memory holds nan")
    return dict(found)


def _has_nan(value: Any) -> bool:
    return bool(value.isnan().any()) if isinstance(value, Tensor) else isinstance(value, float) and math.isnan(value)


def _alike(found: Any, wanted: Any) -> bool:
    """Tell whether two structures have the same keys, types, shapes and dtypes."""
    if isinstance(wanted, Tensor):
        return isinstance(found, Tensor) and (found.shape, found.dtype) == (wanted.shape, wanted.dtype)
    if isinstance(wanted, dict):
        return (
            isinstance(found, dict)
            and set(found) == set(wanted)
            and all(_alike(found[key], item) for key, item in wanted.items())
        )
    return type(found) is type(wanted)


def _random(found: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return states that a generator accepts."""
    for name in GENERATORS:
        torch.Generator().set_state(found[name])
    return {name: found[name] for name in GENERATORS}


def _history(found: Mapping[str, Tensor], config: TrainConfig, epoch: int, *, going: bool) -> tuple[EpochRecord, ...]:
    kind = "accuracy" if config.task == "classification" else "r2"
    wanted = [name for name in MEASURES if name.endswith(("loss", kind))]
    if list(found) != wanted or any(tensor.shape != (epoch + 1,) for tensor in found.values()):
        raise CheckpointError(f"its history should hold {', '.join(wanted)} for epochs 0 to {epoch}")
    # R2 alone may be nan: a part whose targets are all equal has none.
    if going and any(tensor.isnan().any() for name, tensor in found.items() if not name.endswith("r2")):
        raise CheckpointError("its history holds nan, though the run did not stop for it")
    rows = zip(*(tensor.double().tolist() for tensor in found.values()), strict=True)
    return tuple(EpochRecord(epoch=i, **dict(zip(wanted, row, strict=True))) for i, row in enumerate(rows))


def _snapshots(
    found: Mapping[str, Any], like: Mapping[str, Tensor], epoch: int, *, finite: bool
) -> tuple[Snapshot, ...]:
    epochs: Sequence[int] = found["epochs"]
    rising = all(early < late for early, late in pairwise(epochs))
    if not epochs or epochs[0] != 0 or epochs[-1] > epoch or not rising or any(type(e) is not int for e in epochs):
        raise CheckpointError("its snapshots are not of epochs of this run")
    snapshots = []
    for index, moment in enumerate(epochs):
        weights = {name: tensor[index].clone() for name, tensor in found["weights"].items()}
        snapshots.append(Snapshot(epoch=moment, weights=_weights("snapshots", weights, like, finite=finite)))
    return tuple(snapshots)
