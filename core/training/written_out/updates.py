"""The optimizer's step on one flat tensor instead of one tensor after another: elementwise, hence the same bits."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

from core.config import TrainConfig
from core.optimizers import OPTIMIZERS
from core.training.written_out.adam import adam_step, bare_step
from core.training.written_out.memory import Memory


def one_memory(kept: Mapping[Any, Mapping[str, Any]]) -> bool:
    """Tell whether an optimizer remembers alike of all parameters, so that one flat memory can hold it.

    Args:
        kept: what it remembers of each, as in its `state_dict()["state"]`.
    """
    first, *others = kept.values() or [{}]
    shared = {key: torch.as_tensor(value) for key, value in first.items() if not _per_weight(value)}
    return all(other.keys() == first.keys() for other in others) and all(
        torch.equal(torch.as_tensor(other[key]), value) for other in others for key, value in shared.items()
    )


def _per_weight(value: Any) -> bool:
    return isinstance(value, Tensor) and value.dim() > 0


class FlatUpdate:
    """An optimizer of the same kind and settings for the flat tensor.

    Attributes:
        step: changes the flat tensor once.
        settings: the optimizer's; a learning rate put there holds from the next step on.
    """

    def __init__(self, config: TrainConfig, memory: Memory, optimizer: Optimizer) -> None:
        """Take over what the optimizer of the separate parameters remembers."""
        self._memory, self._theirs = memory, optimizer
        self._parameters: list[Tensor] = optimizer.param_groups[0]["params"]
        self._flat = memory.values
        self._flat.grad = memory.gradients
        self._ours = OPTIMIZERS[config.optimizer].make(
            [self._flat], lr=config.lr, momentum=config.momentum, weight_decay=config.weight_decay
        )
        self.settings: dict[str, Any] = self._ours.param_groups[0]
        self._take()
        self.step = self._step(config)

    def _step(self, config: TrainConfig) -> Callable[[], Any]:
        values, gradients, group = self._memory.values, self._memory.gradients, self.settings
        if config.update == "none":
            return lambda: None
        if config.update == "by hand":
            return lambda: values.sub_(gradients, alpha=group["lr"])
        if config.optimizer == "SGD" and not config.weight_decay:
            return lambda: values.add_(gradients, alpha=-group["lr"])
        if type(self._ours) in (torch.optim.Adam, torch.optim.AdamW):
            return adam_step(self._ours, self._flat)
        return bare_step(self._ours)

    def _take(self) -> None:
        for key, value in self._theirs.state.get(self._parameters[0], {}).items():
            kept = value
            if _per_weight(value):
                kept = torch.zeros_like(self._flat)
                for view, parameter in zip(self._memory.views(kept), self._parameters, strict=True):
                    view.copy_(self._theirs.state[parameter][key])
            self._ours.state[self._flat][key] = kept

    def give_back(self) -> None:
        """Let the optimizer of the separate parameters remember what this one does."""
        for key, value in self._ours.state.get(self._flat, {}).items():
            parts = self._memory.views(value) if _per_weight(value) else [value] * len(self._parameters)
            for parameter, part in zip(self._parameters, parts, strict=True):
                self._theirs.state[parameter][key] = part
