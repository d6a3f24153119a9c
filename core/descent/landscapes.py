"""Losses of two weights. Their source is shown to the learner, so each body is the formula itself."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor

from core.descent.surface import Surface
from core.ranges import Range


def bowl(w: Tensor) -> Tensor:
    """Curve upwards alike in every direction."""
    x, y = w.unbind(-1)
    return x**2 + y**2


def ravine(w: Tensor) -> Tensor:
    """Curve eighteen times as much across as along."""
    x, y = w.unbind(-1)
    return x**2 / 2 + 9 * y**2


def rosenbrock(w: Tensor) -> Tensor:
    """Lead through a narrow bent valley."""
    x, y = w.unbind(-1)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def saddle(w: Tensor) -> Tensor:
    """Fall to either side of a ridge."""
    x, y = w.unbind(-1)
    return x**2 / 2 + y**4 / 4 - y**2 / 2


def himmelblau(w: Tensor) -> Tensor:
    """Offer four minima of the same depth."""
    x, y = w.unbind(-1)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def beale(w: Tensor) -> Tensor:
    """Lie flat but for steep walls at the corners."""
    x, y = w.unbind(-1)
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def egg_box(w: Tensor) -> Tensor:
    """Ripple a wide bowl in both directions."""
    return (w**2 / 10 + 0.4 * (1 - torch.cos(2 * w))).sum(-1)


_WELLS: Final = (0.0, -2.7607232, 2.7607232)

LANDSCAPES: Final[Mapping[str, Surface]] = {
    "Ravine": Surface(
        function=ravine,
        latex=r"\tfrac{1}{2} x^2 + 9 y^2",
        domain=(Range(-6, 3), Range(-2, 2)),
        minima=((0.0, 0.0),),
        start=(-5.5, 1.5),
        idea="Steep across, flat along: one learning rate cannot suit both.",
        source="After Goh 2017, Why momentum really works",
        quadratic=True,
    ),
    "Bowl": Surface(
        function=bowl,
        latex=r"x^2 + y^2",
        domain=(Range(-6, 6), Range(-4, 4)),
        minima=((0.0, 0.0),),
        start=(-5.0, 3.0),
        idea="Round: the slope points straight at the minimum, and plain SGD is hard to beat.",
        source="Textbook paraboloid",
        quadratic=True,
    ),
    "Rosenbrock": Surface(
        function=rosenbrock,
        latex=r"(1 - x)^2 + 100\,(y - x^2)^2",
        domain=(Range(-2, 2), Range(-1, 3)),
        minima=((1.0, 1.0),),
        start=(-1.2, 1.0),
        idea="Into the valley is easy, along it is hard.",
        source="Rosenbrock 1960",
        lr=0.001,
        step=0.05,
    ),
    "Saddle": Surface(
        function=saddle,
        latex=r"\tfrac{1}{2} x^2 + \tfrac{1}{4} y^4 - \tfrac{1}{2} y^2",
        domain=(Range(-3, 3), Range(-2, 2)),
        minima=((0.0, 1.0), (0.0, -1.0)),
        start=(-2.5, 0.01),
        idea="Flat at the pass although it falls away on both sides: who leaves it first?",
        source="Textbook pass between two wells",
    ),
    "Himmelblau": Surface(
        function=himmelblau,
        latex=r"(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        domain=(Range(-5, 5), Range(-5, 5)),
        minima=((3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)),
        start=(0.0, -3.0),
        idea="Four minima, all at zero: the optimizer decides which one you get.",
        source="Himmelblau 1972",
        lr=0.005,
        step=0.1,
    ),
    "Beale": Surface(
        function=beale,
        latex=r"(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
        domain=(Range(-1, 4.5), Range(-1.5, 2)),
        minima=((3.0, 0.5),),
        start=(1.0, 1.6),
        idea="A long flat floor between steep walls.",
        source="Beale 1958",
        lr=0.002,
        step=0.05,
    ),
    "Egg box": Surface(
        function=egg_box,
        latex=r"\sum_{u \in \{x, y\}} \tfrac{1}{10} u^2 + \tfrac{2}{5} (1 - \cos 2u)",
        domain=(Range(-4, 4), Range(-4, 4)),
        minima=tuple((x, y) for x in _WELLS for y in _WELLS),
        start=(3.6, 3.8),
        idea="Nine hollows, the middle one deepest: speed helps to leave the first.",
        source="Rastrigin 1974, softened",
    ),
}
