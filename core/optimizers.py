"""The optimizers: real `torch.optim` classes under the names learners meet."""

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizerSpec:
    r"""One optimizer, as the registry holds it.

    Attributes:
        factory: the class in `torch.optim`.
        fixed: keyword arguments that make this entry what it is.
        takes: the settings of ours that it understands, besides lr.
        latex: the update rule in terms of w, gradient g and learning rate \\eta.
        idea: one sentence on what it is for.
        source: where it comes from.
    """

    factory: type[torch.optim.Optimizer]
    fixed: Mapping[str, Any]
    takes: tuple[str, ...]
    latex: str
    idea: str
    source: str

    @property
    def follows_slope(self) -> bool:
        """Whether a step grows with the slope; if not, the learning rate itself sets how far a step goes."""
        return self.factory is torch.optim.SGD

    def arguments(self, *, lr: float, momentum: float = 0.0, weight_decay: float = 0.0) -> dict[str, Any]:
        """Return the keyword arguments of the class for these settings (all dimensionless).

        Settings that this optimizer does not take, or that equal the class's own default, are left out.
        """
        offered = {"momentum": momentum, "weight_decay": weight_decay}
        defaults = inspect.signature(self.factory).parameters
        chosen = {name: offered[name] for name in self.takes if offered[name] != defaults[name].default}
        # torch refuses nesterov without momentum, where the two rules are the same.
        fixed = {name: value for name, value in self.fixed.items() if name != "nesterov" or momentum}
        return {"lr": lr} | chosen | fixed

    def code(self, parameters: str, *, lr: float, momentum: float = 0.0, weight_decay: float = 0.0) -> str:
        """Return the line of Python that makes this optimizer, for `parameters` as written."""
        settings = self.arguments(lr=lr, momentum=momentum, weight_decay=weight_decay)
        listed = ", ".join([parameters, *(f"{name}={value!r}" for name, value in settings.items())])
        return f"torch.optim.{self.factory.__name__}({listed})"

    def make(
        self, parameters: Iterable[Tensor], *, lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> torch.optim.Optimizer:
        """Make the optimizer for these parameters."""
        settings = self.arguments(lr=lr, momentum=momentum, weight_decay=weight_decay)
        if self.factory is torch.optim.SGD and not settings.get("momentum"):
            settings["fused"] = True  # one call for all parameters instead of one each; the same numbers, bit for bit
        return self.factory(parameters, **settings)


_HEAVY_BALL: Final = r"v \leftarrow \mu v + g,\quad w \leftarrow w - \eta\, v"

OPTIMIZERS: Final[Mapping[str, OptimizerSpec]] = {
    "SGD": OptimizerSpec(
        factory=torch.optim.SGD,
        fixed={},
        takes=("weight_decay",),
        latex=r"w \leftarrow w - \eta\, g",
        idea="A step straight downhill, as long as the slope is steep.",
        source="Robbins & Monro 1951",
    ),
    "Momentum": OptimizerSpec(
        factory=torch.optim.SGD,
        fixed={},
        takes=("momentum", "weight_decay"),
        latex=_HEAVY_BALL,
        idea="Keeps its speed: steps in a steady direction add up, zig-zags cancel.",
        source="Polyak 1964",
    ),
    "Nesterov": OptimizerSpec(
        factory=torch.optim.SGD,
        fixed={"nesterov": True},
        takes=("momentum", "weight_decay"),
        latex=r"v \leftarrow \mu v + g,\quad w \leftarrow w - \eta\,(g + \mu v)",
        idea="Momentum that looks one step ahead, so it brakes earlier.",
        source="Nesterov 1983; Sutskever et al. 2013",
    ),
    "Adagrad": OptimizerSpec(
        factory=torch.optim.Adagrad,
        fixed={},
        takes=("weight_decay",),
        latex=r"s \leftarrow s + g^2,\quad w \leftarrow w - \eta\, \frac{g}{\sqrt{s} + \epsilon}",
        idea="Every weight gets its own step, which shrinks with all it has moved so far.",
        source="Duchi, Hazan & Singer 2011",
    ),
    "RMSprop": OptimizerSpec(
        factory=torch.optim.RMSprop,
        fixed={},
        takes=("weight_decay",),
        latex=r"s \leftarrow \alpha s + (1-\alpha) g^2,\quad w \leftarrow w - \eta\, \frac{g}{\sqrt{s} + \epsilon}",
        idea="Divides by the recent size of the gradient, so that steep and flat directions move alike.",
        source="Tieleman & Hinton 2012",
    ),
    "Adam": OptimizerSpec(
        factory=torch.optim.Adam,
        fixed={},
        takes=("weight_decay",),
        latex=r"w \leftarrow w - \eta\, \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
        idea="Momentum and RMSprop together: the usual first choice.",
        source="Kingma & Ba 2015",
    ),
    "AdamW": OptimizerSpec(
        factory=torch.optim.AdamW,
        fixed={},
        takes=("weight_decay",),
        latex=r"w \leftarrow (1 - \eta\lambda)\, w - \eta\, \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
        idea="Adam whose weight decay acts on the weights, not on the gradient.",
        source="Loshchilov & Hutter 2019",
    ),
    "NAdam": OptimizerSpec(
        factory=torch.optim.NAdam,
        fixed={},
        takes=("weight_decay",),
        latex=r"w \leftarrow w - \eta\, \frac{\mu_{t+1} \hat m + (1-\mu_t)\, \hat g}{\sqrt{\hat v} + \epsilon}",
        idea="Adam with Nesterov's look ahead.",
        source="Dozat 2016",
    ),
    "RAdam": OptimizerSpec(
        factory=torch.optim.RAdam,
        fixed={},
        takes=("weight_decay",),
        latex=r"w \leftarrow w - \eta\, r_t\, \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
        idea="Adam that waits with adapting until it has seen enough gradients.",
        source="Liu et al. 2020",
    ),
    "Adadelta": OptimizerSpec(
        factory=torch.optim.Adadelta,
        fixed={},
        takes=("weight_decay",),
        latex=r"w \leftarrow w - \eta\, \frac{\sqrt{u + \epsilon}}{\sqrt{s + \epsilon}}\, g",
        idea="Measures its step by its own past steps; wants a learning rate near 1.",
        source="Zeiler 2012",
    ),
}
