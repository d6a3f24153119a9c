"""A run without autograd: the same numbers as `Run`, bit for bit, many times faster."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from core.config import TrainConfig
from core.training.now import Now
from core.training.run import Run, device_of
from core.training.state import TrainState
from core.training.written_out.activations import KERNELS
from core.training.written_out.losses import LOSS_SLOPES
from core.training.written_out.memory import Memory
from core.training.written_out.network import Forward, Layer, Pass
from core.training.written_out.penalties import PENALTY_SLOPES
from core.training.written_out.updates import FlatUpdate, one_memory


def can_write_out(state: TrainState) -> bool:
    """Tell whether a run can go on from here without autograd; what cannot is left to the plain loop."""
    config = state.config
    return (
        KERNELS.keys() >= set(config.hidden_activations)
        and config.loss in LOSS_SLOPES
        and (config.regularization in PENALTY_SLOPES or config.regularization == "none")
        and not config.dropout
        and config.zero_grad
        and device_of(config).type == "cpu"
        and one_memory(state.optimizer["state"])
    )


class WrittenOutRun(Run):
    """A run with forward, backward and update written out, on flat memory; for what `can_write_out` accepts."""

    def restore(self, state: TrainState) -> None:
        """Take up a state where it was left, and take the memory for going on."""
        super().restore(state)
        self._memory = Memory(self.parameters)
        self._flat = FlatUpdate(self.config, self._memory, self.optimizer)
        self._layers = _layers(self.config, self._memory)
        self._forwards = [Forward(self._layers, len(x)) for x in (self.x, self.x_test)]
        self._bind()
        self._stepped = False

    def use(self, now: Now) -> None:
        """Train with these settings from now on."""
        super().use(now)
        self._bind()

    def _bind(self) -> None:
        """Prepare what batch size and penalty decide."""
        self._penalty = _penalty(self.config.regularization, self.now.regularization_rate, self._memory)
        size = self.now.batch_size or len(self.x)
        self._shuffles = self.config.shuffle and size < len(self.x)
        self._points = [t.clone() for t in (self.x, self.targets)] if self._shuffles else [self.x, self.targets]
        self._batches = self._split(size)

    def _split(self, size: int) -> list[tuple[Pass, Tensor, Tensor]]:
        inputs, targets = (torch.split(tensor, size) for tensor in self._points)
        slope_for = LOSS_SLOPES[self.config.loss]
        passes = {n: Pass(self._layers, n, slope_for) for n in {len(inputs[0]), len(inputs[-1])}}
        return [(passes[len(x)], x, t) for x, t in zip(inputs, targets, strict=True)]

    def set_lr(self, lr: float) -> None:
        """Set the learning rate of both optimizers."""
        super().set_lr(lr)
        self._flat.settings["lr"] = lr

    @torch.inference_mode()
    def epoch(self) -> None:
        """One pass over the training points, batch by batch."""
        if self._shuffles:
            order = torch.randperm(len(self.x), generator=self.order)
            for tensor, shuffled in zip((self.x, self.targets), self._points, strict=True):
                torch.index_select(tensor, 0, order, out=shuffled)
        self._stepped = True
        for one_pass, x, targets in self._batches:
            one_pass(x, targets)
            self._penalty()
            self._flat.step()

    def gradients(self) -> dict[str, Tensor]:
        """Return a copy of the gradients that the last step used."""
        if self._stepped:
            self._memory.show_gradients()
        return super().gradients()

    @torch.inference_mode()
    def outputs(self) -> tuple[Tensor, Tensor]:
        """Return what the network says of all training and of all test points."""
        train, test = self._forwards
        return train(self.x), test(self.x_test)

    def optimizer_state(self) -> dict[str, Any]:
        """Return a copy of what the optimizer remembers."""
        self._flat.give_back()
        return super().optimizer_state()


def _layers(config: TrainConfig, memory: Memory) -> list[Layer]:
    values, gradients = iter(memory.value_views), iter(memory.gradient_views)
    return [
        Layer(
            weight=next(values), bias=next(values), weight_gradient=next(gradients), bias_gradient=next(gradients),
            kernel=KERNELS[name],
        )
        for name in config.activations
    ]  # fmt: skip


def _penalty(name: str, rate: float, memory: Memory) -> Callable[[], Any]:
    """Return what adds the penalty's gradient to that of the loss."""
    if name == "none" or not rate:
        return lambda: None
    weights, gradients = (flat[: memory.n_weights] for flat in (memory.values, memory.gradients))
    slope, room = PENALTY_SLOPES[name], torch.empty_like(weights)
    return lambda: gradients.add_(slope(weights, rate, room))
