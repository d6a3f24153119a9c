"""What the labs of this page share: the network chosen, its map, the code and the question below."""

import re
from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st
from torch import nn

from core.activations import ACTIVATIONS
from core.checkpoints import LESSON_DATASETS, LESSON_EPOCHS, lesson, lesson_map
from core.config import SEED, TrainConfig
from core.datasets import load
from ui.charts.checkpoints import map_chart, map_frames
from ui.controls import choice, parse_hidden
from ui.draw import draw
from ui.state import linked

HIDDEN: Final = ("4", "8", "8, 8", "16, 16", "8, 8, 8")


def network_controls(optimizer: str = "Adam") -> TrainConfig:
    """Let the visitor choose the network of this page and its short training.

    Raises:
        ConfigError: a setting outside its range.
    """
    dataset = choice("Data set", LESSON_DATASETS, "moons", "dataset", width=130)
    hidden = choice("Hidden layers", HIDDEN, "8, 8", "hidden", width=130)
    activation = choice("Activation", ACTIVATIONS, "ReLU", "activation", width=140)
    epochs = st.slider(
        "Epochs", int(LESSON_EPOCHS.low), int(LESSON_EPOCHS.high), 100, 10, width=200, **linked("epochs")
    )
    seed = st.number_input("Seed", int(SEED.low), int(SEED.high), 42, width=110, **linked("seed"))
    return lesson(
        dataset=dataset,
        hidden=parse_hidden(hidden),
        activation=activation,
        epochs=epochs,
        seed=int(seed),
        optimizer=optimizer,
    )


def draw_map(model: nn.Module, config: TrainConfig, title: str) -> None:
    """Show which class a network leans to everywhere, with the test points."""
    values = lesson_map(model, config)
    if not values.isfinite().all():
        st.markdown("No map: its numbers are too large to compute with, so that its answers are not finite.")
        return
    draw(map_chart(), map_frames(values, load(config)), alt=f"Decision map: {title}")


def file_name(name: str) -> str:
    """Return the file that a sample's name makes, in letters that every system takes."""
    return f"{re.sub('[^a-z0-9]+', '_', name.lower().replace(chr(39), '')).strip('_')}.pth"


def offer(name: str, data: bytes) -> None:
    """Offer a file for download; made into an address only when it is asked for, as it may be gone by the next run."""
    label = f"{name} ({len(data):,} bytes)"
    st.download_button(label, lambda: data, name, icon=":material/download:", on_click="ignore")


def code(script: Callable[[], str]) -> None:
    """Offer the PyTorch behind a lab; closed it is neither written nor coloured, which would take a while."""
    with st.expander("The PyTorch behind this", key="code", on_change="rerun") as behind:
        if behind.open:
            st.code(script(), language="python")


def questions(text: Mapping[str, str], lab: str, answer: Callable[[], Mapping[str, object]]) -> None:
    """Give one thing to try, and one question whose answer (computed values put in) stays hidden at first."""
    st.markdown(text[f"{lab}: try"])
    with st.expander(text[f"{lab}: predict"], key=f"{lab}_answer", on_change="rerun") as question:
        if question.open:
            st.markdown(text[f"{lab}: answer"].format(**answer()))
