"""TensorFlow Playground's six data sets drawn from its own stream of random numbers: a link's very points.

Source: https://github.com/tensorflow/playground, `dataset.ts`; `core.datasets.tfplayground` has the same definitions
on a torch Generator. Class 1 is its label +1, class 0 its label -1.
"""

import math
from collections.abc import Callable, Mapping
from typing import Final

import torch
from torch import Tensor

from core.datasets.seedrandom import SeedRandom

Points = list[tuple[float, float, float]]  # x1, x2, class index or number


def _circle(n: int, noise: float, stream: SeedRandom) -> Points:
    points: Points = []
    for index in range(n):
        radius = stream.uniform(0, 2.5) if index < (n + 1) // 2 else stream.uniform(3.5, 5)
        angle = stream.uniform(0, 2 * math.pi)
        x, y = radius * math.sin(angle), radius * math.cos(angle)
        moved_x, moved_y = x + stream.uniform(-5, 5) * noise, y + stream.uniform(-5, 5) * noise
        points.append((x, y, float(math.sqrt(moved_x * moved_x + moved_y * moved_y) < 2.5)))
    return points


def _xor(n: int, noise: float, stream: SeedRandom) -> Points:
    points: Points = []
    for _ in range(n):
        x, y = (value + (0.3 if value > 0 else -0.3) for value in (stream.uniform(-5, 5), stream.uniform(-5, 5)))
        moved_x, moved_y = x + stream.uniform(-5, 5) * noise, y + stream.uniform(-5, 5) * noise
        points.append((x, y, float(moved_x * moved_y >= 0)))
    return points


def _gauss(n: int, noise: float, stream: SeedRandom) -> Points:
    variance = 0.5 + 7 * noise
    halves = [(2.0, 1.0)] * ((n + 1) // 2) + [(-2.0, 0.0)] * (n // 2)
    return [(centre + stream.normal(variance), centre + stream.normal(variance), label) for centre, label in halves]


def _spiral(n: int, noise: float, stream: SeedRandom) -> Points:
    points: Points = []
    arm = (n + 1) // 2
    for index in range(n):
        place, turned = (index, 0.0) if index < arm else (index - arm, math.pi)
        radius, angle = place / (n / 2) * 5, 1.75 * place / (n / 2) * 2 * math.pi + turned
        x = radius * math.sin(angle) + stream.uniform(-1, 1) * noise
        y = radius * math.cos(angle) + stream.uniform(-1, 1) * noise
        points.append((x, y, float(turned == 0)))
    return points


def _heights(n: int, noise: float, stream: SeedRandom, height: Callable[[float, float], float]) -> Points:
    points: Points = []
    for _ in range(n):
        x, y = stream.uniform(-6, 6), stream.uniform(-6, 6)
        moved_x, moved_y = x + stream.uniform(-6, 6) * noise, y + stream.uniform(-6, 6) * noise
        points.append((x, y, height(moved_x, moved_y)))
    return points


_CONES: Final = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))


def _cones(x: float, y: float) -> float:
    found = 0.0
    for centre_x, centre_y, sign in _CONES:
        height = sign * min(1.0, max(0.0, 1 - math.sqrt((x - centre_x) ** 2 + (y - centre_y) ** 2) / 2))
        if abs(height) > abs(found):
            found = height
    return found


_DRAWN: Final[Mapping[str, Callable[[int, float, SeedRandom], Points]]] = {
    "circle": _circle,
    "xor": _xor,
    "gauss": _gauss,
    "spiral": _spiral,
    "reg-plane": lambda n, noise, stream: _heights(n, noise, stream, lambda x, y: (x + y) / 10),
    "reg-gauss": lambda n, noise, stream: _heights(n, noise, stream, _cones),
}
STREAMED: Final = tuple(_DRAWN)


def stream_points(dataset: str, n_samples: int, noise: float, stream: SeedRandom) -> tuple[Tensor, Tensor]:
    """Draw and shuffle the points as TensorFlow Playground does; the stream is left where its weights come from.

    Args:
        dataset: one of `STREAMED`.
        n_samples: how many points.
        noise: share, in [0, 0.5].
        stream: moved on by what is drawn.

    Returns:
        points (N, 2) float64 and targets (N,): class indices, int64, or numbers, float64.
    """
    drawn = _DRAWN[dataset](n_samples, noise, stream)
    rows = torch.tensor([drawn[index] for index in stream.order(len(drawn))], dtype=torch.float64)
    points, targets = rows[:, :2], rows[:, 2]
    return points, targets if dataset.startswith("reg-") else targets.long()
