"""The lines that train many runs at once and print what the page shows."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from core.config import TrainConfig


def fan_script(config: TrainConfig, n_seeds: int) -> str:
    """Return code that trains a fan of seeds and prints each one's test loss."""
    return _script(
        config, "fan", f"fan(config, {n_seeds})", "print(outcome.config.seed, outcome.last.test_loss, outcome.stop)"
    )


def grid_script(
    config: TrainConfig, setting_a: str, values_a: Sequence[Any], setting_b: str, values_b: Sequence[Any]
) -> str:
    """Return code that trains a grid, row by row, and prints each cell's test loss."""
    call = f"grid(config, {setting_a!r}, {tuple(values_a)!r},\n               {setting_b!r}, {tuple(values_b)!r})"
    return _script(config, "grid", call, "print(outcome.last.test_loss, outcome.stop)")


def _script(config: TrainConfig, plan: str, call: str, line: str) -> str:
    return (
        "from core.config import TrainConfig\n"
        f"from core.ensembles import {plan}, groups, train_many\n\n"
        f"config = {_spelled(config)}\n"
        f"configs = {call}\n"
        'print(len(configs), "networks in", len(groups(configs)), "parts")\n'
        "for outcome in train_many(configs).outcomes:\n"
        f"    {line}\n"
    )


def _spelled(config: TrainConfig) -> str:
    """Write a config of drawn points or of a table that comes with the playground, leaving out what is usual."""
    usual = TrainConfig(dataset=config.dataset)
    told = {field.name: getattr(config, field.name) for field in fields(config)}
    given = [f"{name}={value!r}" for name, value in told.items() if value != getattr(usual, name)]
    inside = ",\n    ".join([f"dataset={config.dataset!r}", *given])
    return f"TrainConfig(\n    {inside},\n)"
