"""Where you end depends on where you start: many starts at once, with torch's own optimizer."""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.descent.config import SURFACES, DescentConfig
from core.optimizers import OPTIMIZERS

ON_THE_WAY: Final = -1
DIVERGED: Final = -2
FAR: Final = 10
"""A run has diverged if it ends, in widths of the domain, further than this outside it, or nowhere finite."""
WITHIN: Final = 0.05
"""A run has found a minimum if it ends within this share of the domain's width of it."""


def basins(config: DescentConfig, n_x: int, n_y: int) -> np.ndarray:
    """Return for every start on a grid which minimum of a landscape it leads to.

    All starts are one tensor of weights: an optimizer treats every weight by itself, and the slope of the summed
    loss is each start's own slope, so this is n_x * n_y runs at once.

    Args:
        config: the landscape, the optimizer and how many steps; its start does not matter.
        n_x: how many starts along x.
        n_y: how many starts along y; the first row is the lowest y.

    Returns:
        Indices into the landscape's minima, shape (n_y, n_x); where none was found ON_THE_WAY or DIVERGED.
    """
    surface = SURFACES[config.surface]
    across, up = surface.domain
    x = across.low + (torch.arange(n_x) + 0.5) * (across.high - across.low) / n_x
    y = up.low + (torch.arange(n_y) + 0.5) * (up.high - up.low) / n_y
    w = torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1).requires_grad_()  # (n_y, n_x, 2)
    optimizer = OPTIMIZERS[config.optimizer].make([w], lr=config.lr, momentum=config.momentum)
    for _ in range(config.steps):
        optimizer.zero_grad()
        surface.function(w).sum().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return _sorted(w.detach(), config.surface)


def _sorted(w: Tensor, name: str) -> np.ndarray:
    """Sort the ends of runs, (n_y, n_x, 2), by the minimum they lie at."""
    surface = SURFACES[name]
    width = torch.tensor([limits.high - limits.low for limits in surface.domain])
    away = ((w[..., None, :] - torch.tensor(surface.minima)) / width).abs().amax(-1)  # (n_y, n_x, minima)
    nearest = away.nan_to_num(nan=torch.inf).min(-1)
    lost = torch.where(nearest.values > FAR, DIVERGED, ON_THE_WAY)
    return np.asarray(torch.where(nearest.values < WITHIN, nearest.indices, lost).numpy())
