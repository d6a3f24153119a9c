"""The runs to put side by side: the right one, and the one in which something is forgotten."""

import difflib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from core.config import TrainConfig
from core.regularization import REGULARIZATIONS
from core.script import training_script

EVAL: Final = "eval()"
OPTIMIZER: Final = "the optimizer"
_STEP: Final = "optimizer.step()"

# What is forgotten: the setting, its right value (None: as the run has it), its value when forgotten.
_SETTINGS: Final[Mapping[str, tuple[str, Any, Any]]] = {
    "zero_grad()": ("zero_grad", True, False),
    _STEP: ("update", _STEP, "none"),
    "the activation": ("activation", None, "Identity"),
    "shuffling": ("shuffle", True, False),
}
_IN_PLACE: Final = "Tanh"  # where the run itself has forgotten the activation
FORGOTTEN: Final = (*_SETTINGS, EVAL, OPTIMIZER)


def sides(config: TrainConfig, forgotten: str) -> dict[str, TrainConfig]:
    """Return the runs to compare by what they are called, the right one first.

    Args:
        config: the run's settings.
        forgotten: one of `FORGOTTEN`.

    Returns:
        Two runs that differ in one setting; three for the optimizer, of which the first two are plain SGD; for eval()
        the run alone, for it is not training that differs.
    """
    if forgotten == EVAL:
        return {"this run": config}
    if forgotten == OPTIMIZER:
        plain = replace(_unpruned(config), optimizer="SGD", weight_decay=0.0, schedule="constant")
        updates = {"torch.optim.SGD": _STEP, "by hand": "by hand", "no update": "none"}
        return {name: replace(plain, update=update) for name, update in updates.items()}
    setting, right, wrong = _SETTINGS[forgotten]
    if right is None:
        right = _IN_PLACE if {*config.hidden_activations} == {wrong} else config.activation
    base = _unpruned(config) if setting == "update" else config
    values: dict[str, dict[str, Any]] = {
        f"with {forgotten}": {setting: right},
        f"without {forgotten}": {setting: wrong},
    }
    return {name: replace(base, **value) for name, value in values.items()}


def _unpruned(config: TrainConfig) -> TrainConfig:
    """Leave out a penalty that is part of the optimizer's step."""
    return replace(config, regularization="none") if REGULARIZATIONS[config.regularization].prunes else config


def in_vain(config: TrainConfig, forgotten: str) -> str:
    """Return the setting for which there is nothing to forget; empty where there is something."""
    if forgotten == "the activation" and not config.hidden:
        return "hidden"
    if forgotten == "shuffling" and config.steps_per_epoch == 1:
        return "batch_size"
    if forgotten == EVAL and not config.hidden:
        return "hidden"
    return "dropout" if forgotten == EVAL and not config.dropout else ""


def differing_lines(right: TrainConfig, wrong: TrainConfig) -> str:
    """Write how the scripts of two runs differ, as a diff with the lines around it."""
    before, after = (training_script(config).splitlines() for config in (right, wrong))
    lines = [*difflib.unified_diff(before, after, n=2, lineterm="")][3:]
    return "\n".join("..." if line.startswith("@@") else line for line in lines if line not in {"+", "-"})
