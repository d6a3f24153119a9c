"""From one of many to the run on the page: its settings go into the widgets, and it is trained alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from core.config import TrainConfig
from core.ensembles import epochs_together, groups, unstackable
from ui.controls import widget_values
from ui.page import Text
from ui.state import assign
from ui.wording import label, written


def open_button(words: str, now: TrainConfig, other: TrainConfig, *, key: str) -> None:
    """Offer to make another run the one on the page; without effect where it is that already."""
    news = changes(now, other)
    why = None if news else "This is the run on the page."
    st.button(words, key=key, on_click=assign, args=(news,), disabled=not news, help=why)


def together(config: TrainConfig, configs: Sequence[TrainConfig], text: Text) -> TrainConfig:
    """Return the run on the page as it is trained in this company: with fewer epochs where they would be too many."""
    epochs = epochs_together(configs)
    if epochs == config.epochs:
        return config
    st.caption(text["Shortened"].format(n=len(configs), epochs=f"{epochs:,}", own=f"{config.epochs:,}"))
    return replace(config, epochs=epochs)


def changes(now: TrainConfig, other: TrainConfig) -> dict[str, Any]:
    """Return the widgets that differ between two runs of the same data set, with the values of the other."""
    before = widget_values(now)
    return {key: value for key, value in widget_values(other).items() if value != before[key]}


def say_stacks(configs: tuple[TrainConfig, ...], text: Text) -> None:
    """Say how the networks are trained: in how many stacks, and which alone and why."""
    parts = groups(configs)
    alone = [configs[part.places[0]] for part in parts if not part.stacked]
    stacks = sum(part.stacked for part in parts)
    n = len(configs) - len(alone)
    told = [text["Stacked"].format(n=n, stacks="one stack" if stacks == 1 else f"{stacks} stacks")] if n else []
    if alone:
        culprits = sorted({label(name) for config in alone for name in unstackable(config)})
        told.append(text["Not stacked"].format(n=len(alone), settings=" and ".join(culprits)))
    if n:
        told.append(text["Alone"])
    st.caption(" ".join(" ".join(told).split()))


def value_label(value: Any) -> str:
    """Write a value of a setting as it stands beside a cell."""
    if value is None:
        return "full"
    return value if isinstance(value, str) else written(value)
