"""How sharply the landscape bends at the end of a run, and on the way there."""

from typing import Final

import torch

from core.datasets import load
from core.loss_landscape.arithmetic import largest_curvature
from core.loss_landscape.landscape import WORK
from core.loss_landscape.path import ended
from core.replay import moments
from core.training import TrainState

CURVATURE_STEPS: Final = 60
MOMENTS: Final = (30, 5)  # at which the sharpness is measured, and fewer where that takes long, but not less than that


def sharpness(state: TrainState) -> float:
    """Return the largest eigenvalue of the Hessian of the train loss at the end of a run, penalties left out.

    Raises:
        ConfigError: the run ended in numbers that are not finite.
    """
    run, _ = ended(state)
    return largest_curvature(run.model, run.loss, run.x, run.targets, CURVATURE_STEPS)


def sharpened_at(state: TrainState) -> tuple[int, ...]:
    """Choose the moments of a run at which its sharpness is measured, as indices of all that were kept."""
    n_kept, (most, fewest) = len(moments(state)), MOMENTS
    one = state.config.n_parameters * len(load(state.config).train.x) * CURVATURE_STEPS
    wanted = min(n_kept, most, max(fewest, int(WORK // one)))
    return tuple(sorted({round(index) for index in torch.linspace(0, n_kept - 1, wanted).tolist()} | {n_kept - 1}))


def sharpening(state: TrainState) -> dict[int, float]:
    """Return the sharpness on the way to the end, by epoch, each on the points of its moment.

    Raises:
        ConfigError: the run ended in numbers that are not finite.
    """
    run, _ = ended(state)
    kept, found = moments(state), {}
    for index in sharpened_at(state):
        run.stand_at(kept[index])
        found[kept[index].epoch] = largest_curvature(run.model, run.loss, run.x, run.targets, CURVATURE_STEPS)
    return found
