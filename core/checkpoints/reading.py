"""From a file's bytes to weights: checked first, loaded by `torch.load(weights_only=True)`, checked again."""

import io
from collections.abc import Mapping
from typing import Any, Final

import torch
from torch import Tensor, nn

from core.checkpoints.checking import checked_archive
from core.checkpoints.comparing import compare
from core.checkpoints.explaining import explain
from core.checkpoints.wording import a_kind, listed
from core.errors import CheckpointError
from core.quoting import quoted

WRAPPINGS: Final = ("weights", "state_dict", "model_state_dict", "model")


def read(data: bytes) -> Any:
    """Return what a file holds: plain values and tensors on the CPU.

    Raises:
        CheckpointError: it is damaged, too large, or holds anything else.
    """
    checked = io.BytesIO(checked_archive(data).rebuilt())
    try:
        return torch.load(checked, map_location="cpu", weights_only=True)
    except Exception as error:  # on damaged files torch raises IndexError, UnicodeDecodeError and others too
        raise CheckpointError("the file is damaged: torch.load cannot make sense of it") from error


def read_weights(data: bytes) -> dict[str, Tensor]:
    """Return the state_dict in a file, which may be wrapped in a checkpoint, in the file's order.

    Raises:
        CheckpointError: the file cannot be read, or holds no state_dict of finite numbers.
    """
    return locate_weights(data)[1]


def locate_weights(data: bytes) -> tuple[tuple[str, ...], dict[str, Tensor]]:
    """Return the keys that lead to the state_dict in a file (none where the file is one), and the state_dict.

    Raises:
        CheckpointError: the file cannot be read, or holds no state_dict of finite numbers, or several.
    """
    value = read(data)
    place = find_weights(value)
    if place is None:
        raise CheckpointError(
            "the file can be read, but holds no state_dict: expected are names with tensors, as"
            f" torch.save(model.state_dict(), ...) writes them; found is {_describe(value)}"
        )
    for key in place:
        value = value[key]
    weights: dict[str, Tensor] = dict(value)
    for name, tensor in weights.items():
        if not tensor.isfinite().all():
            raise CheckpointError(
                f"{quoted(name)} holds numbers that are not finite (nan or infinite): training had diverged"
            )
    return place, weights


def load_weights(data: bytes, model: nn.Module) -> None:
    """Fill a model with the weights of a file; a model that they do not fit stays as it is.

    Raises:
        CheckpointError: the file cannot be read, or names, shapes or numbers do not fit.
    """
    fill(model, read_weights(data))


def fill(model: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Fill a model with weights if they fit; otherwise it stays as it is.

    Raises:
        CheckpointError: names, shapes or numbers do not fit.
    """
    own = model.state_dict()
    mismatch = compare(shapes(own), shapes(weights))
    if not mismatch.fits:
        raise CheckpointError(" ".join(explain(mismatch)))
    for name in too_large(own, weights):
        raise CheckpointError(f"{quoted(name)} holds numbers too large for the network's {own[name].dtype}")
    model.load_state_dict(weights)


def too_large(own: Mapping[str, Tensor], weights: Mapping[str, Tensor]) -> list[str]:
    """List the names whose numbers are finite in the file and would be infinite in the network's own dtype."""
    return [
        name
        for name, tensor in weights.items()
        if name in own and tensor.isfinite().all() and not tensor.to(own[name].dtype).isfinite().all()
    ]


def torch_answer(data: bytes) -> str:
    """Return what `torch.load(weights_only=True)` says of a file, in its own words; only for files built here."""
    try:
        value = torch.load(io.BytesIO(data), weights_only=True)
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace("\x1b[1m", "").replace("\x1b[0m", "")
    return f"{type(value).__name__} with {', '.join(repr(key) for key in value)}"


def shapes(weights: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    """Return the shape of each tensor by its name."""
    return {name: tuple(tensor.shape) for name, tensor in weights.items()}


def find_weights(value: Any) -> tuple[str, ...] | None:
    """Find the keys that lead to the state_dict in what a file holds: the usual names first, else the only one.

    Raises:
        CheckpointError: it holds several, none under a usual name.
    """
    if not isinstance(value, dict):
        return None
    if _is_state_dict(value):
        return ()
    for name in WRAPPINGS:
        found = find_weights(value.get(name))
        if found is not None:
            return (name, *found)
    others = [key for key, item in value.items() if isinstance(key, str) and _is_state_dict(item)]
    if len(others) > 1:
        raise CheckpointError(
            f"the file holds several state_dicts, under {listed(others, 5)}: take one out in your own PyTorch, as in"
            f" torch.save(torch.load(file)[{quoted(others[0])}], 'weights.pth')"
        )
    return (others[0],) if others else None


def _is_state_dict(value: Any) -> bool:
    if not isinstance(value, dict) or not value:
        return False
    return all(isinstance(key, str) and isinstance(item, Tensor) for key, item in value.items())


def _describe(value: Any) -> str:
    if isinstance(value, Tensor):
        return "a single tensor"
    if isinstance(value, dict):
        return f"a dict with {listed(value, 5)}" if value else "an empty dict"
    return a_kind(value)
