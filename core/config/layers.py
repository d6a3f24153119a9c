"""The layers: how many neurons each has, which activation follows it, what its weights are called; and their rules."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from core.activations import ACTIVATIONS
from core.config.limits import HIDDEN_LAYERS, NEURONS
from core.datasets import input_names
from core.errors import ConfigError
from core.losses import LOSSES
from core.quoting import quoted
from core.ranges import check_name

if TYPE_CHECKING:
    from core.config.train import TrainConfig


def sizes(config: TrainConfig) -> tuple[int, ...]:
    """Return the neurons of every layer, inputs and outputs included."""
    outputs = config.n_classes if LOSSES[config.loss].per_class else 1
    return (len(input_names(config)), *config.hidden, outputs)


def parameter_shapes(config: TrainConfig) -> dict[str, tuple[int, ...]]:
    """Return the shapes of weights and biases by their names in the state_dict."""
    apart = 3 if config.dropout else 2  # modules from one linear layer to the next
    found: dict[str, tuple[int, ...]] = {}
    for i, (n_in, n_out) in enumerate(pairwise(sizes(config))):
        found |= {f"{apart * i}.weight": (n_out, n_in), f"{apart * i}.bias": (n_out,)}
    return found


def activations(config: TrainConfig) -> tuple[str, ...]:
    """Return the activation after each layer of weights; the output's is "Identity" where it has none."""
    squash = LOSSES[config.loss].squash if config.task == "classification" else None
    return (*hidden_activations(config), squash.__name__ if squash else "Identity")


def hidden_activations(config: TrainConfig) -> tuple[str, ...]:
    """Return the activation after each hidden layer."""
    names = _names(config.activation)
    return names if len(names) > 1 else names * len(config.hidden)


def check_layers(config: TrainConfig) -> None:
    """Refuse sizes out of range, activations that no registry has, and neither one of them nor one for each layer."""
    if not isinstance(config.hidden, tuple) or len(config.hidden) not in HIDDEN_LAYERS:
        raise ConfigError(
            f"hidden must be a tuple of at most {HIDDEN_LAYERS.high:g} layer sizes, got {quoted(config.hidden)}"
        )
    for index, size in enumerate(config.hidden, start=1):
        NEURONS.check_count(f"hidden layer {index}", size)
    names = _names(config.activation) if isinstance(config.activation, str) else (config.activation,)
    for name in names:
        check_name("activation", name, ACTIVATIONS)
    if len(names) not in {1, len(config.hidden)}:
        layers = f"each of the {len(config.hidden)} hidden layers" if config.hidden else "each hidden layer, of none"
        raise ConfigError(f"activation must be one name, or one for {layers}, got {quoted(config.activation)}")
    object.__setattr__(config, "activation", ", ".join(names))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))
