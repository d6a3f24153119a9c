"""Where you end depends on where you start."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from core.descent.config import SURFACES, DescentConfig
from core.descent.landscapes import LANDSCAPES
from core.descent.scripts import basins_script
from core.optimizers import OPTIMIZERS
from ui.cached.descent import cached_basins
from ui.charts.descent.basins import LETTERS, basins_chart, basins_frames
from ui.draw import draw
from ui.labs.gradient_descent.controls import code, lr_control, momentum_control, questions
from ui.page import explained
from ui.state import assign, linked

GRID: Final = (120, 80)
OPENING: Final = "Momentum"
_MANY: Final = [name for name in ("Himmelblau", "Saddle", "Egg box") if len(LANDSCAPES[name].minima) > 1]


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Basins"].format(starts=GRID[0] * GRID[1]))
    left, right = st.columns([2, 5], gap="large")
    with left, explained():
        config = _controls()
        found = cached_basins(config, *GRID)
        st.dataframe(_shares(config.surface, found), hide_index=True, width="stretch")
    with right, explained():
        alt = f"{config.surface}: every start in the colour of the minimum it leads to"
        draw(basins_chart(config.surface), basins_frames(config.surface, found), alt=alt)
    with explained():
        code(basins_script(config, *GRID))
        calm = cached_basins(DescentConfig(surface="Saddle", lr=0.1, steps=100), *GRID)
        questions(text, "Basins", share=f"{(calm == 0).mean():.0%}")


def _controls() -> DescentConfig:
    """Ask for the landscape, the optimizer and how fast it goes."""
    name = st.selectbox("Landscape", _MANY, on_change=_suited, **linked("landscape"))
    walkers = list(OPTIMIZERS)
    walker = st.selectbox("Optimizer", walkers, walkers.index(OPENING), on_change=_suited, **linked("walker"))
    lr = lr_control("Learning rate", "walker_lr", _lr(name, walker))
    return DescentConfig(surface=name, optimizer=walker, lr=lr, momentum=momentum_control(walker), steps=100)


def _lr(landscape: str, walker: str) -> float:
    """Return the learning rate that suits an optimizer on a landscape."""
    surface = LANDSCAPES[landscape]
    return surface.lr if OPTIMIZERS[walker].follows_slope else surface.step


def _suited() -> None:
    """Bring a learning rate that suits what was just chosen."""
    assign({"walker_lr": f"{_lr(st.session_state['landscape'], st.session_state['walker']):g}"})


def _shares(surface: str, found: np.ndarray) -> pd.DataFrame:
    """Tabulate how many starts lead to each minimum, and how many to none."""
    minima = SURFACES[surface].minima
    rows = [
        {"minimum": letter, "at": f"({x:.3g}, {y:.3g})", "starts": f"{(found == at).mean():.1%}"}
        for at, (letter, (x, y)) in enumerate(zip(LETTERS, minima, strict=False))
    ]
    return pd.DataFrame([*rows, {"minimum": "none", "at": "", "starts": f"{(found < 0).mean():.1%}"}])
