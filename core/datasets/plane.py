"""The course's points (x1, x2) for classification, drawn by scikit-learn."""

import torch
from torch import Tensor


def circles(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw two rings around one centre: class 0 with radius 1, class 1 with radius 0.8.

    Args:
        n_samples: how many points.
        noise: standard deviation of what is added to each coordinate.
        seed: scikit-learn's `random_state`.
        dtype: of the points.

    Returns:
        points (N, 2) and class indices (N,).

    Source: the course Zero to Mastery PyTorch, chapter 02: `make_circles(1000, noise=0.03, random_state=42)`.
    """
    from sklearn.datasets import make_circles

    points, targets = make_circles(n_samples, noise=noise, random_state=seed)
    return torch.from_numpy(points).to(dtype), torch.from_numpy(targets)


def moons(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw two half circles that reach into each other: class 0 above, class 1 below.

    Args:
        n_samples: how many points.
        noise: standard deviation of what is added to each coordinate.
        seed: scikit-learn's `random_state`.
        dtype: of the points.

    Returns:
        points (N, 2) and class indices (N,).

    Source: the course Zero to Mastery PyTorch, chapter 02, exercise 1.
    """
    from sklearn.datasets import make_moons

    points, targets = make_moons(n_samples, noise=noise, random_state=seed)
    return torch.from_numpy(points).to(dtype), torch.from_numpy(targets)


def blobs(n_samples: int, noise: float, seed: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Draw four round clouds, one class each.

    Args:
        n_samples: how many points.
        noise: standard deviation of each cloud.
        seed: scikit-learn's `random_state`; it places the clouds too.
        dtype: of the points.

    Returns:
        points (N, 2) and class indices (N,).

    Source: the course Zero to Mastery PyTorch, chapter 02: `make_blobs(..., cluster_std=1.5, random_state=42)`.
    """
    from sklearn.datasets import make_blobs

    points, targets = make_blobs(n_samples, n_features=2, centers=4, cluster_std=noise, random_state=seed)
    return torch.from_numpy(points).to(dtype), torch.from_numpy(targets)
