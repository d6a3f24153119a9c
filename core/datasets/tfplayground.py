"""TensorFlow Playground's six data sets, by its definitions, drawn from a torch Generator.

Source: https://github.com/tensorflow/playground, `dataset.ts`. Its own stream of random numbers is another one,
so a seed gives other points there. Class 1 is its label +1, class 0 its label -1.
"""

import math

import torch
from torch import Tensor


def circle(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw a disc (radius 0 to 2.5) inside a ring (3.5 to 5).

    A point belongs to class 1 if it lies within 2.5 after noise of up to +-5 * noise; the point itself stays clean.

    Args:
        n_samples: how many points; the disc has half of them.
        noise: share, in [0, 0.5].
        seed: of the torch Generator.
        dtype: of the points.

    Returns:
        points (N, 2) and class indices (N,).
    """
    generator = torch.Generator().manual_seed(seed)
    random = torch.rand(n_samples, 4, generator=generator, dtype=torch.float64)
    inside = torch.arange(n_samples) < (n_samples + 1) // 2
    radius = torch.where(inside, 2.5 * random[:, 0], 3.5 + 1.5 * random[:, 0])
    angle = 2 * math.pi * random[:, 1]
    points = radius[:, None] * torch.stack([angle.sin(), angle.cos()], dim=1)  # (N, 2)
    noisy = points + (10 * random[:, 2:] - 5) * noise
    targets = (noisy.norm(dim=1) < 2.5).long()
    order = torch.randperm(n_samples, generator=generator)
    return points[order].to(dtype), targets[order]


def xor(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw four quadrants with a gap between them; opposite ones share a class.

    A point belongs to class 1 if x1 * x2 >= 0 after noise of up to +-5 * noise; the point itself stays clean.

    Args:
        n_samples: how many points.
        noise: share, in [0, 0.5].
        seed: of the torch Generator.
        dtype: of the points.

    Returns:
        points (N, 2) and class indices (N,).
    """
    generator = torch.Generator().manual_seed(seed)
    random = 10 * torch.rand(n_samples, 4, generator=generator, dtype=torch.float64) - 5
    points = random[:, :2] + torch.where(random[:, :2] > 0, 0.3, -0.3)
    noisy = points + random[:, 2:] * noise
    targets = (noisy.prod(dim=1) >= 0).long()
    order = torch.randperm(n_samples, generator=generator)
    return points[order].to(dtype), targets[order]


def gauss(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw two round clouds: class 1 around (2, 2), class 0 around (-2, -2), of variance 0.5 + 7 * noise.

    Args:
        n_samples: how many points; each cloud has half of them.
        noise: share, in [0, 0.5].
        seed: of the torch Generator.
        dtype: of the points.

    Returns:
        points (N, 2) and class indices (N,).
    """
    generator = torch.Generator().manual_seed(seed)
    targets = (torch.arange(n_samples) < (n_samples + 1) // 2).long()
    normal = torch.randn(n_samples, 2, generator=generator, dtype=torch.float64)
    points = normal * math.sqrt(0.5 + 7 * noise) + (4 * targets - 2)[:, None]
    order = torch.randperm(n_samples, generator=generator)
    return points[order].to(dtype), targets[order]


def spiral(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw two spiral arms of 1.75 turns, each coordinate moved by up to +-noise.

    Args:
        n_samples: how many points; each arm has half of them.
        noise: the largest move.
        seed: of the torch Generator.
        dtype: of the points.

    Returns:
        points (N, 2) and class indices (N,).
    """
    generator = torch.Generator().manual_seed(seed)
    n_arm = (n_samples + 1) // 2
    step = (torch.arange(n_samples, dtype=torch.float64) % n_arm) / (n_samples / 2)
    targets = (torch.arange(n_samples) < n_arm).long()
    angle = 1.75 * 2 * math.pi * step + math.pi * (1 - targets).double()
    moved = (2 * torch.rand(n_samples, 2, generator=generator, dtype=torch.float64) - 1) * noise
    points = (5 * step)[:, None] * torch.stack([angle.sin(), angle.cos()], dim=1) + moved  # (N, 2)
    order = torch.randperm(n_samples, generator=generator)
    return points[order].to(dtype), targets[order]


def reg_plane(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw y = (x1 + x2) / 10 on [-6, 6)^2, read at a place moved by up to +-6 * noise.

    Args:
        n_samples: how many points.
        noise: share, in [0, 0.5].
        seed: of the torch Generator.
        dtype: of points and targets.

    Returns:
        points (N, 2) and numbers (N,).
    """
    generator = torch.Generator().manual_seed(seed)
    random = 12 * torch.rand(n_samples, 4, generator=generator, dtype=torch.float64) - 6
    points, noisy = random[:, :2], random[:, :2] + random[:, 2:] * noise
    targets = noisy.sum(dim=1) / 10
    order = torch.randperm(n_samples, generator=generator)
    return points[order].to(dtype), targets[order].to(dtype)


def reg_gauss(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw six cones of radius 2, three up and three down, on [-6, 6)^2, read at a place moved by up to +-6 * noise.

    Args:
        n_samples: how many points.
        noise: share, in [0, 0.5].
        seed: of the torch Generator.
        dtype: of points and targets.

    Returns:
        points (N, 2) and numbers (N,) in [-1, 1].
    """
    generator = torch.Generator().manual_seed(seed)
    random = 12 * torch.rand(n_samples, 4, generator=generator, dtype=torch.float64) - 6
    points, noisy = random[:, :2], random[:, :2] + random[:, 2:] * noise
    centres = torch.tensor([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]], dtype=torch.float64)
    signs = torch.tensor([1.0, -1.0, 1.0, -1.0, 1.0, -1.0], dtype=torch.float64)
    heights = signs * (1 - torch.cdist(noisy, centres) / 2).clamp(0, 1)  # (N, 6)
    targets = heights.gather(1, heights.abs().argmax(dim=1, keepdim=True)).squeeze(1)
    order = torch.randperm(n_samples, generator=generator)
    return points[order].to(dtype), targets[order].to(dtype)
