"""The settings of the network, its loss and its penalty."""

from typing import Any

import streamlit as st
import torch

from core.activations import ACTIVATIONS
from core.config import DROPOUT, INIT_SCALE, LR, REGULARIZATION_RATE, SEED_TEXT
from core.datasets import STREAMED
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.regularization import REGULARIZATIONS
from ui.controls.data import usual_hidden
from ui.controls.defaults import AUTO, DEFAULTS, LRS, WIDTH
from ui.controls.reading import HIDDEN_TEXT
from ui.controls.widgets import choice, number, only, slide, typed
from ui.state import linked
from ui.wording import span, written


def network_controls(dataset: str = DEFAULTS.dataset) -> dict[str, Any]:
    """Offer the settings of the network that are touched most; texts are read by `parsed`.

    Args:
        dataset: the data set chosen, which may come with hidden layers of its own.
    """
    return {
        "hidden": st.text_input(
            "Hidden layers", usual_hidden(dataset), width=108,
            help="Neurons of each hidden layer, such as 8, 8. Empty: no hidden layer.",
            **linked("hidden", text=HIDDEN_TEXT, label="Hidden layers"),
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
            **only(init == "normal", "Only initial weights of the kind normal have a scale"),
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
        **only(kind != "none", "Without a regularization it has no rate"),
    )  # fmt: skip
    return {"regularization": kind, "regularization_rate": rate}
