"""From a file's bytes to weights: checked first, loaded by `torch.load(weights_only=True)`, checked again."""

import io
from collections.abc import Mapping
from typing import Any, Final

import torch
from torch import Tensor, nn

from core.checkpoints.contents import checked_archive
from core.checkpoints.explaining import compare, explain
from core.errors import CheckpointError

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
    value = read(data)
    weights = find_weights(value)
    if weights is None:
        raise CheckpointError(
            "the file can be read, but holds no state_dict: expected are names with tensors, as"
            f" torch.save(model.state_dict(), ...) writes them; found is {_describe(value)}"
        )
    for name, tensor in weights.items():
        if not tensor.is_floating_point():
            raise CheckpointError(f"{name} holds {str(tensor.dtype).removeprefix('torch.')}, weights are real numbers")
        if not tensor.isfinite().all():
            raise CheckpointError(f"{name} holds numbers that are not finite (nan or infinite): training had diverged")
    return weights


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
    for name, tensor in weights.items():
        if tensor.isfinite().all() and not tensor.to(own[name].dtype).isfinite().all():
            raise CheckpointError(f"{name} holds numbers too large for the network's {own[name].dtype}")
    model.load_state_dict(weights)


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


def find_weights(value: Any) -> dict[str, Tensor] | None:
    """Find the state_dict in what a file holds: all of it, or under one of the usual names; else None."""
    if not isinstance(value, dict):
        return None
    if value and all(isinstance(key, str) and isinstance(item, Tensor) for key, item in value.items()):
        return dict(value)
    for name in WRAPPINGS:
        found = find_weights(value[name]) if isinstance(value.get(name), dict) else None
        if found:
            return found
    return None


def _describe(value: Any) -> str:
    if isinstance(value, Tensor):
        return "a single tensor"
    if isinstance(value, dict):
        return f"a dict with {', '.join(repr(key) for key in list(value)[:5])}" if value else "an empty dict"
    return f"a {type(value).__name__}"
