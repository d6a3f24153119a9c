"""The inside of the layers at every snapshot: weights as distributions, gradients, neurons that no longer learn."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn

from core.health.slopes import FLAT, MOST, slopes, steepest
from core.models import layer_names
from core.replay import moments
from core.training import Snapshot, TrainState
from core.training.diagnosis import gradient_norms
from core.training.run import Run

N_BINS: Final = 41  # odd: one of them lies around 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """The neurons of one hidden layer, n of them, at S moments, over all training points.

    Attributes:
        flat: (S, n) the share of the points, in [0, 1], at which the neuron's slope is below `FLAT` of the steepest.
        dead: (S, n) whether it gives exactly 0, with a slope of exactly 0, at every point: nothing gets through it.
    """

    flat: Tensor
    dead: Tensor

    @property
    def stuck(self) -> Tensor:
        """Whether each neuron is flat at most points without being dead, (S, n)."""
        return (self.flat >= MOST) & ~self.dead


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Health:
    """The layers of a run at its S snapshots before it exploded, if it did; L layers of weights, the output's last.

    Attributes:
        epochs: the epoch of each moment.
        layers: the name of each layer.
        edges: (N_BINS + 1,) between which the weights are counted, the same for all.
        counts: (S, L, N_BINS) weights between two edges; biases are left out.
        mean: (S, L) of the weights.
        std: (S, L) of the weights, with n in the denominator.
        gradients: (S, L) the norm of the loss's gradient over all training points, without the penalty.
        units: of each hidden layer.
    """

    epochs: tuple[int, ...]
    layers: tuple[str, ...]
    edges: Tensor
    counts: Tensor
    mean: Tensor
    std: Tensor
    gradients: Tensor
    units: tuple[Units, ...]


def examine(state: TrainState) -> Health:
    """Look into the network of every snapshot; the one at which it exploded is passed over.

    Raises:
        PlaygroundError: the data cannot be used as asked.
    """
    run = Run(state.config)
    run.model.eval()
    kept = [moment for moment in moments(state) if state.stop is None or moment.epoch < state.stop.epoch]
    gradients, flat, dead = [], [], []
    for moment in kept:
        run.stand_at(moment)
        gradients.append(list(gradient_norms(run).values()))
        shares, silent = _neurons(run)
        flat.append(shares)
        dead.append(silent)
    layers = tuple(layer_names(run.model).values())
    edges, counts, mean, std = _distributions(kept, [f"{key}.weight" for key in layer_names(run.model)])
    units = [
        Units(flat=torch.stack(shares), dead=torch.stack(silent))
        for shares, silent in zip(zip(*flat, strict=True), zip(*dead, strict=True), strict=True)
    ]
    return Health(
        epochs=tuple(moment.epoch for moment in kept), layers=layers, edges=edges, counts=counts, mean=mean, std=std,
        gradients=torch.tensor(gradients, dtype=torch.float64).reshape(len(kept), len(layers)), units=tuple(units),
    )  # fmt: skip


def _neurons(run: Run) -> tuple[list[Tensor], list[Tensor]]:
    """Return of each hidden layer where its neurons are flat, a share (n,), and which are dead, (n,)."""
    modules = list(run.model)
    after = [activation for layer, activation in pairwise(modules) if isinstance(layer, nn.Linear)]
    linear = [layer for layer in modules if isinstance(layer, nn.Linear)]
    shares, silent, hidden = [], [], run.x
    for layer, activation, name in zip(linear, after, run.config.activations[:-1], strict=False):
        z = layer(hidden)  # (N, n)
        hidden, slope = activation(z).detach(), slopes(activation, z)
        shares.append((slope.abs() < FLAT * steepest(name)).double().mean(dim=0).cpu())
        silent.append(((slope == 0) & (hidden == 0)).all(dim=0).cpu())
    return shares, silent


def _distributions(kept: list[Snapshot], names: list[str]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Count the weights of each layer between edges that hold all of them, symmetric around 0."""
    each = [[moment.weights[name].double().flatten() for name in names] for moment in kept]
    limit = max((layer.abs().max().item() for moment in each for layer in moment), default=0.0) or 1.0
    edges = torch.linspace(-limit, limit, N_BINS + 1, dtype=torch.float64)
    counts = [[_counted(layer, limit) for layer in moment] for moment in each]
    mean = [[layer.mean().item() for layer in moment] for moment in each]
    std = [[layer.std(correction=0).item() for layer in moment] for moment in each]
    shape = (len(kept), len(names))
    return (
        edges, torch.tensor(counts, dtype=torch.long).reshape(*shape, N_BINS),
        torch.tensor(mean, dtype=torch.float64).reshape(shape), torch.tensor(std, dtype=torch.float64).reshape(shape),
    )  # fmt: skip


def _counted(weights: Tensor, limit: float) -> list[int]:
    return [int(n) for n in weights.histc(bins=N_BINS, min=-limit, max=limit).tolist()]
