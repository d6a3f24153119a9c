"""Losses of one weight. Their source is shown to the learner, so each body is the formula itself."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor

from core.descent.surface import Surface
from core.ranges import Range


def parabola(w: Tensor) -> Tensor:
    """Curve upwards alike everywhere."""
    return (w - 5) ** 2


def flat_bottom(w: Tensor) -> Tensor:
    """Start as steep as the parabola, lie flat near the minimum."""
    return (w - 5) ** 4 / 50


def double_well(w: Tensor) -> Tensor:
    """Offer two valleys, the left one deeper."""
    return (w**2 - 4) ** 2 / 16 + w / 4


def absolute(w: Tensor) -> Tensor:
    """Slope by one on either side of a kink."""
    return (w - 5).abs()


def waves(w: Tensor) -> Tensor:
    """Ripple a wide bowl."""
    return w**2 / 20 + (1 - torch.cos(2 * w)) / 2


def plateau(w: Tensor) -> Tensor:
    """Lie almost level far from a single hole."""
    return 1 - torch.exp(-((w - 5) ** 2) / 4)


def cliff(w: Tensor) -> Tensor:
    """Drop by four at one, then run out gently."""
    return (w - 6) ** 2 / 50 + 4 * torch.sigmoid(10 - 10 * w)


CURVES: Final[Mapping[str, Surface]] = {
    "Parabola": Surface(
        function=parabola,
        latex=r"(w - 5)^2",
        domain=(Range(-3, 13),),
        minima=((5.0,),),
        start=(0.0,),
        idea="One minimum, the same curvature everywhere: every learning rate has a fate you can compute.",
        source="The course's example",
        quadratic=True,
    ),
    "Flat bottom": Surface(
        function=flat_bottom,
        latex=r"\frac{(w - 5)^4}{50}",
        domain=(Range(-3, 13),),
        minima=((5.0,),),
        start=(0.0,),
        idea="The slope vanishes long before the minimum: a learning rate that was right becomes too small.",
        source="Textbook quartic",
    ),
    "Double well": Surface(
        function=double_well,
        latex=r"\frac{(w^2 - 4)^2}{16} + \frac{w}{4}",
        domain=(Range(-4, 4),),
        minima=((-2.1149075,), (1.8608059,)),
        start=(3.5,),
        idea="Two valleys: where you start decides where you end, unless you have speed.",
        source="Textbook double well, tilted",
    ),
    "Absolute value": Surface(
        function=absolute,
        latex=r"|w - 5|",
        domain=(Range(-3, 13),),
        minima=((5.0,),),
        start=(0.0,),
        idea="The slope is as steep at the end as at the start, so the step never gets smaller.",
        source="L1 loss of a single weight",
    ),
    "Waves": Surface(
        function=waves,
        latex=r"\frac{w^2}{20} + \frac{1 - \cos 2w}{2}",
        domain=(Range(-8, 8),),
        minima=((0.0,), (-2.9897818,), (2.9897818,), (-5.9636997,), (5.9636997,)),
        start=(7.0,),
        idea="Five valleys, the middle one lowest: without speed you stay in the first.",
        source="Rastrigin 1974, one weight, softened",
    ),
    "Plateau": Surface(
        function=plateau,
        latex=r"1 - e^{-(w - 5)^2 / 4}",
        domain=(Range(-3, 13),),
        minima=((5.0,),),
        start=(0.0,),
        idea="Hardly any slope to follow: a vanishing gradient.",
        source="Welsch loss of a single weight",
    ),
    "Cliff": Surface(
        function=cliff,
        latex=r"\frac{(w - 6)^2}{50} + 4\,\sigma(10 - 10 w)",
        domain=(Range(-3, 13),),
        minima=((6.0,),),
        start=(0.5,),
        idea="One steep spot throws the weight far away: an exploding gradient.",
        source="After Pascanu, Mikolov & Bengio 2013",
    ),
}
