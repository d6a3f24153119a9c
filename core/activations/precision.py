"""Where float32 breaks an activation: found by trying every whole number from -200 to 200."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import torch
from torch import Tensor

from core.activations.by_hand import BY_HAND
from core.activations.curves import value_and_slope

_REACH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One thing that goes wrong from some x on, away from zero.

    Attributes:
        what: "value" or "slope" of PyTorch's own function, or the "formula" or its "formula's slope" by hand.
        x: the whole number nearest to zero at which it goes wrong.
        got: what float32 gives there.
        exact: what it should be, from float64.
    """

    what: str
    x: float
    got: float
    exact: float


def breaks(name: str) -> tuple[Break, ...]:
    """Find where float32 loses an activation, its slope, or its formula written by hand.

    A value is lost where float32 cannot tell it from its limit though float64 can; a slope where it is exactly 0
    though float64's is not; the formula, where `BY_HAND` has one, where it gives nan or inf. Every number goes in
    alone, as a learner types it: on a long vector PyTorch computes eight at once, and rounds some of them otherwise.

    Args:
        name: a key of `ACTIVATIONS`.

    Raises:
        ConfigError: an unknown name.
    """
    x = torch.arange(-_REACH, _REACH + 1, dtype=torch.float32)
    value, slope = _one_by_one(partial(value_and_slope, name), x)
    exact_value, exact_slope = value_and_slope(name, x.double())
    limit = torch.where(x < 0, value[0], value[-1])
    found = [
        ("value", (value == limit) & (exact_value != limit.double()) & (x.abs() < _REACH), value, exact_value),
        ("slope", (slope == 0) & (exact_slope != 0), slope, exact_slope),
    ]
    if name in BY_HAND:
        hand_value, hand_slope = _one_by_one(partial(_by_hand, name), x)
        found.append(("formula", ~hand_value.isfinite(), hand_value, exact_value))
        found.append(("formula's slope", ~hand_slope.isfinite(), hand_slope, exact_slope))
    return tuple(broken for what, where, got, exact in found for broken in _nearest(what, x, where, got, exact))


def _one_by_one(function: Callable[[Tensor], tuple[Tensor, Tensor]], x: Tensor) -> tuple[Tensor, Tensor]:
    value, slope = zip(*map(function, x), strict=True)
    return torch.stack(value), torch.stack(slope)


def _by_hand(name: str, x: Tensor) -> tuple[Tensor, Tensor]:
    inputs = x.clone().requires_grad_()
    value = BY_HAND[name](inputs)
    (slope,) = torch.autograd.grad(value.sum(), inputs)
    return value.detach(), slope


def _nearest(what: str, x: Tensor, where: Tensor, got: Tensor, exact: Tensor) -> Iterator[Break]:
    """Yield, for each side of zero, the place nearest to it among those marked."""
    for side in (x > 0, x < 0):
        marked = (where & side).nonzero().flatten()
        if len(marked):
            at = int(marked[x[marked].abs().argmin()])
            yield Break(what=what, x=x[at].item(), got=got[at].item(), exact=exact[at].item())
