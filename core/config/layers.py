"""The rules of the hidden layers: how many neurons each has, and which activation follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.activations import ACTIVATIONS
from core.config.limits import HIDDEN_LAYERS, NEURONS
from core.errors import ConfigError
from core.ranges import check_name

if TYPE_CHECKING:
    from core.config.train import TrainConfig


def hidden_activations(config: TrainConfig) -> tuple[str, ...]:
    """Return the activation after each hidden layer."""
    names = _names(config.activation)
    return names if len(names) > 1 else names * len(config.hidden)


def check_layers(config: TrainConfig) -> None:
    """Refuse sizes out of range, activations that no registry has, and neither one of them nor one for each layer."""
    if not isinstance(config.hidden, tuple) or len(config.hidden) not in HIDDEN_LAYERS:
        raise ConfigError(
            f"hidden must be a tuple of at most {HIDDEN_LAYERS.high:g} layer sizes, got {config.hidden!r}"
        )
    for index, size in enumerate(config.hidden, start=1):
        NEURONS.check_count(f"hidden layer {index}", size)
    names = _names(config.activation) if isinstance(config.activation, str) else (config.activation,)
    for name in names:
        check_name("activation", name, ACTIVATIONS)
    if len(names) not in {1, len(config.hidden)}:
        layers = f"each of the {len(config.hidden)} hidden layers" if config.hidden else "each hidden layer, of none"
        raise ConfigError(f"activation must be one name, or one for {layers}, got {config.activation!r}")
    object.__setattr__(config, "activation", ", ".join(names))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))
