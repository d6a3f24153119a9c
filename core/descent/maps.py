"""Landscapes from above: the height of every pixel, in bands that stay readable over many orders of magnitude."""

from typing import Final

import numpy as np
import torch

from core.descent.config import SURFACES

BANDS: Final = 16


def heights(name: str, n_x: int, n_y: int) -> np.ndarray:
    """Return the loss above the lowest one, shape (n_y, n_x); the first row is the top, pixel centres are taken."""
    surface = SURFACES[name]
    across, up = surface.domain
    x = across.low + (torch.arange(n_x, dtype=torch.float64) + 0.5) * (across.high - across.low) / n_x
    y = up.high - (torch.arange(n_y, dtype=torch.float64) + 0.5) * (up.high - up.low) / n_y
    grid = torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1)  # (n_y, n_x, 2)
    return (surface.function(grid) - surface.lowest).clamp(min=0).numpy()


def bands(height: np.ndarray, n_bands: int = BANDS) -> np.ndarray:
    """Sort heights into bands 0 (lowest) to n_bands - 1 whose edges lie evenly on a softened log scale."""
    top = float(height.max())
    soft = top * 0.01
    share = np.log1p(height / soft) / np.log1p(top / soft)
    return np.asarray(np.minimum((share * n_bands).astype(int), n_bands - 1))


def curve(name: str, n: int = 321) -> tuple[np.ndarray, np.ndarray]:
    """Return w and the loss along a curve's domain, n points each."""
    surface = SURFACES[name]
    (across,) = surface.domain
    w = torch.linspace(across.low, across.high, n, dtype=torch.float64)
    return w.numpy(), surface.function(w).numpy()
