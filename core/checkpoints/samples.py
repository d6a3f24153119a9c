"""Files to try, built from a run: one that fits, and one for everything that can go wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import torch

from core.checkpoints.saving import save, to_bytes
from core.config import NEURONS
from core.models import build
from core.training import TrainState, start

MESSAGE: Final = "This line was printed by a file that was only opened."


class PrintsWhenOpened:
    """What a harmful file looks like, made harmless: unpickling it would call print, not something worse."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        """Tell pickle to call print when the file is opened."""
        return print, (MESSAGE,)


def renamed(state: TrainState) -> bytes:
    """Write weights whose first layer has another name."""
    names = {name: name.replace("0.", "layer_1.", 1) if name.startswith("0.") else name for name in state.weights}
    return to_bytes({names[name]: tensor for name, tensor in state.weights.items()})


def another_width(state: TrainState) -> bytes:
    """Write weights of a network whose first hidden layer is twice as wide (or half, where that is too wide)."""
    first, *others = state.config.hidden or (4,)
    width = 2 * first if 2 * first in NEURONS else first // 2
    return save(start(replace(state.config, hidden=(width, *others))), "weights")


def cut_off(state: TrainState) -> bytes:
    """Write only the first two thirds of the bytes, as a download that broke off does."""
    data = save(state, "weights")
    return data[: 2 * len(data) // 3]


def whole_model(state: TrainState) -> bytes:
    """Write the model itself instead of its state_dict: `torch.save(model, ...)`."""
    model = build(state.config)
    model.load_state_dict(state.weights)
    return to_bytes(model)


def harmful(state: TrainState) -> bytes:  # noqa: ARG001 (one signature for all)
    """Write a file that would run a function when opened without weights_only."""
    return to_bytes({"0.weight": PrintsWhenOpened()})


def huge_claim(state: TrainState) -> bytes:
    """Write weights whose first tensor claims 10^12 numbers and stores one."""
    name = next(iter(state.weights))
    return to_bytes(dict(state.weights) | {name: torch.zeros(1).expand(10**6, 10**6)})


def course(state: TrainState) -> bytes:  # noqa: ARG001 (one signature for all)
    """Write what the course's LinearRegressionModel has learned after 100 epochs."""
    return to_bytes({"weights": torch.tensor([0.57844]), "bias": torch.tensor([0.35131])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One file to try: how it is made from a run, and what is special about it."""

    make: Callable[[TrainState], bytes]
    about: str


SAMPLES: Final[Mapping[str, Sample]] = {
    "one layer renamed": Sample(make=renamed, about="The numbers are right, one layer has another name."),
    "another width": Sample(make=another_width, about="The same kind of network, its first layer wider or narrower."),
    "matching": Sample(make=lambda state: save(state, "weights"), about="The state_dict of the network on this page."),
    "course's line": Sample(make=course, about="A LinearRegressionModel: two numbers, weights and bias."),
    "cut off": Sample(make=cut_off, about="A download that broke off after two thirds."),
    "whole model": Sample(make=whole_model, about="torch.save(model) instead of torch.save(model.state_dict())."),
    "prints when opened": Sample(make=harmful, about="A pickle that would call print as soon as it is opened."),
    "claims 10¹² numbers": Sample(make=huge_claim, about="A tensor of 1,000,000 x 1,000,000, in a file of 3 kB."),
}
