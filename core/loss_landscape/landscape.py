"""The landscape around the end of a run, its path in it, and how sharply it bends there."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import load
from core.errors import ConfigError
from core.loss_landscape.arithmetic import (
    flat_weights,
    largest_curvature,
    losses_at,
    path_directions,
    places_in_plane,
    random_directions,
)
from core.ranges import Range, check_name
from core.replay import moments
from core.training import TrainState
from core.training.run import Run

PLANES: Final = ("path", "random")
PARTS: Final = ("train", "test")
SPAN: Final = Range(0.01, 10)
PLANE_SEED: Final = Range(0, 9_999)
SIDES: Final = (41, 31, 21, 11)
WORK: Final = 1e10  # multiplications for one picture, more only where the coarsest grid needs them
CURVATURE_STEPS: Final = 60
MOMENTS: Final = (30, 5)  # at which the sharpness is measured, and fewer where that takes long, but not less than that
_AT_ONCE: Final = 2**19  # numbers in a layer's outputs: what stays in the processor's cache is quicker
_FLAT: Final = 1e-6  # of the longer side of a plane: below it there is no second one


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What is to be seen of a landscape.

    Attributes:
        plane: "path", the principal components of the path, or "random", filter-normalised random directions.
        span: half the side of the picture: 1 is as far as the path's farthest place lies in the plane ("path"), or as
            far as the weights are from 0 ("random").
        seed: of the random directions.
        part: the points whose loss it is, "train" or "test".

    Raises:
        ConfigError: one sentence with the setting, what is allowed and what was given.
    """

    plane: str = "path"
    span: float = 1.2
    seed: int = 0
    part: str = "train"

    def __post_init__(self) -> None:
        """Check every setting."""
        check_name("plane", self.plane, PLANES)
        SPAN.check("span", self.span)
        PLANE_SEED.check_count("seed", self.seed)
        check_name("part", self.part, PARTS)


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
    run, path = _ended(state)
    directions = path_directions(path) if window.plane == "path" else random_directions(run.model.cpu(), window.seed)
    _check_plane(path, directions, window)
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


def sharpness(state: TrainState) -> float:
    """Return the largest eigenvalue of the Hessian of the train loss at the end of a run, penalties left out.

    Raises:
        ConfigError: the run ended in numbers that are not finite.
    """
    run, _ = _ended(state)
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
    run, _ = _ended(state)
    kept, found = moments(state), {}
    for index in sharpened_at(state):
        run.stand_at(kept[index])
        found[kept[index].epoch] = largest_curvature(run.model, run.loss, run.x, run.targets, CURVATURE_STEPS)
    return found


def _ended(state: TrainState) -> tuple[Run, Tensor]:
    """Return network and points as the run ended, and all weights at every moment kept, (S, P)."""
    if state.stop is not None:
        raise ConfigError("The numbers exploded: where a run ends in infinity there is no landscape around its end")
    run = Run(state.config)
    path = []
    for moment in moments(state):
        run.stand_at(moment)
        path.append(flat_weights(run.model).cpu())
    run.model.eval()
    return run, torch.stack(path)


def _check_plane(path: Tensor, directions: Tensor, window: Window) -> None:
    """Refuse directions that span no plane."""
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
