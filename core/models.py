"""The networks: plain `nn.Sequential`, initialised from a generator."""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import SeedRandom, weight_stream
from core.initialisations import INITIALISATIONS, PLAYGROUND_INIT
from core.losses import LOSSES


class Linear(nn.Linear):
    """`nn.Linear` that leaves its numbers unset: by itself it would draw them from the generator that all share."""

    def reset_parameters(self) -> None:
        """Draw nothing: `initialise` does, from the run's own generator."""


class SeededDropout(nn.Module):
    """Dropout that draws from a generator of its own, so that runs side by side do not disturb each other.

    Source: Srivastava et al. 2014; the same arithmetic as `nn.Dropout` on a CPU.
    """

    def __init__(self, p: float, generator: torch.Generator) -> None:
        """Silence each neuron with probability p, drawn from `generator`."""
        super().__init__()
        self.p, self.generator = p, generator

    def forward(self, x: Tensor) -> Tensor:
        """Return x with some entries 0 and the others divided by 1 - p while training; x itself otherwise."""
        if not self.training:
            return x
        keep = torch.empty(x.shape, dtype=x.dtype).bernoulli_(1 - self.p, generator=self.generator)
        return x * keep.div_(1 - self.p).to(x.device)

    def extra_repr(self) -> str:
        """Show the probability."""
        return f"p={self.p}"


def build(config: TrainConfig, dropout_generator: torch.Generator | None = None) -> nn.Sequential:
    """Make the network of a config, its weights not yet filled in.

    Args:
        config: the run's settings.
        dropout_generator: where dropout draws from; only needed for training with dropout.

    Returns:
        Linear, activation (and dropout) for each hidden layer, then Linear (and Tanh where the loss asks for it).
    """
    layers: list[nn.Module] = []
    for (n_in, n_out), activation in zip(pairwise(config.sizes[:-1]), config.hidden_activations, strict=True):
        layers += [Linear(n_in, n_out, dtype=config.torch_dtype), ACTIVATIONS[activation].factory()]
        if config.dropout:
            layers.append(SeededDropout(config.dropout, dropout_generator or torch.Generator()))
    layers.append(Linear(config.sizes[-2], config.sizes[-1], dtype=config.torch_dtype))
    squash = LOSSES[config.loss].squash
    if squash is not None and config.task == "classification":
        layers.append(squash())
    return nn.Sequential(*layers)


@torch.no_grad()
def initialise(model: nn.Sequential, config: TrainConfig) -> None:
    """Fill the weights in place, layer by layer, from a generator with the config's seed (or its playground_seed)."""
    if config.playground_seed and config.init == PLAYGROUND_INIT:
        fill_from_stream(model, weight_stream(config))
        return
    generator = torch.Generator().manual_seed(config.seed)
    for layer in model:
        if isinstance(layer, nn.Linear):
            INITIALISATIONS[config.init].fill(layer, generator, config.init_scale)


def fill_from_stream(model: nn.Sequential, stream: SeedRandom) -> None:
    """Fill weights with the stream's numbers from [-0.5, 0.5), row by row, and biases with 0.1."""
    for layer in model:
        if isinstance(layer, nn.Linear):
            drawn = [[stream.random() - 0.5 for _ in row] for row in layer.weight]
            layer.weight.copy_(torch.tensor(drawn, dtype=torch.float64))
            nn.init.constant_(layer.bias, 0.1)


def layer_names(model: nn.Sequential) -> dict[str, str]:
    """Name each linear layer for people: {"0": "hidden layer 1", ..., "4": "output layer"}."""
    linear = [key for key, layer in model.named_children() if isinstance(layer, nn.Linear)]
    return {key: f"hidden layer {i}" for i, key in enumerate(linear[:-1], start=1)} | {linear[-1]: "output layer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSummary:
    """One module of a network: its place and code, the shape it returns for N points, its parameters."""

    key: str
    module: str
    output: str
    arithmetic: str
    n_parameters: int


def summary(config: TrainConfig) -> tuple[LayerSummary, ...]:
    """List a network's modules with the arithmetic of their parameter counts."""
    rows: list[LayerSummary] = []
    width = config.sizes[0]
    for key, module in build(config).named_children():
        arithmetic, count = "", 0
        if isinstance(module, nn.Linear):
            width, count = module.out_features, sum(p.numel() for p in module.parameters())
            arithmetic = f"{module.in_features} × {width} + {width}"
        text = f"Dropout(p={config.dropout:g})" if isinstance(module, SeededDropout) else repr(module)
        rows.append(
            LayerSummary(key=key, module=text, output=f"(N, {width})", arithmetic=arithmetic, n_parameters=count)
        )
    return tuple(rows)
