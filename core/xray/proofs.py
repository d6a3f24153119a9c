"""What becomes of gradients when nobody clears them."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from core.training import TrainState
from core.training.run import Run
from core.xray.step import at_batch


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Accumulation:
    """Three gradients of every parameter, by its name.

    Attributes:
        left: what lay in `.grad` before; where this is the very first step, what a first backward() puts there.
        fresh: what backward() alone gives.
        together: what lies in `.grad` after backward() without zero_grad().
        first: whether it is the very first step, so that nothing was left.
    """

    left: Mapping[str, Tensor]
    fresh: Mapping[str, Tensor]
    together: Mapping[str, Tensor]
    first: bool

    @property
    def adds_up(self) -> bool:
        """Whether what lies there is the sum of the two, bit for bit."""
        return all(torch.equal(self.left[name] + self.fresh[name], found) for name, found in self.together.items())


def accumulate(state: TrainState, batch: int) -> Accumulation:
    """Do backward() on a batch with and without clearing what the step before left.

    Args:
        state: between two epochs; it stays as it is.
        batch: in the epoch that follows it, from 1.
    """
    run, inputs, targets, *_ = at_batch(state, batch)
    left, dropout = run.gradients(), run.dropout.get_state()
    fresh = _backward(run, inputs, targets, {}, dropout)
    first = not left
    together = _backward(run, inputs, targets, left or fresh, dropout)
    return Accumulation(left=left or fresh, fresh=fresh, together=together, first=first)


def _backward(
    run: Run, inputs: Tensor, targets: Tensor, left: Mapping[str, Tensor], dropout: Tensor
) -> dict[str, Tensor]:
    run.dropout.set_state(dropout)
    for name, parameter in run.model.named_parameters():
        parameter.grad = left[name].clone().to(parameter.device) if name in left else None
    run.objective(run.model(inputs), targets).backward()  # type: ignore[no-untyped-call]
    return run.gradients()
