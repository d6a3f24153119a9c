"""The settings that are typed as text: each is read, or refused in a sentence."""

from typing import Any, Final

from core.config import BATCH_SIZE, HIDDEN_LAYERS, LR, NEURONS, SEED
from core.decimals import decimal
from core.errors import ConfigError
from core.quoting import quoted
from core.ranges import Range
from ui.controls.defaults import FULL, SAME
from ui.wording import span

HIDDEN_TEXT: Final = Range(0, 100)  # characters


def parse_hidden(text: str) -> tuple[int, ...]:
    """Read layer sizes such as "8, 8"; nothing means no hidden layer.

    Raises:
        ConfigError: a part that is no whole number, or too long a text.
    """
    if len(text) not in HIDDEN_TEXT:
        raise ConfigError(f"Hidden layers must have at most {HIDDEN_TEXT.high:g} characters, got {len(text):,}")
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if bad := next((part for part in parts if not (part.isascii() and part.isdigit() and len(part) < 6)), None):
        raise ConfigError(
            f"Hidden layers must be up to {HIDDEN_LAYERS.high:g} layer sizes from {span(NEURONS)}, such as 8, 8;"
            f" got {quoted(bad)}"
        )
    return tuple(int(part) for part in parts)


def parse_batch_size(text: str) -> int | None:
    """Read points per step; "full" or nothing is the full batch.

    Raises:
        ConfigError: neither.
    """
    if text.strip() in {"", FULL}:
        return None
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 6):
        raise ConfigError(f"Batch size must be {FULL!r} or a whole number from {span(BATCH_SIZE)}, got {quoted(text)}")
    return int(text)


def parse_lr(text: str) -> float:
    """Read the learning rate.

    Raises:
        ConfigError: no number within its limits.
    """
    value = decimal(text)
    if value is None or value not in LR:
        raise ConfigError(f"Learning rate must be a number from {span(LR)}, got {quoted(text)}")
    return value


def parse_data_seed(text: str) -> int | None:
    """Read the seed of the data; nothing means the seed of all else.

    Raises:
        ConfigError: no such number.
    """
    if text.strip() in {"", SAME}:
        return None
    if not (text.strip().isascii() and text.strip().isdigit() and len(text) < 12 and int(text) in SEED):
        raise ConfigError(f"Data seed must be {SAME!r} or a whole number from {span(SEED)}, got {quoted(text)}")
    return int(text)


def parsed(settings: dict[str, Any]) -> dict[str, Any]:
    """Read the settings that are typed as text, once every widget stands.

    Raises:
        ConfigError: a text that cannot be read.
    """
    readers = {"hidden": parse_hidden, "lr": parse_lr, "batch_size": parse_batch_size,
               "data_seed": parse_data_seed}  # fmt: skip
    return settings | {name: readers[name](settings[name]) for name in readers.keys() & settings.keys()}
