"""The settings of the network and its training."""

from typing import Any, Final

import streamlit as st
import torch

from core.activations import ACTIVATIONS
from core.config import (
    BATCH_SIZE,
    DROPOUT,
    EPOCHS,
    HIDDEN_LAYERS,
    INIT_SCALE,
    LR,
    MOMENTUM,
    NEURONS,
    REGULARIZATION_RATE,
    SEED,
    SEED_TEXT,
    UPDATES,
    WEIGHT_DECAY,
)
from core.datasets import STREAMED
from core.errors import ConfigError
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from ui.controls.data import usual_hidden
from ui.controls.defaults import AUTO, BATCH_SIZES, DEFAULTS, FULL
from ui.controls.widgets import choice, count, number, slide
from ui.state import linked

RARE: Final = 136


def parse_hidden(text: str) -> tuple[int, ...]:
    """Read layer sizes such as "8, 8"; nothing means no hidden layer.

    Raises:
        ConfigError: a part that is no whole number.
    """
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if bad := next((part for part in parts if not (part.isascii() and part.isdigit() and len(part) < 6)), None):
        raise ConfigError(
            f"hidden wants up to {HIDDEN_LAYERS.high:g} layer sizes from {NEURONS.low:g} to {NEURONS.high:g},"
            f" such as 8, 8; got {bad!r}"
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
        raise ConfigError(
            f"batch_size must be {FULL!r} or a whole number in [{BATCH_SIZE.low:g}, {BATCH_SIZE.high:g}], got {text!r}"
        )
    return int(text)


def network_controls(dataset: str = DEFAULTS.dataset) -> dict[str, Any]:
    """Offer the settings of the network and its training that are touched most; texts are read by `parsed`.

    Args:
        dataset: the data set chosen, which may come with hidden layers of its own.
    """
    return {
        "hidden": st.text_input(
            "Hidden layers", usual_hidden(dataset), width=115, max_chars=40,
            help="Neurons of each hidden layer, such as 8, 8. Empty: no hidden layer.", **linked("hidden", text=True),
        ),
        "activation": choice("Activation", ACTIVATIONS, DEFAULTS.activation, "activation", width=120),
        "optimizer": choice("Optimizer", OPTIMIZERS, DEFAULTS.optimizer, "optimizer", width=120),
        "lr": number("Learning rate", LR, DEFAULTS.lr, "lr", step=0.01, width=130),
        "batch_size": st.selectbox(
            "Batch size", BATCH_SIZES, BATCH_SIZES.index(str(DEFAULTS.batch_size)), width=110, accept_new_options=True,
            help="Points per step: choose one or type a number; full is all of them in one step.",
            **linked("batch_size"),
        ),
        "epochs": count("Epochs", EPOCHS, DEFAULTS.epochs, "epochs", step=50, width=110),
        "seed": count("Seed", SEED, DEFAULTS.seed, "seed", width=100),
    }  # fmt: skip


def parsed(settings: dict[str, Any]) -> dict[str, Any]:
    """Read the settings that are typed as text, once every widget stands.

    Raises:
        ConfigError: a text that cannot be read.
    """
    return settings | {
        "hidden": parse_hidden(settings["hidden"]),
        "batch_size": parse_batch_size(settings["batch_size"]),
    }


def rare_controls(task: str, classes: int, dataset: str = DEFAULTS.dataset) -> dict[str, Any]:
    """Offer the settings that are touched rarely."""
    fitting = [name for name, loss in LOSSES.items() if loss.accepts(task, classes)]
    valid = {AUTO, *fitting}.__contains__
    loss = st.selectbox("Loss", [AUTO, *fitting], width=RARE, **linked("loss", valid, AUTO))
    found: dict[str, Any] = {
        "loss": "" if loss == AUTO else loss,
        "init": choice("Initial weights", INITIALISATIONS, DEFAULTS.init, "init", width=RARE),
        "init_scale": number("Scale of normal", INIT_SCALE, 1.0, "init_scale", step=0.1, width=RARE),
        "momentum": slide("Momentum", MOMENTUM, DEFAULTS.momentum, "momentum", width=RARE),
        "weight_decay": number("Weight decay", WEIGHT_DECAY, 0.0, "weight_decay", step=0.001, width=RARE),
        "regularization": choice("Regularization", REGULARIZATIONS, "none", "regularization", width=RARE),
        "regularization_rate": number(
            "Its rate", REGULARIZATION_RATE, 0.0, "regularization_rate", step=0.001, width=RARE
        ),
        "dropout": slide("Dropout", DROPOUT, 0.0, "dropout", width=RARE),
        "dtype": choice("Dtype", ("float32", "float64"), "float32", "dtype", width=RARE),
        "update": choice("After backward()", UPDATES, UPDATES[0], "update", width=RARE),
    }
    if dataset in STREAMED:
        found["playground_seed"] = st.text_input(
            "Playground seed", "", max_chars=int(SEED_TEXT.high), width=RARE,
            help="A seed of TensorFlow Playground: its own random numbers draw the points and, with uniform ±0.5, the"
            " weights. Empty: PyTorch's.", **linked("playground_seed", text=True),
        )  # fmt: skip
    found["shuffle"] = st.toggle("Shuffle every epoch", True, **linked("shuffle"))
    found["zero_grad"] = st.toggle("zero_grad() before backward()", True, **linked("zero_grad"))
    if torch.cuda.is_available():
        found["device"] = choice("Device", ("cpu", "cuda"), "cpu", "device", width=RARE)
    return found
