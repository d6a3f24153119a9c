"""The runs of a fan of seeds, and of a grid over two settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from core.config import HIDDEN_LAYERS, SEED, TrainConfig
from core.ensembles.limits import MEMBERS
from core.errors import ConfigError
from core.ranges import check_name


def _width(config: TrainConfig, value: int) -> dict[str, Any]:
    return {"hidden": (value,) * len(config.hidden)}


def _depth(config: TrainConfig, value: int) -> dict[str, Any]:
    HIDDEN_LAYERS.check_count("depth", value)
    if not config.hidden:
        raise ConfigError("depth needs a hidden layer whose width it can repeat; got none")
    return {"hidden": config.hidden[:1] * value}


def _direct(name: str, config: TrainConfig, value: Any) -> dict[str, Any]:  # noqa: ARG001 (one signature for all)
    return {name: value}


_DIRECT: Final = (
    "seed", "lr", "schedule", "batch_size", "momentum", "weight_decay", "regularization_rate", "regularization",
    "optimizer", "activation", "init", "init_scale", "dropout", "loss", "epochs", "noise", "n_samples", "train_share",
    "data_seed",
)  # fmt: skip

# What a grid can vary: each returns the changes to a config's settings. Depth repeats the first hidden layer.
VARIED: Final[Mapping[str, Callable[[TrainConfig, Any], dict[str, Any]]]] = {
    "width": _width,
    "depth": _depth,
} | {name: partial(_direct, name) for name in _DIRECT}


def fan(config: TrainConfig, n_seeds: int) -> tuple[TrainConfig, ...]:
    """Return the same run with `n_seeds` seeds: the config's own and those that follow it.

    Raises:
        ConfigError: too few or too many.
    """
    MEMBERS.check_count("seeds", n_seeds)
    return tuple(replace(config, seed=(config.seed + i) % int(SEED.high + 1)) for i in range(n_seeds))


def grid(
    config: TrainConfig, setting_a: str, values_a: Sequence[Any], setting_b: str, values_b: Sequence[Any]
) -> tuple[TrainConfig, ...]:
    """Return a run for each pair of values, those of b changing fastest.

    Args:
        config: all other settings.
        setting_a: a key of `VARIED`: a setting, or the width or depth of the hidden layers.
        values_a: its values.
        setting_b: another.
        values_b: its values.

    Raises:
        ConfigError: an unknown setting, the same twice, too many pairs, or a value that the setting does not take.
    """
    check_name("setting_a", setting_a, VARIED)
    check_name("setting_b", setting_b, [name for name in VARIED if name != setting_a])
    MEMBERS.check_count("values of both settings multiplied", len(values_a) * len(values_b))
    rows = (vary(config, setting_a, value) for value in values_a)
    return tuple(vary(row, setting_b, value) for row in rows for value in values_b)


def vary(config: TrainConfig, setting: str, value: Any) -> TrainConfig:
    """Return a config with one setting changed."""
    return replace(config, **VARIED[setting](config, value))
