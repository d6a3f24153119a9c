"""What a grid is asked for without any knowledge: settings that matter to a run, and values of them.

The values do not depend on the run's own but for being in their company, so that the runs of a grid have the same one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from core.config import TrainConfig
from core.datasets import DATASETS
from core.ensembles.plans import vary
from core.errors import ConfigError
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES

BLOCK: Final = 8  # seeds in a grid

_VALUES: Final[Mapping[str, tuple[Any, ...]]] = {
    "lr": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    "batch_size": (5, 10, 25, 50, 100, None),
    "width": (2, 4, 8, 16, 32),
    "depth": (1, 2, 3, 4, 5),
    "train_share": (0.1, 0.3, 0.5, 0.7, 0.9),
    "n_samples": (50, 100, 200, 500, 1000),
    "regularization_rate": (0.0, 0.001, 0.003, 0.01, 0.03, 0.1),
    "weight_decay": (0.0, 0.0001, 0.001, 0.01, 0.1),
    "momentum": (0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
    "dropout": (0.0, 0.1, 0.2, 0.3, 0.5),
    "activation": ("ReLU", "LeakyReLU", "GELU", "SiLU", "Tanh", "Sigmoid", "Identity"),
    "optimizer": ("SGD", "Momentum", "Nesterov", "RMSprop", "Adam", "AdamW"),
    "schedule": tuple(SCHEDULES),
    "init": tuple(INITIALISATIONS),
    "init_scale": (0.0, 0.1, 0.3, 1.0, 3.0),
    "loss": tuple(LOSSES),
    "regularization": tuple(REGULARIZATIONS),
}


def _takes(name: str) -> Callable[[TrainConfig], bool]:
    return lambda config: name in OPTIMIZERS[config.optimizer].takes


def _has_hidden(config: TrainConfig) -> bool:
    return bool(config.hidden)


def _is_drawn(config: TrainConfig) -> bool:
    return DATASETS[config.dataset].kind != "table"


def _always(config: TrainConfig) -> bool:  # noqa: ARG001 (as the others)
    return True


# Each setting with whether it changes anything in a run, in the order in which they are offered.
_MATTERS: Final[Mapping[str, Callable[[TrainConfig], bool]]] = {
    "lr": _always,
    "batch_size": _always,
    "width": _has_hidden,
    "depth": _has_hidden,
    "seed": _always,
    "noise": _is_drawn,
    "n_samples": _is_drawn,
    "train_share": _always,
    "regularization_rate": lambda config: config.regularization != "none",
    "momentum": _takes("momentum"),
    "weight_decay": _takes("weight_decay"),
    "dropout": _has_hidden,
    "activation": _has_hidden,
    "optimizer": _always,
    "schedule": _always,
    "init": _always,
    "init_scale": lambda config: config.init == "normal",
    "loss": _always,
    "regularization": lambda config: config.regularization_rate > 0,
    "data_seed": lambda config: not config.playground_seed,
}


def offered(config: TrainConfig) -> tuple[str, ...]:
    """Return the settings that a grid around this run can vary with an effect, those asked for most first."""
    return tuple(name for name, matters in _MATTERS.items() if matters(config) and len(values_of(config, name)) > 1)


def own_value(config: TrainConfig, setting: str) -> Any:
    """Return a run's value of a key of `VARIED`; layers of different widths have no width and no depth.

    A batch at least as large as the training part is None, the full batch.
    """
    if setting in {"width", "depth"}:
        alike = len(set(config.hidden)) == 1
        return (config.hidden[0] if setting == "width" else len(config.hidden)) if alike else None
    if setting == "batch_size":
        return None if config.batch_size is None or config.batch_size >= config.n_train else config.batch_size
    return getattr(config, setting)


def values_of(config: TrainConfig, setting: str) -> tuple[Any, ...]:
    """Return values of a setting worth comparing, the run's own among them, in order; those refused are left out."""
    own = own_value(config, setting)
    listed = list(_listed(config, setting))
    if own not in listed and own is not None:
        listed.append(own)
        if not isinstance(own, str):
            listed.sort(key=lambda value: (value is None, value))
    return tuple(value for value in listed if _accepted(config, setting, value))


def _listed(config: TrainConfig, setting: str) -> tuple[Any, ...]:
    if setting == "seed":
        return block(config.seed, BLOCK)
    if setting == "data_seed":
        return block(config.seed if config.data_seed is None else config.data_seed, BLOCK)
    if setting == "noise":
        limits = DATASETS[config.dataset].noise_range
        return tuple(round(limits.low + (limits.high - limits.low) * i / 5, 10) for i in range(6))
    if setting == "batch_size":
        return tuple(size for size in _VALUES[setting] if size is None or size < config.n_train)
    return _VALUES[setting]


def block(seed: int, n_seeds: int) -> tuple[int, ...]:
    """Return neighbouring seeds, this one among them: the same ones for each of them."""
    first = seed - seed % n_seeds
    return tuple(range(first, first + n_seeds))


def _accepted(config: TrainConfig, setting: str, value: Any) -> bool:
    try:
        vary(config, setting, value)
    except ConfigError:
        return False
    return True


def beginning(config: TrainConfig, n_seeds: int) -> TrainConfig:
    """Return the run that a fan starts with, in which this one is: the same for all runs of the fan."""
    return replace(config, seed=block(config.seed, n_seeds)[0])
