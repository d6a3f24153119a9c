"""A config as plain values, for a checkpoint, and back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from core.config.train import TrainConfig
from core.errors import ConfigError
from core.quoting import quoted
from core.tables import Table


def to_dict(config: TrainConfig) -> dict[str, Any]:
    """Write a config as plain values; of a learner's own table only the digest is kept."""
    values = {field.name: getattr(config, field.name) for field in fields(config)}
    values["features"], values["hidden"] = list(config.features), list(config.hidden)
    values["table"] = config.table.digest if config.table else None
    return values


def from_dict(values: Mapping[str, Any], table: Table | None = None) -> TrainConfig:
    """Read a config from plain values.

    Args:
        values: as `to_dict` writes them.
        table: the learner's table, where the config was made with one.

    Raises:
        ConfigError: an unknown setting, a value out of range, or the wrong table.
    """
    known = {field.name for field in fields(TrainConfig)}
    if not isinstance(values, Mapping):
        raise ConfigError(f"settings must be given by name, got {quoted(values)}")
    unknown = next((name for name in values if name not in known), None)
    if unknown is not None:
        raise ConfigError(f"unknown setting {quoted(unknown)}")
    digest = values.get("table")
    if digest is not None and not isinstance(digest, str):
        raise ConfigError(f"table must be the digest of a CSV file, got {quoted(digest)}")
    if digest and (table is None or table.digest != digest):
        raise ConfigError("this run was trained on a CSV file of its author: upload the same file first")
    settings = dict(values) | {"table": table if digest else None}
    for name in ("features", "hidden"):
        if name in settings and not isinstance(settings[name], list | tuple):
            raise ConfigError(f"{name} must be a list, got {quoted(settings[name])}")
        if name in settings:
            settings[name] = tuple(settings[name])
    return TrainConfig(**settings)
