"""What a loss to descend on is made of."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from core.ranges import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """One loss, as the registries hold it; all numbers are dimensionless.

    Attributes:
        function: the loss. A curve maps weights of any shape to losses of that shape; a landscape maps weights
            of shape (..., 2) to losses of shape (...).
        latex: the formula, in w or in x and y.
        domain: the part that is drawn and in which a run may start, one Range per weight.
        minima: every minimum inside the domain, the lowest first; one number per weight.
        start: where a run starts unless told otherwise.
        idea: one sentence on what it teaches.
        source: where it comes from.
        lr: a learning rate that suits optimizers whose step grows with the slope (SGD and its kin).
        step: a learning rate that suits optimizers whose step does not (Adam and its kin).
        quadratic: whether the curvature is the same everywhere, so that the learning rate has a certificate.
    """

    function: Callable[[Tensor], Tensor]
    latex: str
    domain: tuple[Range, ...]
    minima: tuple[tuple[float, ...], ...]
    start: tuple[float, ...]
    idea: str
    source: str
    lr: float = 0.1
    step: float = 0.1
    quadratic: bool = False

    @property
    def lowest(self) -> float:
        """The smallest loss there is."""
        return float(self.function(_weights(self.minima[0])))

    @property
    def code(self) -> str:
        """The source of the function, as it runs."""
        return inspect.getsource(self.function).strip()

    def curvature(self, *w: float) -> float:
        """Return the second derivative of a curve at w, by differentiating the gradient once more."""
        weight = _weights(w).requires_grad_()
        (slope,) = torch.autograd.grad(self.function(weight), weight, create_graph=True)
        if not slope.requires_grad:
            return 0.0
        return float(torch.autograd.grad(slope, weight)[0])


def _weights(values: tuple[float, ...]) -> Tensor:
    """Return one weight as a scalar, several as a vector, in double precision."""
    return torch.tensor(values if len(values) > 1 else values[0], dtype=torch.float64)
