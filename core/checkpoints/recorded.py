"""What a checkpoint recorded of its run: weights, history and snapshots, found to fit the run's settings."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from torch import Tensor

from core.checkpoints.comparing import compare
from core.checkpoints.explaining import explain
from core.checkpoints.reading import shapes
from core.checkpoints.saving import MEASURES
from core.config import TrainConfig
from core.errors import CheckpointError
from core.quoting import quoted
from core.training import EpochRecord, Snapshot


def tensors_like(
    what: str, found: Mapping[str, Tensor], like: Mapping[str, Tensor], *, finite: bool = False
) -> dict[str, Tensor]:
    """Return tensors named, shaped and typed like those of the network.

    Raises:
        CheckpointError: they are not; or not finite, where they have to be.
    """
    mismatch = compare(shapes(like), shapes(found))
    if not mismatch.fits:
        raise CheckpointError(f"its {what} do not fit its settings. {' '.join(explain(mismatch))}")
    for name, tensor in found.items():
        if tensor.dtype != like[name].dtype:
            raise CheckpointError(f"its {what} are {tensor.dtype}, its settings say {like[name].dtype}")
        if finite and not tensor.isfinite().all():
            raise CheckpointError(f"its {what} hold numbers that are not finite in {quoted(name)}")
    return {name: found[name] for name in like}


def history(found: Mapping[str, Tensor], config: TrainConfig, epoch: int, *, going: bool) -> tuple[EpochRecord, ...]:
    """Return the measures of every epoch so far.

    Raises:
        CheckpointError: some are lacking, or nan though the run was going on.
    """
    kind = "accuracy" if config.task == "classification" else "r2"
    wanted = [name for name in MEASURES if name.endswith(("loss", kind))]
    if list(found) != wanted or any(tensor.shape != (epoch + 1,) for tensor in found.values()):
        raise CheckpointError(f"its history should hold {', '.join(wanted)} for epochs 0 to {epoch}")
    # R2 alone may be nan: a part whose targets are all equal has none.
    if going and any(tensor.isnan().any() for name, tensor in found.items() if not name.endswith("r2")):
        raise CheckpointError("its history holds nan, though the run did not stop for it")
    rows = zip(*(tensor.double().tolist() for tensor in found.values()), strict=True)
    return tuple(EpochRecord(epoch=i, **dict(zip(wanted, row, strict=True))) for i, row in enumerate(rows))


def snapshots(
    found: Mapping[str, Any], like: Mapping[str, Tensor], epoch: int, *, finite: bool
) -> tuple[Snapshot, ...]:
    """Return the snapshots of earlier epochs.

    Raises:
        CheckpointError: they are of other epochs, or of another network.
    """
    epochs: Sequence[int] = found["epochs"]
    rising = all(early < late for early, late in pairwise(epochs))
    if not epochs or epochs[0] != 0 or epochs[-1] > epoch or not rising or any(type(e) is not int for e in epochs):
        raise CheckpointError("its snapshots are not of epochs of this run")
    taken = []
    for index, moment in enumerate(epochs):
        weights = {name: tensor[index].clone() for name, tensor in found["weights"].items()}
        taken.append(Snapshot(epoch=moment, weights=tensors_like("snapshots", weights, like, finite=finite)))
    return tuple(taken)
