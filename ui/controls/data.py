"""The settings of the data."""

from typing import Any, Final

import streamlit as st

from core.config import (
    TRAIN_SHARE,
    TRUE_BIAS,
    TRUE_WEIGHT,
    TrainConfig,
)
from core.datasets import DATASETS, n_classes
from core.features import features_for
from core.tables import MISSING, Table
from ui.controls.defaults import AUTO, DEFAULTS, WIDTH
from ui.controls.widgets import choice, count, number, several, slide
from ui.state import assign, recall, remember

_SHOWN: Final = "dataset_shown"
_FEATURES: Final = 2 * WIDTH + 15  # pixels


def usual_hidden(name: str) -> str:
    """Return the hidden layers that a data set comes with, as they are typed."""
    own = DATASETS[name].hidden
    return ", ".join(map(str, DEFAULTS.hidden if own is None else own))


def _new_dataset() -> None:
    """Bring the settings that belong to the data set chosen; the network and its training stay.

    Hidden layers that came with the data set left go with it; those that the learner chose stay too.
    """
    name = st.session_state["dataset"]
    chosen = DATASETS[name]
    own: dict[str, Any] = {"train_share": chosen.train_share, "loss": AUTO}
    if st.session_state.get("hidden") == usual_hidden(recall(_SHOWN, DEFAULTS.dataset)):
        own["hidden"] = usual_hidden(name)
    if chosen.kind != "table":
        own |= {"n_samples": chosen.n_samples, "noise": chosen.noise, "features": list(chosen.columns)}
    assign(own)


def dataset_control() -> str:
    """Offer the data sets."""
    name = choice("Data set", DATASETS, DEFAULTS.dataset, "dataset", on_change=_new_dataset, width=140)
    remember(_SHOWN, name)
    return name


def target_control(table: Table) -> str:
    """Offer the columns of the learner's own table as what is to be predicted."""
    names = [column.name for column in table.columns]
    return choice("Target", names, table.suggested_target, "target", varying=True, width=150)


def data_controls(name: str, table: Table | None, target: str = "") -> dict[str, Any]:
    """Offer the settings of the data, as keyword arguments of `TrainConfig`.

    Args:
        name: the data set chosen.
        table: the learner's own table, if that is the data set.
        target: the column of it that is predicted.
    """
    dataset = DATASETS[name]
    found: dict[str, Any] = {"dataset": name, "table": table}
    if table is not None:
        found |= _table_controls(table, target)
    elif dataset.kind == "table":
        found["features"] = _columns_control(dataset.columns, dataset.columns)
    else:
        found["features"] = _columns_control(features_for(len(dataset.columns)), dataset.columns)
        found["n_samples"] = count("Points", dataset.n_samples_range, dataset.n_samples, "n_samples", width=WIDTH)
        # No slider: with another range it is another widget, which takes the noise of the data set left from the link.
        found["noise"] = number(
            "Noise", dataset.noise_range, dataset.noise, "noise", step=dataset.noise_range.high / 50, width=WIDTH,
            help=_capital(dataset.noise_means),
        )  # fmt: skip
    found["train_share"] = slide("Train share", TRAIN_SHARE, dataset.train_share, "train_share", width=WIDTH)
    if "true_weight" in dataset.extra:
        found["true_weight"] = number("True weight", TRUE_WEIGHT, 0.7, "true_weight", step=0.1, width=WIDTH)
        found["true_bias"] = number("True bias", TRUE_BIAS, 0.3, "true_bias", step=0.1, width=WIDTH)
    return found


def _columns_control(options: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """Offer what the network is fed."""
    if len(default) <= 2:
        return several("Features", options, default, "features", placeholder="all", width=_FEATURES)
    return several(
        f"Features ({len(default)} columns)",
        options,
        (),
        "features",
        placeholder=f"all {len(default)}",
        width=_FEATURES,
    )


def _table_controls(table: Table, target: str) -> dict[str, Any]:
    """Offer what to do with the learner's own table."""
    usable = table.usable_features(target)
    chosen = several("Features", usable, (), "features", placeholder="all that are of use", width=_FEATURES)
    task = choice("Task", (AUTO, "classification", "regression"), AUTO, "task", width=WIDTH)
    missing = choice("Missing values", (AUTO, *MISSING), AUTO, "missing", width=WIDTH)
    return {
        "target": target,
        "task": "" if task == AUTO else task,
        "features": chosen,
        "missing": "" if missing == AUTO else missing,
    }


def classes_of(settings: dict[str, Any]) -> tuple[str, int]:
    """Return the task and the number of classes of the data chosen."""
    config = TrainConfig(**settings, hidden=(1,), epochs=1)  # the smallest run: its size is never refused
    return config.task, n_classes(config)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
