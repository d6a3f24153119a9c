"""The settings of the training: optimizer, epochs, batches, and what changes on the way."""

from typing import Any, Final

import streamlit as st

from core.config import CHANGES_TEXT, EPOCHS, MOMENTUM, PATIENCE, SEED, TARGET_LOSS, UPDATES, WEIGHT_DECAY
from core.config.changes import EXAMPLE
from core.optimizers import OPTIMIZERS
from core.ranges import Range
from core.schedules import SCHEDULES
from ui.controls.defaults import BATCH_SIZES, DEFAULTS, SAME, WIDTH
from ui.controls.widgets import choice, count, number, only, slide, switch, typed
from ui.state import linked

_DATA_SEED_TEXT: Final = Range(0, 11)  # characters


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
    return only(optimizer in takers, f"{optimizer} has none; {' and '.join(takers)} have")
