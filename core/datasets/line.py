"""Points (x, y) for regression with one input."""

import math

import torch
from torch import Tensor


def straight_line(
    n_samples: int, noise: float, seed: int, dtype: torch.dtype, true_weight: float, true_bias: float
) -> tuple[Tensor, Tensor]:
    """Draw y = true_weight * x + true_bias at evenly spaced x in [0, 1), in order.

    Args:
        n_samples: how many points.
        noise: standard deviation of what is added to y; 0 leaves the line exact.
        seed: of the noise.
        dtype: of the points.
        true_weight: slope of the line.
        true_bias: y at x = 0.

    Returns:
        x (N, 1) and y (N,).

    Source: the course Zero to Mastery PyTorch, chapter 01: `torch.arange(0, 1, 0.02)`.
    """
    x = torch.arange(0, 1, 1 / n_samples, dtype=dtype)[:n_samples]
    y = true_weight * x + true_bias
    if noise:
        generator = torch.Generator().manual_seed(seed)
        y = y + noise * torch.randn(n_samples, generator=generator, dtype=torch.float64).to(dtype)
    return x.unsqueeze(dim=1), y


def noisy_sine(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw y = sin(x) at random x in [-pi, pi).

    Args:
        n_samples: how many points.
        noise: standard deviation of what is added to y.
        seed: of points and noise.
        dtype: of the points.

    Returns:
        x (N, 1) and y (N,).
    """
    generator = torch.Generator().manual_seed(seed)
    x = (torch.rand(n_samples, generator=generator, dtype=torch.float64) * 2 - 1) * math.pi
    y = x.sin() + noise * torch.randn(n_samples, generator=generator, dtype=torch.float64)
    return x.unsqueeze(dim=1).to(dtype), y.to(dtype)


def polynomial(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw y = x^3 - x at random x in [-1.5, 1.5).

    Args:
        n_samples: how many points.
        noise: standard deviation of what is added to y.
        seed: of points and noise.
        dtype: of the points.

    Returns:
        x (N, 1) and y (N,).
    """
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(n_samples, generator=generator, dtype=torch.float64) * 3 - 1.5
    y = x**3 - x + noise * torch.randn(n_samples, generator=generator, dtype=torch.float64)
    return x.unsqueeze(dim=1).to(dtype), y.to(dtype)
