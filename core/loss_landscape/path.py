"""The way of a run's weights to its end, and the plane that is laid through it."""

from typing import Final

import torch
from torch import Tensor

from core.errors import ConfigError
from core.loss_landscape.arithmetic import flat_weights
from core.loss_landscape.window import Window
from core.replay import moments
from core.training import TrainState
from core.training.run import Run

_FLAT: Final = 1e-6  # of the longer side of a plane: below it there is no second one


def ended(state: TrainState) -> tuple[Run, Tensor]:
    """Return network and points as the run ended, and all weights at every moment kept, (S, P).

    Raises:
        ConfigError: the run ended in numbers that are not finite.
    """
    if state.stop is not None:
        raise ConfigError("The numbers exploded: where a run ends in infinity there is no landscape around its end")
    run = Run(state.config)
    path = []
    for moment in moments(state):
        run.stand_at(moment)
        path.append(flat_weights(run.model).cpu())
    run.model.eval()
    return run, torch.stack(path)


def check_plane(path: Tensor, directions: Tensor, window: Window) -> None:
    """Refuse directions that span no plane.

    Args:
        path: (S, P) weights, the last those of the end.
        directions: (2, P).
        window: what is to be seen.

    Raises:
        ConfigError: why there is none, and what would make one.
    """
    if window.plane == "path":
        lengths = torch.linalg.svdvals((path - path[-1]).double())
        if not lengths[0]:
            raise ConfigError(
                "The weights never moved: the path is a point and spans no plane; choose random directions"
            )
        if len(path) < 3 or lengths[1] <= _FLAT * lengths[0]:
            raise ConfigError(
                "The path is a straight line and spans no plane: train for more epochs, or choose random directions"
            )
        return
    lengths = torch.linalg.svdvals(directions)
    if not directions.isfinite().all() or lengths[1] <= _FLAT * lengths[0]:
        raise ConfigError(
            "Random directions are as long as each neuron's weights and leave biases alone: these weights, one alone"
            " or all zero, span no plane"
        )
