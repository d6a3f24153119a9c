"""The optimizers of a stack: `torch.optim`'s arithmetic with a learning rate (momentum, decay) for each member.

All constants are the defaults of the `torch.optim` classes, and the order of the operations is theirs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import prod, sqrt
from typing import Final

import torch
from torch import Tensor

_BETA1, _BETA2, _EPS = 0.9, 0.999, 1e-8


@dataclass(slots=True, kw_only=True, eq=False)
class Step:
    """What one step reads and writes: flat vectors of one length, every number of every member with its padding.

    Attributes:
        w: the parameters, changed in place.
        g: their gradients; a rule may use them up.
        lr: each number's learning rate.
        momentum: each number's momentum.
        weight_decay: each number's weight decay; None where all are 0.
        kept: what the optimizer remembers, changed in place.
        spare: memory for what lies between.
        t: how many steps there have been, this one included.
    """

    w: Tensor
    g: Tensor
    lr: Tensor
    momentum: Tensor
    weight_decay: Tensor | None
    kept: Mapping[str, Tensor]
    spare: Tensor
    t: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One optimizer: its step, the names of what it keeps, and whether weight decay acts on the weights themselves."""

    step: Callable[[Step], object]
    kept: tuple[str, ...] = ()
    decoupled: bool = False


def take_step(rule: Rule, s: Step) -> None:
    """Do the next step."""
    s.t += 1
    if s.weight_decay is not None and rule.decoupled:
        s.w.mul_(torch.mul(s.lr, s.weight_decay, out=s.spare).neg_().add_(1))
    elif s.weight_decay is not None:
        s.g.addcmul_(s.w, s.weight_decay)
    rule.step(s)


def _sgd(s: Step) -> None:
    s.w.addcmul_(s.g, s.lr, value=-1)


def _momentum(s: Step) -> None:
    s.kept["v"].mul_(s.momentum).add_(s.g)
    s.w.addcmul_(s.kept["v"], s.lr, value=-1)


def _nesterov(s: Step) -> None:
    s.kept["v"].mul_(s.momentum).add_(s.g)
    s.w.addcmul_(s.g.addcmul_(s.kept["v"], s.momentum), s.lr, value=-1)


def _adagrad(s: Step) -> None:
    s.kept["s"].addcmul_(s.g, s.g)
    torch.sqrt(s.kept["s"], out=s.spare).add_(1e-10)
    s.w.addcmul_(s.g.div_(s.spare), s.lr, value=-1)


def _rmsprop(s: Step) -> None:
    s.kept["s"].mul_(0.99).addcmul_(s.g, s.g, value=1 - 0.99)
    torch.sqrt(s.kept["s"], out=s.spare).add_(_EPS)
    s.w.addcmul_(s.g.div_(s.spare), s.lr, value=-1)


def _moments(s: Step) -> tuple[Tensor, Tensor]:
    """Update Adam's two running means; return the first, and the root of the second, corrected, plus epsilon."""
    m, v = s.kept["m"].lerp_(s.g, 1 - _BETA1), s.kept["s"]
    v.mul_(_BETA2).addcmul_(s.g, s.g, value=1 - _BETA2)
    return m, torch.sqrt(v, out=s.spare).div_(sqrt(1 - _BETA2**s.t)).add_(_EPS)


def _adam(s: Step) -> None:
    m, root = _moments(s)
    s.w.addcmul_(torch.div(m, root, out=s.spare), s.lr, value=-1 / (1 - _BETA1**s.t))


def _mu(t: int) -> float:
    return _BETA1 * (1 - 0.5 * float(0.96 ** (t * 4e-3)))


@cache
def _mu_product(t: int) -> float:
    return prod(_mu(i) for i in range(1, t + 1))


def _nadam(s: Step) -> None:
    mu, following, product = _mu(s.t), _mu(s.t + 1), _mu_product(min(s.t, 200))  # which is below 1e-60
    m, root = _moments(s)
    s.w.addcmul_(s.g.div_(root), s.lr, value=-(1 - mu) / (1 - product))
    s.w.addcmul_(torch.div(m, root, out=s.spare), s.lr, value=-following / (1 - product * following))


def _radam(s: Step) -> None:
    m, _ = _moments(s)
    longest, power = 2 / (1 - _BETA2) - 1, _BETA2**s.t
    length, scale = longest - 2 * s.t * power / (1 - power), -1 / (1 - _BETA1**s.t)
    if length <= 5:
        s.w.addcmul_(m, s.lr, value=scale)
        return
    rectified = sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))
    torch.sqrt(s.kept["s"], out=s.spare).add_(_EPS)
    s.w.addcmul_(torch.div(m, s.spare, out=s.spare), s.lr, value=scale * rectified * sqrt(1 - power))


def _adadelta(s: Step) -> None:
    v, u = s.kept["s"], s.kept["u"]
    v.mul_(0.9).addcmul_(s.g, s.g, value=1 - 0.9)
    s.g.div_(torch.add(v, 1e-6, out=s.spare).sqrt_()).mul_(torch.add(u, 1e-6, out=s.spare).sqrt_())
    u.mul_(0.9).addcmul_(s.g, s.g, value=1 - 0.9)
    s.w.addcmul_(s.g, s.lr, value=-1)


RULES: Final[Mapping[str, Rule]] = {
    "SGD": Rule(_sgd),
    "Momentum": Rule(_momentum, ("v",)),
    "Nesterov": Rule(_nesterov, ("v",)),
    "Adagrad": Rule(_adagrad, ("s",)),
    "RMSprop": Rule(_rmsprop, ("s",)),
    "Adam": Rule(_adam, ("m", "s")),
    "AdamW": Rule(_adam, ("m", "s"), decoupled=True),
    "NAdam": Rule(_nadam, ("m", "s")),
    "RAdam": Rule(_radam, ("m", "s")),
    "Adadelta": Rule(_adadelta, ("s", "u")),
}
