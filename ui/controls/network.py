"""The settings of the network and its training."""

import math
from typing import Any, Final

import streamlit as st
import torch

from core.activations import ACTIVATIONS
from core.config import (
    BATCH_SIZE,
    CHANGES_TEXT,
    DROPOUT,
    EPOCHS,
    HIDDEN_LAYERS,
    INIT_SCALE,
    LR,
    MOMENTUM,
    NEURONS,
    PATIENCE,
    REGULARIZATION_RATE,
    SEED,
    SEED_TEXT,
    TARGET_LOSS,
    UPDATES,
    WEIGHT_DECAY,
)
from core.config.changes import EXAMPLE
from core.datasets import STREAMED
from core.errors import ConfigError
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.ranges import Range
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES
from ui.controls.data import usual_hidden
from ui.controls.defaults import AUTO, BATCH_SIZES, DEFAULTS, FULL, LRS, SAME, WIDTH
from ui.controls.widgets import choice, count, number, slide, switch, typed
from ui.state import linked
from ui.wording import span, written

_HIDDEN_TEXT: Final = Range(0, 40)  # characters
_DATA_SEED_TEXT: Final = Range(0, 11)  # characters


def parse_hidden(text: str) -> tuple[int, ...]:
    """Read layer sizes such as "8, 8"; nothing means no hidden layer.

    Raises:
        ConfigError: a part that is no whole number.
    """
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if bad := next((part for part in parts if not (part.isascii() and part.isdigit() and len(part) < 6)), None):
        raise ConfigError(
            f"Hidden layers must be up to {HIDDEN_LAYERS.high:g} layer sizes from {span(NEURONS)}, such as 8, 8;"
            f" got {bad!r}"
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
        raise ConfigError(f"Batch size must be {FULL!r} or a whole number from {span(BATCH_SIZE)}, got {text!r}")
    return int(text)


def parse_lr(text: str) -> float:
    """Read the learning rate.

    Raises:
        ConfigError: no number within its limits.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if value not in LR:
        raise ConfigError(f"Learning rate must be a number from {span(LR)}, got {text!r}")
    return value


def parse_data_seed(text: str) -> int | None:
    """Read the seed of the data; nothing means the seed of all else.

    Raises:
        ConfigError: no such number.
    """
    if text.strip() in {"", SAME}:
        return None
    if not (text.strip().isascii() and text.strip().isdigit() and len(text) < 12 and int(text) in SEED):
        raise ConfigError(f"Data seed must be {SAME!r} or a whole number from {span(SEED)}, got {text!r}")
    return int(text)


def parsed(settings: dict[str, Any]) -> dict[str, Any]:
    """Read the settings that are typed as text, once every widget stands.

    Raises:
        ConfigError: a text that cannot be read.
    """
    readers = {"hidden": parse_hidden, "lr": parse_lr, "batch_size": parse_batch_size,
               "data_seed": parse_data_seed}  # fmt: skip
    return settings | {name: readers[name](settings[name]) for name in readers.keys() & settings.keys()}


def network_controls(dataset: str = DEFAULTS.dataset) -> dict[str, Any]:
    """Offer the settings of the network that are touched most; texts are read by `parsed`.

    Args:
        dataset: the data set chosen, which may come with hidden layers of its own.
    """
    return {
        "hidden": st.text_input(
            "Hidden layers", usual_hidden(dataset), width=108,
            help="Neurons of each hidden layer, such as 8, 8. Empty: no hidden layer.",
            **linked("hidden", text=_HIDDEN_TEXT, label="Hidden layers"),
        ),
        "activation": typed(
            "Activation", tuple(ACTIVATIONS), DEFAULTS.activation, "activation", width=108,
            help="After each hidden layer: choose one, or type one for each of them, such as ReLU, Tanh.",
        ),
        "lr": typed(
            "Learning rate", LRS, written(DEFAULTS.lr), "lr", width=118,
            help=f"How far a step goes: choose one or type a number from {span(LR)}.",
        ),
    }  # fmt: skip


def training_controls() -> dict[str, Any]:
    """Offer how the network is trained; the batch size is read by `parsed`."""
    optimizer = choice("Optimizer", OPTIMIZERS, DEFAULTS.optimizer, "optimizer", width=WIDTH)
    found: dict[str, Any] = {
        "optimizer": optimizer,
        "epochs": count("Epochs", EPOCHS, DEFAULTS.epochs, "epochs", step=50, width=WIDTH),
        "batch_size": typed(
            "Batch size", BATCH_SIZES, str(DEFAULTS.batch_size), "batch_size", width=WIDTH,
            help="Points per step: choose one or type a number; full is all of them in one step.",
        ),
        "seed": count(
            "Seed", SEED, DEFAULTS.seed, "seed", width=WIDTH,
            help="Of weights, order and dropout; of the data too, as long as it has no seed of its own.",
        ),
        "data_seed": st.text_input(
            "Data seed", "", width=WIDTH, placeholder=SAME,
            help="With a number of its own the data stays while Seed draws new weights, and the other way round.",
            **linked("data_seed", text=_DATA_SEED_TEXT, label="Data seed"),
        ),
        "momentum": slide(
            "Momentum", MOMENTUM, DEFAULTS.momentum, "momentum", width=WIDTH, **_of_use_to(optimizer, "momentum")
        ),
        "weight_decay": number(
            "Weight decay", WEIGHT_DECAY, 0.0, "weight_decay", step=0.001, width=WIDTH,
            **_of_use_to(optimizer, "weight_decay"),
        ),
    } | _course_controls()  # fmt: skip
    found["update"] = choice("After backward()", UPDATES, UPDATES[0], "update", width=WIDTH)
    with st.container(width=2 * WIDTH + 15, gap="xsmall"):
        found["zero_grad"] = switch("zero_grad() before backward()", True, "zero_grad")
        found["shuffle"] = switch("Shuffle every epoch", True, "shuffle")
    found["changes"] = _changes_control()
    return found


def _changes_control() -> str:
    """Offer to type what changes on the way; the core reads it."""
    text: str = st.text_input(
        "Changes on the way", "", width=3 * WIDTH + 30, placeholder=EXAMPLE,
        help="What changes after which epoch: lr, batch_size, regularization_rate, noise or dropout, or one weight or"
        " bias by its name and place. 0 is before training. A semicolon stands between two changes.",
        **linked("changes", text=CHANGES_TEXT, label="Changes on the way"),
    )  # fmt: skip
    return text


def _course_controls() -> dict[str, Any]:
    """Offer how the learning rate goes on, and what ends the run early."""
    return {
        "schedule": choice(
            "Schedule", SCHEDULES, DEFAULTS.schedule, "schedule", width=WIDTH,
            help="The learning rate on its way from the first epoch to the last. "
            + " ".join(f"**{name}**: {_small(schedule.idea)}" for name, schedule in SCHEDULES.items()),
        ),
        "target_loss": number(
            "Target loss", TARGET_LOSS, 0.0, "target_loss", step=0.01, width=WIDTH,
            help="Training ends when the train loss is this or less. 0: it does not",
        ),
        "patience": count(
            "Patience", PATIENCE, 0, "patience", width=WIDTH,
            help="Training ends after so many epochs without a lower test loss. 0: it does not",
        ),
    }  # fmt: skip


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _of_use_to(optimizer: str, name: str) -> dict[str, Any]:
    """Return what makes a widget dead, and says why, where the optimizer does not take its setting."""
    takers = [other for other, spec in OPTIMIZERS.items() if name in spec.takes]
    return _only(optimizer in takers, f"{optimizer} has none; {' and '.join(takers)} have")


def _only(useful: bool, why: str) -> dict[str, Any]:
    return {} if useful else {"disabled": True, "help": why}


def rare_controls(task: str, classes: int, dataset: str = DEFAULTS.dataset) -> dict[str, Any]:
    """Offer the settings that are touched rarely."""
    fitting = [name for name, loss in LOSSES.items() if loss.accepts(task, classes)]
    loss = choice("Loss", (AUTO, *fitting), AUTO, "loss", varying=True, width=WIDTH)
    init = choice("Initial weights", INITIALISATIONS, DEFAULTS.init, "init", width=WIDTH)
    found: dict[str, Any] = {
        "loss": "" if loss == AUTO else loss,
        "init": init,
        "init_scale": number(
            "Scale of normal", INIT_SCALE, 1.0, "init_scale", step=0.1, width=WIDTH,
            **_only(init == "normal", "Only initial weights of the kind normal have a scale"),
        ),
    } | _penalty_controls()  # fmt: skip
    found["dropout"] = slide("Dropout", DROPOUT, 0.0, "dropout", width=WIDTH)
    found["dtype"] = choice("Dtype", ("float32", "float64"), "float32", "dtype", width=WIDTH)
    if dataset in STREAMED:
        found["playground_seed"] = st.text_input(
            "Playground seed", "", width=WIDTH,
            help="A seed of TensorFlow Playground: its own random numbers draw the points and, with uniform ±0.5, the"
            " weights. Empty: PyTorch's.", **linked("playground_seed", text=SEED_TEXT, label="Playground seed"),
        )  # fmt: skip
    if torch.cuda.is_available():
        found["device"] = choice("Device", ("cpu", "cuda"), "cpu", "device", width=WIDTH)
    return found


def _penalty_controls() -> dict[str, Any]:
    kind = choice("Regularization", REGULARIZATIONS, "none", "regularization", width=WIDTH)
    rate = number(
        "Its rate", REGULARIZATION_RATE, 0.0, "regularization_rate", step=0.001, width=WIDTH,
        **_only(kind != "none", "Without a regularization it has no rate"),
    )  # fmt: skip
    return {"regularization": kind, "regularization_rate": rate}
