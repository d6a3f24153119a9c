"""Learning-rate schedules: how large the steps are from the first epoch to the last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import torch
from torch.optim import SGD, Optimizer
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, LRScheduler, OneCycleLR, StepLR

THIRDS: Final = 3
TENTH: Final = 0.1
END: Final = 0.01  # what exponential decay leaves of the learning rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    r"""One schedule, as the registry holds it.

    Attributes:
        factory: a class of torch.optim.lr_scheduler, stepped once after every epoch; None keeps the rate as it is.
        arguments: its keyword arguments for a run of so many epochs at this learning rate.
        latex: the rate after e of E epochs, in terms of the chosen rate `\\eta`.
        idea: one sentence on what it is for.
        source: where it comes from.
    """

    factory: Callable[..., LRScheduler] | None
    arguments: Callable[[int, float], dict[str, Any]]
    latex: str
    idea: str
    source: str

    def make(self, optimizer: Optimizer, epochs: int, lr: float) -> LRScheduler | None:
        """Return the scheduler of this optimizer; it sets the rate of the first epoch at once."""
        return None if self.factory is None else self.factory(optimizer, **self.arguments(epochs, lr))

    def code(self, epochs: int, lr: float) -> str:
        """Return the line of Python that makes the scheduler of `optimizer`; empty for none."""
        if self.factory is None:
            return ""
        listed = ", ".join(f"{name}={value!r}" for name, value in self.arguments(epochs, lr).items())
        return f"scheduler = torch.optim.lr_scheduler.{self.factory.__name__}(optimizer, {listed})"


SCHEDULES: Final[Mapping[str, Schedule]] = {
    "constant": Schedule(
        factory=None,
        arguments=lambda epochs, lr: {},  # noqa: ARG005 (one signature for all)
        latex=r"\eta",
        idea="The same step size from beginning to end.",
        source="",
    ),
    "step": Schedule(
        factory=StepLR,
        arguments=lambda epochs, lr: {"step_size": -(-epochs // THIRDS), "gamma": TENTH},  # noqa: ARG005
        latex=r"\eta \cdot 0.1^{\lfloor 3 e / E \rfloor}",
        idea="Ten times smaller after each third of the run: first far, then fine.",
        source="torch.optim.lr_scheduler.StepLR; He et al. 2016",
    ),
    "cosine": Schedule(
        factory=CosineAnnealingLR,
        arguments=lambda epochs, lr: {"T_max": epochs},  # noqa: ARG005
        latex=r"\tfrac{\eta}{2}\left(1 + \cos\tfrac{\pi e}{E}\right)",
        idea="Smoothly down to zero: most of the run at a large rate, the last epochs to settle.",
        source="torch.optim.lr_scheduler.CosineAnnealingLR; Loshchilov & Hutter 2017",
    ),
    "exponential": Schedule(
        factory=ExponentialLR,
        arguments=lambda epochs, lr: {"gamma": END ** (1 / epochs)},  # noqa: ARG005
        latex=r"\eta \cdot 0.01^{e / E}",
        idea="A little smaller after every epoch, a hundred times at the end.",
        source="torch.optim.lr_scheduler.ExponentialLR",
    ),
    "one-cycle": Schedule(
        factory=OneCycleLR,
        arguments=lambda epochs, lr: {"max_lr": lr, "total_steps": epochs + 1, "cycle_momentum": False},
        latex=r"\tfrac{\eta}{25} \to \eta \to \tfrac{\eta}{250\,000}",
        idea="Warm up to the chosen rate, then far below it: bold steps while there is time to recover.",
        source="torch.optim.lr_scheduler.OneCycleLR; Smith & Topin 2018",
    ),
}


@lru_cache(maxsize=64)
def rates(schedule: str, epochs: int, lr: float) -> tuple[float, ...]:
    """Return the learning rate of every epoch, as torch's own scheduler sets it.

    Args:
        schedule: a key of `SCHEDULES`.
        epochs: how long the run is.
        lr: the chosen learning rate.

    Returns:
        one number for each epoch, the first epoch's first.
    """
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler = SCHEDULES[schedule].make(optimizer, epochs, lr)
    if scheduler is None:
        return (lr,) * epochs
    found = []
    for _ in range(epochs):
        found.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        scheduler.step()
    return tuple(found)
