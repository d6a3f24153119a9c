"""The features of points on a line or a plane: what the network is fed instead of the bare coordinates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.errors import ConfigError
from core.quoting import listed, quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature, as the registry holds it.

    Attributes:
        function: points (N, D) -> (N,), of the points' dtype.
        needs: how many coordinates D a point must have.
        latex: the formula in terms of x_1 and x_2.
        code: the same in PyTorch, in terms of `points`.
    """

    function: Callable[[Tensor], Tensor]
    needs: int
    latex: str
    code: str


FEATURES: Final[Mapping[str, Feature]] = {
    "x1": Feature(function=lambda points: points[:, 0], needs=1, latex=r"x_1", code="points[:, 0]"),
    "x2": Feature(function=lambda points: points[:, 1], needs=2, latex=r"x_2", code="points[:, 1]"),
    "x1^2": Feature(
        function=lambda points: points[:, 0].square(), needs=1, latex=r"x_1^2", code="points[:, 0].square()"
    ),
    "x2^2": Feature(
        function=lambda points: points[:, 1].square(), needs=2, latex=r"x_2^2", code="points[:, 1].square()"
    ),
    "x1*x2": Feature(
        function=lambda points: points[:, 0] * points[:, 1],
        needs=2,
        latex=r"x_1 x_2",
        code="points[:, 0] * points[:, 1]",
    ),
    "sin(x1)": Feature(
        function=lambda points: points[:, 0].sin(), needs=1, latex=r"\sin x_1", code="points[:, 0].sin()"
    ),
    "sin(x2)": Feature(
        function=lambda points: points[:, 1].sin(), needs=2, latex=r"\sin x_2", code="points[:, 1].sin()"
    ),
}


def features_for(n_columns: int) -> tuple[str, ...]:
    """Return the names of the features that points with this many coordinates (1 or 2) have."""
    return tuple(name for name, feature in FEATURES.items() if feature.needs <= n_columns)


def choose(chosen: Sequence[str], offered: Sequence[str], default: Sequence[str]) -> tuple[str, ...]:
    """Return the chosen names in the order in which they are offered, so that the order of clicks plays no part.

    Args:
        chosen: names, each at most once; none means the default.
        offered: every name that can be chosen.
        default: what an empty choice stands for.

    Raises:
        ConfigError: a name that is not offered, or one given twice.
    """
    if not isinstance(chosen, tuple | list):
        raise ConfigError(f"features must be a tuple of names, got {quoted(chosen)}")
    for index, name in enumerate(chosen):
        if not isinstance(name, str) or name not in offered:
            raise ConfigError(f"features must be chosen from {listed(offered)}; got {quoted(name)}")
        if name in chosen[:index]:
            raise ConfigError(f"features must differ from each other, got {quoted(name)} twice")
    return tuple(name for name in offered if name in chosen) if chosen else tuple(default)


def feature_matrix(points: Tensor, names: Sequence[str]) -> Tensor:
    """Return the named features of the points.

    Args:
        points: (N, D) coordinates.
        names: keys of `FEATURES`.

    Returns:
        (N, len(names)), of the points' dtype.
    """
    return torch.stack([FEATURES[name].function(points) for name in names], dim=1)
