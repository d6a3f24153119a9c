"""The chain rule on the smallest network there is: z = w x + b, a = activation(z), L = (a - target)^2."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.descent.config import LR
from core.ranges import Range, check_name

VALUE: Final = Range(-5, 5)
ROUNDS: Final = Range(1, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainConfig:
    """One neuron, one example, and how often it learns from it; x, w, b and target in VALUE.

    Raises:
        ConfigError: one sentence that names the setting, what is accepted, and the value given.
    """

    x: float = 1.5
    w: float = 0.8
    b: float = 0.1
    target: float = 1.0
    activation: str = "Sigmoid"
    lr: float = 0.5
    rounds: int = 5

    def __post_init__(self) -> None:
        """Check every setting."""
        for name in ("x", "w", "b", "target"):
            VALUE.check(name, getattr(self, name))
        check_name("activation", self.activation, ACTIVATIONS)
        LR.check("lr", self.lr)
        ROUNDS.check_count("rounds", self.rounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One forward and backward pass and the update after it; float32 values as Python floats.

    The three factors come from differentiating each link of the chain alone; `w_grad` and `b_grad` are what
    `loss.backward()` left in `.grad`; `w_next` and `b_next` are the weights after `optimizer.step()`.
    """

    w: float
    b: float
    z: float
    a: float
    loss: float
    dloss_da: float
    da_dz: float
    dz_dw: float
    product: float
    w_grad: float
    b_grad: float
    w_next: float
    b_next: float


def learn(config: ChainConfig) -> tuple[Round, ...]:
    """Repeat forward, backward, update `config.rounds` times with torch.optim.SGD."""
    x, target = torch.tensor(float(config.x)), torch.tensor(float(config.target))
    w = torch.tensor(float(config.w), requires_grad=True)
    b = torch.tensor(float(config.b), requires_grad=True)
    activation = ACTIVATIONS[config.activation].factory()
    optimizer = torch.optim.SGD([w, b], lr=config.lr)
    rounds = []
    for _ in range(config.rounds):
        z = w * x + b
        a = activation(z)
        loss = (a - target) ** 2
        before = {"w": w.item(), "b": b.item(), "z": z.item(), "a": a.item(), "loss": loss.item()}
        links = (
            _slope(lambda t: (t - target) ** 2, a),
            _slope(activation, z),
            _slope(lambda t: t * x + b.detach(), w),
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rounds.append(Round(**before, **_after(links, w, b)))
    return tuple(rounds)


def _slope(link: Callable[[Tensor], Tensor], at: Tensor) -> Tensor:
    """Return the derivative of one link of the chain by itself."""
    here = at.detach().requires_grad_()
    return torch.autograd.grad(link(here), here)[0]


def _after(links: tuple[Tensor, Tensor, Tensor], w: Tensor, b: Tensor) -> dict[str, float]:
    """Return the factors, their product, and what backward and step left in w and b."""
    dloss_da, da_dz, dz_dw = links
    return {
        "dloss_da": dloss_da.item(),
        "da_dz": da_dz.item(),
        "dz_dw": dz_dw.item(),
        "product": (dloss_da * da_dz * dz_dw).item(),
        "w_grad": float("nan") if w.grad is None else w.grad.item(),
        "b_grad": float("nan") if b.grad is None else b.grad.item(),
        "w_next": w.item(),
        "b_next": b.item(),
    }


def chain_script(config: ChainConfig) -> str:
    """Return a program that multiplies the three factors by hand and lets autograd do the same."""
    return f"""import torch
from torch import nn

x, target = torch.tensor({float(config.x)!r}), torch.tensor({float(config.target)!r})
w = torch.tensor({float(config.w)!r}, requires_grad=True)
b = torch.tensor({float(config.b)!r}, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr={config.lr!r})

z = w * x + b                          # forward
a = nn.{type(ACTIVATIONS[config.activation].factory()).__name__}()(z)
loss = (a - target) ** 2

dloss_da = torch.autograd.grad(loss, a, retain_graph=True)[0]
da_dz = torch.autograd.grad(a, z, retain_graph=True)[0]
dz_dw = torch.autograd.grad(z, w, retain_graph=True)[0]
product = dloss_da * da_dz * dz_dw     # the chain rule by hand

loss.backward()                        # the chain rule by autograd
print(product.item(), w.grad.item())

optimizer.step()                       # only here does w change
print(w.item())
"""
