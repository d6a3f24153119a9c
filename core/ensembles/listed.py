"""The values of a grid's side as a learner types them: `0.001, 0.01, 0.1`."""

from collections.abc import Mapping
from typing import Any, Final

from core.activations import ACTIVATIONS
from core.config import HIDDEN_LAYERS, NEURONS, TrainConfig
from core.decimals import decimal, whole
from core.ensembles.plans import vary
from core.errors import ConfigError
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.quoting import quoted
from core.ranges import Range
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES

LISTED: Final = Range(1, 16)  # values of one side
LISTED_TEXT: Final = Range(0, 200)  # characters
FULL: Final = "full"

_NAMES: Final[Mapping[str, Mapping[str, Any]]] = {
    "activation": ACTIVATIONS, "init": INITIALISATIONS, "loss": LOSSES, "optimizer": OPTIMIZERS,
    "regularization": REGULARIZATIONS, "schedule": SCHEDULES,
}  # fmt: skip
_LAYERS: Final = {"width": NEURONS, "depth": HIDDEN_LAYERS}
_COUNTS: Final = ("batch_size", "data_seed", "depth", "n_samples", "seed", "width")


def read_values(config: TrainConfig, setting: str, text: str) -> tuple[Any, ...]:
    """Read values with commas between, in their order, each one once; none where nothing is written.

    Args:
        config: all other settings of the grid's runs.
        setting: a key of `VARIED`.
        text: numbers, or names in any case; a batch size may be "full".

    Raises:
        ConfigError: too many, or one that cannot be read or that the setting does not take.
    """
    if len(text) not in LISTED_TEXT:
        raise ConfigError(f"{setting} values may have at most {LISTED_TEXT.high:g} characters, got {len(text):,}")
    words = [word.strip() for word in text.split(",") if word.strip()]
    if len(words) > LISTED.high:
        raise ConfigError(f"{setting} may have at most {LISTED.high:g} values in a grid, got {len(words)}")
    read = [_read(setting, word) for word in words]
    if setting == "batch_size":  # all points at once, and more than there are, are the same run
        read = [None if value is not None and value >= config.n_train else value for value in read]
    values = tuple(dict.fromkeys(read))
    for value in values:
        if setting in _LAYERS:
            _LAYERS[setting].check_count(setting, value)
        vary(config, setting, value)
    return values


def _read(setting: str, word: str) -> Any:
    if setting in _NAMES:
        return next((name for name in _NAMES[setting] if name.lower() == word.lower()), word)
    if setting == "batch_size" and word.lower() == FULL:
        return None
    number = whole(word) if setting in _COUNTS else decimal(word)
    if number is None:
        kind = "whole numbers" if setting in _COUNTS else "numbers"
        raise ConfigError(f"{setting} values must be {kind} with commas between, got {quoted(word)}")
    return number
