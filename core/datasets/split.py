"""Which points are trained on, and which are kept to check what was learned."""

import math
from typing import Final

import torch
from torch import Tensor

from core.errors import ConfigError
from core.ranges import Range

_SHARE: Final = Range(0, 1)


def n_test(n_samples: int, train_share: float) -> int:
    """Return how many of the points are kept to test on."""
    return math.ceil(round((1 - train_share) * n_samples, 9))  # 9 digits: 0.29 * 100 is 28.999999999999996


def divide(n_samples: int, train_share: float, split: str, seed: int) -> tuple[Tensor, Tensor]:
    """Return the indices of the training points and of the test points.

    Args:
        n_samples: how many points there are.
        train_share: the part that is trained on.
        split: "in order" takes the first floor(n * share) points, "shuffled" is scikit-learn's `train_test_split`.
        seed: its `random_state`; "in order" needs none.

    Raises:
        ConfigError: one of the two parts would be empty.
    """
    _SHARE.check("train_share", train_share)
    tested = n_test(n_samples, train_share)
    if not 0 < tested < n_samples:
        part = "test" if tested < 1 else "train"
        raise ConfigError(f"train_share {train_share:g} of {n_samples} rows leaves none to {part} on")
    if split == "in order":
        return torch.arange(n_samples - tested), torch.arange(n_samples - tested, n_samples)
    from sklearn.model_selection import train_test_split

    train, test = train_test_split(
        torch.arange(n_samples).numpy(), test_size=round(1 - train_share, 9), random_state=seed
    )
    return torch.from_numpy(train), torch.from_numpy(test)
