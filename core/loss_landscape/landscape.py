"""The landscape around the end of a run, and its path in it."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.loss_landscape.arithmetic import losses_at, path_directions, places_in_plane, random_directions
from core.loss_landscape.path import check_plane, ended
from core.loss_landscape.window import Window
from core.replay import moments
from core.training import TrainState

SIDES: Final = (41, 31, 21, 11)
WORK: Final = 1e10  # multiplications for one picture, more only where the coarsest grid needs them
_AT_ONCE: Final = 2**19  # numbers in a layer's outputs: what stays in the processor's cache is quicker


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Landscape:
    """A loss landscape, with the path of the run in it.

    Attributes:
        losses: (R, R) mean losses over the points of the part; row 0 is at the bottom, the end is in the middle.
        half: half the side of the picture; for "path" a Euclidean distance of weights.
        path: (S, 2) where each moment's weights lie closest to, in halves of the side: the picture is [-1, 1].
        epochs: of each moment.
        share: of the path's squared distances from its end, how much lies in the plane, in [0, 1].
    """

    losses: Tensor
    half: float
    path: Tensor
    epochs: tuple[int, ...]
    share: float


def side_of(config: TrainConfig, n_points: int) -> int:
    """Return along how many places each way the loss is computed: fewer where the network or its data is large."""
    one = config.n_parameters * n_points
    return next((side for side in SIDES if side * side * one <= WORK), SIDES[-1])


def chunk_of(config: TrainConfig, n_points: int) -> int:
    """Return how many networks are asked at once."""
    return max(1, _AT_ONCE // (n_points * max(config.sizes)))


def landscape(state: TrainState, window: Window) -> Landscape:
    """Compute the loss over a plane of weights through the end of a run.

    Raises:
        ConfigError: the run, or its path, makes no plane.
    """
    run, path = ended(state)
    directions = path_directions(path) if window.plane == "path" else random_directions(run.model.cpu(), window.seed)
    check_plane(path, directions, window)
    places = places_in_plane(path, directions)
    offsets = (path - path[-1]).double()
    total = offsets.square().sum().item()
    missed = (offsets - places @ directions).square().sum().item()
    half = window.span * (places.abs().max().item() if window.plane == "path" else 1.0)
    x, targets = (run.x, run.targets) if window.part == "train" else (run.x_test, run.test_targets)
    side = side_of(state.config, len(x))
    steps = torch.linspace(-half, half, side, dtype=torch.float64)
    grid = torch.cartesian_prod(steps, steps).flip(1)  # (R * R, 2), the first direction across
    weights = (path[-1] + grid @ directions).to(x)
    run.model.to(x.device)
    losses = losses_at(run.model, run.loss, x, targets, weights, chunk_of(state.config, len(x)))
    return Landscape(
        losses=losses.reshape(side, side).double().cpu(),
        half=half,
        path=places / half,
        epochs=tuple(moment.epoch for moment in moments(state)),
        share=1 - missed / total if total else 1.0,
    )
