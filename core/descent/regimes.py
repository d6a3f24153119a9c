"""What a learning rate does: by certificate where the loss is quadratic, by measurement elsewhere."""

import cmath
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.descent.config import SURFACES, DescentConfig
from core.descent.path import Path

REGIMES: Final = ("crawling", "smooth", "one step", "oscillating", "endless cycle", "diverging")

CRAWL: Final = 0.95
_SAME: Final = 1e-7
_THERE: Final = 1e-3
"""Within this share of the domain's width of a minimum a run has arrived, even if its last steps were long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the learning rate does here.

    Attributes:
        regime: one of REGIMES.
        factors: what a step multiplies the distance to the minimum by (two numbers where the optimizer has a
            speed, complex where it swings); empty where nothing but measuring helps.
        nearest: the minimum the run ended nearest to, None where it did not settle in one.
    """

    regime: str
    factors: tuple[complex, ...]
    nearest: tuple[float, ...] | None

    @property
    def radius(self) -> float:
        """The size of the largest factor: below 1 the distance shrinks, above 1 it grows."""
        return max((abs(factor) for factor in self.factors), default=float("nan"))


def factors(config: DescentConfig) -> tuple[complex, ...]:
    """Return the factors of SGD, Momentum or Nesterov on a quadratic curve; empty for anything else.

    With curvature h and speed v a step maps (distance, v) by a fixed matrix, whose eigenvalues these are.
    Without momentum that is the one number 1 - lr * h.

    Source: Polyak 1964; Goh 2017.
    """
    surface = SURFACES[config.surface]
    if not surface.quadratic or len(surface.domain) > 1:
        return ()
    lr, h, keep = config.lr, surface.curvature(*config.origin), config.momentum
    if config.optimizer == "SGD" or (config.optimizer in {"Momentum", "Nesterov"} and keep == 0):
        return (complex(1 - lr * h),)
    if config.optimizer == "Momentum":
        return _eigenvalues(1 - lr * h, -lr * keep, h, keep)
    if config.optimizer == "Nesterov":
        return _eigenvalues(1 - lr * h * (1 + keep), -lr * keep**2, h, keep)
    return ()


def _eigenvalues(a: float, b: float, c: float, d: float) -> tuple[complex, complex]:
    """Return the eigenvalues of [[a, b], [c, d]], the larger first."""
    root = cmath.sqrt((a - d) ** 2 / 4 + b * c)
    pair = ((a + d) / 2 + root, (a + d) / 2 - root)
    return pair if abs(pair[0]) >= abs(pair[1]) else (pair[1], pair[0])


def certify(values: tuple[complex, ...]) -> str:
    """Name the regime that these factors prove."""
    leading = max(values, key=abs)
    radius = abs(leading)
    if radius > 1 + _SAME:
        return "diverging"
    if radius > 1 - _SAME:
        return "endless cycle"
    if radius < _SAME:
        return "one step"
    if abs(leading.imag) > _SAME or leading.real < 0:
        return "oscillating"
    return "crawling" if radius > CRAWL else "smooth"


def measure(path: Path) -> str:
    """Name the regime from what the run did; lengths are told as shares of the width of the domain."""
    width = np.array([limits.high - limits.low for limits in SURFACES[path.config.surface].domain])
    w = path.w / width
    if path.broke_at is not None or np.abs(w).max() > 10:
        return "diverging"
    moves = np.diff(w, axis=0)  # (steps, d)
    size = np.linalg.norm(moves, axis=1)
    turns = (moves[1:] * moves[:-1]).sum(axis=1) < -1e-12
    tail = max(2, len(size) // 5)
    if size[-tail:].max() < 1e-3:
        return _settled(path, w, bool(turns.any()))
    if turns[-tail:].all() and size[-tail:].mean() > 1.2 * size[:tail].mean() and size[-1] > size[0]:
        return "diverging"
    if len(w) > 4 and np.abs(w[4:] - w[2:-2])[-tail:].max() < 1e-3:
        return "endless cycle"
    if turns[-2 * tail :].any():
        return "oscillating"
    return "crawling" if nearest(path, _THERE) is None else "smooth"


def _settled(path: Path, w: np.ndarray, turned: bool) -> str:
    """Name the regime of a run that has come to rest."""
    if nearest(path) is None:
        return "crawling"
    if len(w) > 2 and np.abs(w[1:] - w[-1]).max() < 1e-6:
        return "one step"
    return "oscillating" if turned else "smooth"


def nearest(path: Path, within: float = 0.02) -> tuple[float, ...] | None:
    """Return the minimum that the run's end lies at, within a share of the domain's width; None if at none."""
    surface = SURFACES[path.config.surface]
    width = np.array([limits.high - limits.low for limits in surface.domain])
    away = [float(np.abs((path.w[-1] - np.array(point)) / width).max()) for point in surface.minima]
    best = int(np.argmin(np.nan_to_num(away, nan=np.inf)))
    return surface.minima[best] if away[best] < within else None


def judge(path: Path) -> Verdict:
    """Say what the learning rate of this run does, and by which factors if they are known."""
    known = factors(path.config)
    return Verdict(
        regime=certify(known) if known else measure(path),
        factors=known,
        nearest=None if path.broke_at is not None else nearest(path),
    )
