"""What the labs of this page share: the network chosen, its map, its files."""

import re
import unicodedata
from typing import Final

import streamlit as st
from torch import nn

from core.activations import ACTIVATIONS
from core.checkpoints import LESSON_DATASETS, LESSON_EPOCHS, lesson, lesson_map
from core.config import SEED, TrainConfig
from core.datasets import load
from core.errors import CheckpointError
from ui.charts.checkpoints import map_chart, map_frames
from ui.controls import choice, count, parse_hidden
from ui.draw import draw
from ui.labs.save_load.links import one_of, whole_slide
from ui.labs.save_load.words import sentence

HIDDEN: Final = ("4", "8", "8, 8", "16, 16", "8, 8, 8")


def network_controls(optimizer: str = "Adam") -> TrainConfig:
    """Let the visitor choose the network of this page and its short training.

    Raises:
        ConfigError: a setting outside its range.
    """
    dataset = choice("Data set", LESSON_DATASETS, "moons", "dataset", width=130)
    hidden = one_of(st.selectbox, "Hidden layers", HIDDEN, "8, 8", "hidden", index=HIDDEN.index("8, 8"), width=130)
    activation = choice("Activation", ACTIVATIONS, "ReLU", "activation", width=140)
    epochs = whole_slide("Epochs", LESSON_EPOCHS, 100, "epochs", step=10, width=200)
    seed = count("Seed", SEED, 42, "seed", width=110)
    return lesson(
        dataset=dataset,
        hidden=parse_hidden(hidden),
        activation=activation,
        epochs=epochs,
        seed=int(seed),
        optimizer=optimizer,
    )


def network_popover() -> TrainConfig:
    """Offer the same where the network is not what the lab is about: in a popover, closed at first."""
    with st.popover("Network", icon=":material/tune:"), st.container(horizontal=True, width=300):
        return network_controls()


def draw_map(model: nn.Module, config: TrainConfig, title: str) -> None:
    """Show which class a network leans to everywhere, with the test points."""
    try:
        values = lesson_map(model, config)
    except CheckpointError as error:
        st.markdown(f"No map. {sentence(str(error))}")
        return
    if not values.isfinite().all():
        st.markdown("No map: its numbers are too large to compute with, so that its answers are not finite.")
        return
    draw(map_chart(), map_frames(values, load(config)), alt=f"Decision map: {title}")


def file_name(name: str) -> str:
    """Return the file that a sample's name makes, in letters that every system takes."""
    plain = re.sub(r"10([⁰¹²³⁴-⁹]+)", lambda power: f"1e{unicodedata.normalize('NFKC', power[1])}", name)
    return f"{re.sub('[^a-z0-9]+', '_', plain.lower().replace(chr(39), '')).strip('_')}.pth"


def offer(name: str, data: bytes) -> None:
    """Offer a file for download; made into an address only when it is asked for, as it may be gone by the next run."""
    label = f"{name} ({len(data):,} bytes)"
    st.download_button(label, lambda: data, name, icon=":material/download:", on_click="ignore")
