"""What is left of a gradient after it has passed back through many layers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn

from core.activations.registry import ACTIVATIONS
from core.initialisations import INITIALISATIONS
from core.ranges import Range, check_name

DEPTH: Final = Range(1, 30)
SEED: Final = Range(0, 9999)
WIDTH: Final = 10
N_INPUTS: Final = 100

INITS: Final[Mapping[str, tuple[str, ...]]] = {
    "Xavier": (
        "nn.init.xavier_uniform_(layer.weight, generator=generator)",
        "nn.init.zeros_(layer.bias)",
    ),
    "He": (
        'nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)',
        "nn.init.zeros_(layer.bias)",
    ),
    "PyTorch default": (
        "nn.init.kaiming_uniform_(layer.weight, a=5**0.5, generator=generator)",
        f"nn.init.uniform_(layer.bias, -({WIDTH}**-0.5), {WIDTH}**-0.5, generator=generator)",
    ),
}
"""The initialisations offered here, each with the lines that do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackConfig:
    """A stack of equal layers.

    Attributes:
        activation: a key of `ACTIVATIONS`, after each layer.
        depth: how many layers, in `DEPTH`.
        init: a key of `INITS`.
        seed: of weights and inputs, in `SEED`.

    Raises:
        ConfigError: one sentence with the setting, what is allowed and what was given.
    """

    activation: str = "Sigmoid"
    depth: int = 10
    init: str = "Xavier"
    seed: int = 0

    def __post_init__(self) -> None:
        """Check every setting."""
        check_name("activation", self.activation, ACTIVATIONS)
        DEPTH.check_count("depth", self.depth)
        check_name("init", self.init, INITS)
        SEED.check_count("seed", self.seed)


def layer_gradients(config: StackConfig) -> tuple[float, ...]:
    """Measure how large the gradient is in each layer, the first layer first.

    The loss is the mean output of the stack for standard normal inputs.

    Returns:
        The norm of d loss / d weight of each layer, in float64.
    """
    layers, x = _stack(config)
    for layer in layers:
        x = ACTIVATIONS[config.activation].factory()(layer(x))  # (N_INPUTS, WIDTH)
    gradients = torch.autograd.grad(x.mean(), [layer.weight for layer in layers])
    return tuple(gradient.norm().item() for gradient in gradients)


def collapse_error(config: StackConfig) -> float:
    """Multiply the stack's linear layers into a single one, and compare.

    Returns:
        The largest difference between the stack without activation and that one layer, in size.
    """
    layers, x = _stack(config)
    weight, bias, out = torch.eye(WIDTH, dtype=torch.float64), torch.zeros(WIDTH, dtype=torch.float64), x
    with torch.no_grad():
        for layer in layers:
            weight, bias, out = layer.weight @ weight, layer.weight @ bias + layer.bias, layer(out)
        return (x @ weight.T + bias - out).abs().max().item()


def stack_script(config: StackConfig, activations: Sequence[str] = ()) -> str:
    """Return the PyTorch that measures these gradients; it leaves the last activation's `norms` behind.

    Args:
        config: the stack.
        activations: those to measure it with, one after the other; the config's own if left out.
    """
    lines = "\n        ".join(INITS[config.init])
    functions = ", ".join(f"nn.{name}()" for name in activations or [config.activation])
    return f"""\
import torch
from torch import nn

for f in [{functions}]:
    generator = torch.Generator().manual_seed({config.seed})
    layers = [nn.Linear({WIDTH}, {WIDTH}, dtype=torch.float64) for _ in range({config.depth})]
    for layer in layers:
        {lines}
    x = torch.randn({N_INPUTS}, {WIDTH}, generator=generator, dtype=torch.float64)
    for layer in layers:
        x = f(layer(x))
    x.mean().backward()
    norms = [layer.weight.grad.norm().item() for layer in layers]
    print(f"{{f}}: {{norms[0]:.3g}} at layer 1, {{norms[-1]:.3g}} at the last")
"""


def _stack(config: StackConfig) -> tuple[list[nn.Linear], Tensor]:
    generator = torch.Generator().manual_seed(config.seed)
    layers = [nn.Linear(WIDTH, WIDTH, dtype=torch.float64) for _ in range(config.depth)]
    for layer in layers:
        INITIALISATIONS[config.init].fill(layer, generator, 1.0)
    return layers, torch.randn(N_INPUTS, WIDTH, generator=generator, dtype=torch.float64)
