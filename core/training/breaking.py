"""What broke first in a run whose numbers stopped being finite: its last epoch once more, number by number."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

import torch
from torch import Tensor, nn

from core.config import TrainConfig
from core.models import layer_names
from core.training.evaluation import evaluate
from core.training.records import Broken
from core.training.run import Run
from core.training.state import TrainState


class _BrokeError(Exception):
    """Leaves the epoch at the first number that is not finite."""


class _Watched(Run):
    """A run whose every number is looked at as it comes."""

    def __init__(self, config: TrainConfig) -> None:
        super().__init__(config)
        self.n_steps, self.at, self.output, self.weight = 0, 0, 0.0, 0.0
        self.names, name = layer_names(self.model), ""
        for key, module in self.model.named_children():
            name = self.names.get(key, name)
            module.register_forward_hook(partial(self._see, "output", name))
        self.model.register_forward_hook(self._answered)
        self.loss.register_forward_hook(partial(self._see, "loss", ""))

    def _see(self, what: Any, layer: str, module: nn.Module, given: Any, found: Tensor) -> None:  # noqa: ARG002
        self._check(what, layer, found)

    def _answered(self, module: nn.Module, given: Any, found: Tensor) -> None:  # noqa: ARG002
        """Note how large the answers are: of this step, or of all that is measured after them."""
        self.output = max(_largest([found]), 0.0 if self.at else self.output)

    def _check(
        self, what: Literal["output", "loss", "penalty", "gradient", "weight"], layer: str, found: Tensor
    ) -> None:
        if not found.isfinite().all():
            weight = self.weight if what == "weight" else _largest(self.parameters)
            raise _BrokeError(
                Broken(what=what, layer=layer, step=self.at, n_steps=self.n_steps, output=self.output, weight=weight)
            )

    def batches(self) -> list[tuple[Tensor, Tensor]]:
        found = super().batches()
        self.n_steps = len(found)
        return found

    def step(self, inputs: Tensor, targets: Tensor) -> None:
        self.at += 1
        super().step(inputs, targets)

    def objective(self, output: Tensor, targets: Tensor) -> Tensor:
        found = super().objective(output, targets)
        self._check("penalty", "", found)  # the loss itself has been looked at
        return found

    def update(self) -> None:
        layers = [(self.names[key], module) for key, module in self.model.named_children() if key in self.names]
        for name, layer in reversed(layers):  # as backward() goes
            for parameter in layer.parameters():
                if parameter.grad is not None:
                    self._check("gradient", name, parameter.grad)
        self.weight = _largest(self.parameters)
        super().update()
        for name, layer in layers:
            for parameter in layer.parameters():
                self._check("weight", name, parameter)


def _largest(tensors: Sequence[Tensor]) -> float:
    return max(tensor.detach().abs().max().item() for tensor in tensors)


def first_broken(before: TrainState, epoch: int) -> Broken | None:
    """Find the first number of an epoch that is not finite.

    Args:
        before: the run after the epoch before it; for epoch 0 the run before its first step.
        epoch: the one to go through once more.

    Returns:
        None where all are finite.
    """
    run = _Watched(before.config)
    run.restore(before)
    try:
        if epoch:
            run.begin(epoch)
            run.epoch()
            run.at, run.output = 0, 0.0
        with torch.no_grad():
            evaluate(run, epoch)
    except _BrokeError as error:
        found: Broken = error.args[0]
        return found
    return None
