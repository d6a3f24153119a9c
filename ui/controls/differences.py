"""One run told from another by the settings that differ: "lr=0.3; optimizer=Adam", for a link and for typing."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, Final
from urllib.parse import quote, unquote

from core.config import TrainConfig
from core.datasets import DATASETS
from core.decimals import decimal
from core.errors import ConfigError
from core.quoting import quoted
from core.ranges import check_name
from ui.controls.defaults import FULL, SAME
from ui.controls.reading import parse_batch_size, parse_data_seed, parse_hidden, parse_lr
from ui.wording import label, written

LENGTH: Final = 4_000  # characters
_PLAIN: Final = frozenset(" !$()*+,-./:<=>?@[]^_{|}~'#&")  # signs that need no code in a text with others that do
_OF_THE_DATA: Final[Mapping[str, Any]] = {
    "n_samples": None, "noise": None, "train_share": None, "features": (), "target": "", "task": "", "missing": "",
    "loss": "", "table": None,
}  # fmt: skip
"""What another data set brings by itself."""


def differing(a: TrainConfig, b: TrainConfig) -> tuple[str, ...]:
    """Name the settings in which two runs differ."""
    return tuple(field.name for field in fields(TrainConfig) if getattr(a, field.name) != getattr(b, field.name))


def shown(config: TrainConfig, name: str) -> str:
    """Write the value of a setting as its control shows it."""
    value = getattr(config, name)
    if value is None and name in _NONE:
        return _NONE[name]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return written(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def write_differences(base: TrainConfig, other: TrainConfig) -> str:
    """Write what makes `other` of `base`; `read_differences` reads it. Equal runs give nothing.

    Raises:
        ConfigError: the other run has a table of the learner's own that `base` does not have.
    """
    if other.table is not None and other.table != base.table:
        raise ConfigError("that run learned from a file of yours: open the file first")
    written_out = [] if base.dataset == other.dataset else ["dataset"]
    if written_out:
        base = replace(base, dataset=other.dataset, **_OF_THE_DATA)
    names = [*written_out, *(name for name in differing(base, other) if name in _READERS)]
    return "; ".join(f"{name}={_escaped(other, name)}" for name in names)


def read_differences(base: TrainConfig, text: str) -> TrainConfig:
    """Return the run that `base` becomes with the settings written in a text such as "lr=0.3; optimizer=Adam".

    Raises:
        ConfigError: one sentence with what cannot be read, or what the settings refuse.
    """
    if len(text) > LENGTH:
        raise ConfigError(f"what differs must be written in at most {LENGTH:,} characters, got {len(text):,}")
    changes = dict(_change(part) for part in text.split(";") if part.strip())
    if changes.get("dataset", base.dataset) != base.dataset:
        check_name("dataset", changes["dataset"], [name for name in DATASETS if name != "your CSV"])
        changes = {**_OF_THE_DATA, **changes}
    return replace(base, **changes)


def _change(part: str) -> tuple[str, Any]:
    asked, equals, value = part.partition("=")
    names = {name: name for name in _READERS} | {label(name).casefold(): name for name in _READERS}
    name = names.get(asked.strip().casefold())
    if not equals:
        raise ConfigError(f"what differs is written like lr=0.3; optimizer=Adam, got {quoted(part.strip())}")
    if name is None:
        raise ConfigError(
            f"there is no setting called {quoted(asked.strip())}; lr, optimizer, hidden and seed are some"
        )
    return name, _READERS[name](name, value.strip())


def _text(_: str, text: str) -> str:
    return unquote(text)


def _number(name: str, text: str) -> float:
    value = decimal(text)
    if value is None:
        raise ConfigError(f"{name} must be a number, got {quoted(text)}")
    return value


def _count(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        raise ConfigError(f"{name} must be a whole number, got {quoted(text)}")
    return int(text)


def _yes(name: str, text: str) -> bool:
    check_name(name, text.lower(), ("true", "false"))
    return text.lower() == "true"


def _names(_: str, text: str) -> tuple[str, ...]:
    return tuple(unquote(name.strip()) for name in text.split(",") if name.strip())


def _by(read: Callable[[str], Any]) -> Callable[[str, str], Any]:
    return lambda _, text: read(text)


_BY_TYPE: Final[Mapping[Any, Callable[[str, str], Any]]] = {
    str: _text, bool: _yes, int: _count, float: _number, int | None: _count, float | None: _number,
    tuple[str, ...]: _names,
}  # fmt: skip
_NONE: Final = {"batch_size": FULL, "data_seed": SAME}
_OWN: Final = {
    "hidden": _by(parse_hidden), "lr": _by(parse_lr), "batch_size": _by(parse_batch_size),
    "data_seed": _by(parse_data_seed),
}  # fmt: skip
_READERS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    field.name: _OWN.get(field.name) or _BY_TYPE[field.type]
    for field in fields(TrainConfig)
    if field.name not in {"table", "device"}
}
"""How each setting is read; a file does not travel, and the device makes no other run."""


def _escaped(config: TrainConfig, name: str) -> str:
    if name == "features":
        return ", ".join(_safe(feature, "%;,") for feature in config.features)
    return _safe(shown(config, name), "%;") if _READERS[name] is _text else shown(config, name)


def _safe(text: str, meaning: str) -> str:
    """Leave the letters as they are, but for those with a meaning here; spaces around a text would be lost."""
    plain = set(text) - set(meaning) - (set(text) if text != text.strip() else set())
    return quote(text, safe="".join(plain & _PLAIN)) if set(text) != plain else text
