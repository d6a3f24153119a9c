"""The path an optimizer takes: torch's own optimizer, torch's own gradient, every step written down."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.descent.config import SURFACES, DescentConfig
from core.optimizers import OPTIMIZERS

STATE: Final[Mapping[str, str]] = {
    "momentum_buffer": "speed v",
    "exp_avg": "running average of the slope, m",
    "exp_avg_sq": "running average of the slope squared, v",
    "square_avg": "running average of the slope squared, s",
    "sum": "sum of the slopes squared, s",
    "acc_delta": "running average of the steps squared, u",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """What happened, step by step; row k holds the values after k steps. n is the number of rows, d of weights.

    Attributes:
        config: what was asked for.
        w: weights, (n, d).
        loss: their loss, (n,).
        grad: the slope at w, (n, d).
        state: what the optimizer remembers for each weight by torch's name, (n, d) each; nan before the first step.
        broke_at: the row whose weights, loss or slope are no longer finite, which is the last one; None if all are.
    """

    config: DescentConfig
    w: np.ndarray
    loss: np.ndarray
    grad: np.ndarray
    state: dict[str, np.ndarray]
    broke_at: int | None

    @property
    def steps(self) -> int:
        """How many updates were made."""
        return len(self.loss) - 1


def descend(config: DescentConfig) -> Path:
    """Walk `config.steps` steps downhill in float32, PyTorch's default, or until a number is no longer finite."""
    function = SURFACES[config.surface].function
    origin = config.origin
    w = torch.tensor(origin if len(origin) > 1 else origin[0], dtype=torch.float32, requires_grad=True)
    optimizer = OPTIMIZERS[config.optimizer].make([w], lr=config.lr, momentum=config.momentum)
    rows: list[tuple[list[float], float, list[float]]] = []
    states: list[dict[str, list[float]]] = []
    for _ in range(config.steps):
        rows.append(_look(function(w), w, optimizer))
        states.append(_remembered(optimizer, w))
        if not _finite(rows[-1]):
            break
        optimizer.step()
    else:
        rows.append(_look(function(w), w, optimizer))
        states.append(_remembered(optimizer, w))
    return Path(
        config=config,
        w=np.array([row[0] for row in rows]),
        loss=np.array([row[1] for row in rows]),
        grad=np.array([row[2] for row in rows]),
        state=_columns(states, len(origin)),
        broke_at=None if _finite(rows[-1]) else len(rows) - 1,
    )


def left_at(path: Path) -> int | None:
    """Return the step after which a run was outside the domain for good; None if it ended inside."""
    domain = SURFACES[path.config.surface].domain
    outside = ~np.all([(limits.low <= w) & (w <= limits.high) for limits, w in zip(domain, path.w.T, strict=True)], 0)
    inside = (~outside).nonzero()[0]
    return int(inside[-1]) + 1 if outside[-1] else None


def _look(loss: Tensor, w: Tensor, optimizer: torch.optim.Optimizer) -> tuple[list[float], float, list[float]]:
    """Return the weights, the loss, and the slope that a fresh backward pass finds."""
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    slope = torch.zeros_like(w) if w.grad is None else w.grad
    return w.detach().reshape(-1).tolist(), loss.item(), slope.reshape(-1).tolist()


def _finite(row: tuple[list[float], float, list[float]]) -> bool:
    return all(math.isfinite(value) for value in (*row[0], row[1], *row[2]))


def _remembered(optimizer: torch.optim.Optimizer, w: Tensor) -> dict[str, list[float]]:
    """Return what the optimizer keeps for each weight, by torch's name."""
    kept = optimizer.state.get(w, {})
    return {name: kept[name].reshape(-1).tolist() for name in STATE if isinstance(kept.get(name), Tensor)}


def _columns(states: list[dict[str, list[float]]], n_weights: int) -> dict[str, np.ndarray]:
    """Turn one dict per step into one array per name."""
    unknown = [math.nan] * n_weights
    return {name: np.array([state.get(name, unknown) for state in states]) for name in states[-1]}
