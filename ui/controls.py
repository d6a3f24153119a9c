"""Groups of widgets; each returns one core type. The limits are the core's own."""

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
    TRAIN_SHARE,
    TRUE_BIAS,
    TRUE_WEIGHT,
    UPDATES,
    WEIGHT_DECAY,
    TrainConfig,
)
from core.datasets import DATASETS, n_classes
from core.errors import ConfigError
from core.features import features_for
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.ranges import Range
from core.regularization import REGULARIZATIONS
from core.tables import MISSING, Table
from ui.state import assign, linked

DEFAULTS: Final = TrainConfig(dataset="spiral", hidden=(16, 16), activation="Tanh", lr=0.1, batch_size=25, epochs=400)
AUTO: Final = "fits the data"
FULL: Final = "full"
RARE: Final = 136
BATCH_SIZES: Final = (FULL, "1", "5", "10", "25", "50", "100")


def choice(label: str, names: Any, default: str, key: str, **more: Any) -> str:
    """Offer the names of a registry; the name is also what the link holds."""
    options = list(names)
    chosen: str = st.selectbox(label, options, options.index(default), **more, **linked(key))
    return chosen


def count(label: str, limits: Range, default: int | None, key: str, **more: Any) -> Any:
    """Ask for a whole number within limits."""
    return st.number_input(label, int(limits.low), int(limits.high), default, **more, **linked(key))


def number(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number within limits, of any size."""
    chosen: float = st.number_input(
        label, limits.low * 1.0, limits.high * 1.0, default, format="%g", **more, **linked(key)
    )
    return chosen


def slide(label: str, limits: Range, default: float, key: str, **more: Any) -> float:
    """Ask for a number by dragging."""
    chosen: float = st.slider(label, limits.low * 1.0, limits.high * 1.0, default, **more, **linked(key))
    return chosen


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


def _new_dataset() -> None:
    """Bring the settings that belong to the data set chosen; the network and its training stay."""
    chosen = DATASETS[st.session_state["dataset"]]
    own: dict[str, Any] = {"train_share": chosen.train_share, "loss": AUTO}
    if chosen.kind != "table":
        own |= {"n_samples": chosen.n_samples, "noise": chosen.noise, "features": list(chosen.columns)}
    assign(own)


def dataset_control() -> str:
    """Offer the data sets."""
    return choice("Data set", DATASETS, DEFAULTS.dataset, "dataset", on_change=_new_dataset, width=150)


def data_controls(name: str, table: Table | None) -> dict[str, Any]:
    """Offer the settings of the data, as keyword arguments of `TrainConfig`."""
    dataset = DATASETS[name]
    found: dict[str, Any] = {"dataset": name, "table": table}
    if table is not None:
        found |= table_controls(table)
    elif dataset.kind == "table":
        found["features"] = columns_control(dataset.columns, dataset.columns)
    else:
        found["n_samples"] = count("Points", dataset.n_samples_range, dataset.n_samples, "n_samples", width=95)
        # No slider: with another range it is another widget, which takes the noise of the data set left from the link.
        found["noise"] = number(
            "Noise", dataset.noise_range, dataset.noise, "noise", step=dataset.noise_range.high / 50, width=95,
            help=_capital(dataset.noise_means),
        )  # fmt: skip
        found["features"] = columns_control(features_for(len(dataset.columns)), dataset.columns)
    found["train_share"] = slide("Train share", TRAIN_SHARE, dataset.train_share, "train_share", width=120)
    if "true_weight" in dataset.extra:
        found["true_weight"] = number("True weight", TRUE_WEIGHT, 0.7, "true_weight", step=0.1, width=110)
        found["true_bias"] = number("True bias", TRUE_BIAS, 0.3, "true_bias", step=0.1, width=110)
    return found


def columns_control(options: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """Offer what the network is fed."""
    if len(default) <= 2:
        return tuple(st.multiselect("Features", options, default, width=250, placeholder="all", **linked("features")))
    label, hint = f"Features ({len(default)} columns)", f"all {len(default)}"
    return tuple(st.multiselect(label, options, [], width=250, placeholder=hint, **linked("features")))


def table_controls(table: Table) -> dict[str, Any]:
    """Offer what to do with the learner's own table."""
    names = [column.name for column in table.columns]
    target = st.selectbox(
        "Target", names, names.index(table.suggested_target), width=150,
        **linked("target", names.__contains__, table.suggested_target),
    )  # fmt: skip
    task = choice("Task", (AUTO, "classification", "regression"), AUTO, "task", width=140)
    usable = table.usable_features(target)
    chosen = st.multiselect(
        "Features", usable, width=250, placeholder="all that are of use",
        **linked("features", set(usable).issuperset, []),
    )  # fmt: skip
    missing = choice("Missing values", (AUTO, *MISSING), AUTO, "missing", width=170)
    return {
        "target": target,
        "task": "" if task == AUTO else task,
        "features": tuple(chosen),
        "missing": "" if missing == AUTO else missing,
    }


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


def network_controls() -> dict[str, Any]:
    """Offer the settings of the network and its training that are touched most; texts are read by `parsed`."""
    return {
        "hidden": st.text_input(
            "Hidden layers", ", ".join(map(str, DEFAULTS.hidden)), width=115, max_chars=40,
            help="Neurons of each hidden layer, such as 8, 8. Empty: no hidden layer.", **linked("hidden"),
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


def rare_controls(task: str, classes: int) -> dict[str, Any]:
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
    found["shuffle"] = st.toggle("Shuffle every epoch", True, **linked("shuffle"))
    found["zero_grad"] = st.toggle("zero_grad() before backward()", True, **linked("zero_grad"))
    if torch.cuda.is_available():
        found["device"] = choice("Device", ("cpu", "cuda"), "cpu", "device", width=RARE)
    return found


def classes_of(settings: dict[str, Any]) -> tuple[str, int]:
    """Return the task and the number of classes of the data chosen."""
    config = TrainConfig(**settings, hidden=(1,), epochs=1)  # the smallest run: its size is never refused
    return config.task, n_classes(config)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
