"""What an optimizer remembers, found to be what that very optimizer would remember."""

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from core.config import TrainConfig
from core.errors import CheckpointError
from core.optimizers import OPTIMIZERS


def optimizer_state(
    found: Mapping[str, Any], config: TrainConfig, like: Mapping[str, Tensor], *, going: bool
) -> dict[str, Any]:
    """Return an optimizer's state that has the structure that one step gives, without nan where the run goes on.

    Raises:
        CheckpointError: it is not of this optimizer with these settings.
    """
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
