"""Where you end depends on where you start."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import streamlit as st

from core.descent.config import SURFACES, DescentConfig
from core.descent.landscapes import LANDSCAPES
from core.descent.scripts import basins_script
from core.optimizers import OPTIMIZERS
from ui.cached.descent import cached_basins, cached_map_of_basins
from ui.charts.descent.basins import LETTERS, NOWHERE, basins_chart
from ui.draw import draw
from ui.labs.gradient_descent.controls import lr_control, momentum_control, places
from ui.lesson import code, questions, table
from ui.page import explained
from ui.state import assign, linked

GRID: Final = (120, 80)
OPENING: Final = "Momentum"
_MANY: Final = [name for name in ("Himmelblau", "Saddle", "Egg box") if len(LANDSCAPES[name].minima) > 1]


def suited_lr() -> float:
    """Return the learning rate that this lab opens with."""
    return _lr(_MANY[0], OPENING)


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Basins"].format(starts=GRID[0] * GRID[1]))
    main, picture, rest = places()
    with rest, explained():
        config = _controls(main)
        st.markdown(table(_shares(config.surface, cached_basins(config, *GRID))))
    with picture, explained():
        alt = f"{config.surface}: every start in the colour and hatching of the minimum it leads to"
        draw(basins_chart(config.surface), cached_map_of_basins(config, *GRID), alt=alt)
    with explained():
        code(lambda: basins_script(config, *GRID))
        questions(text, "Basins", _answer)


def _controls(main: Any) -> DescentConfig:
    """Ask for the landscape, the optimizer and how fast it goes."""
    walkers = list(OPTIMIZERS)
    ties = linked("walker", label="Optimizer", offered=walkers)
    walker = st.selectbox("Optimizer", walkers, walkers.index(OPENING), on_change=_suited, **ties)
    with main:
        name = st.selectbox("Landscape", _MANY, on_change=_suited, **linked("landscape", offered=_MANY))
        lr = lr_control(_lr(name, walker))
    return DescentConfig(surface=name, optimizer=walker, lr=lr, momentum=momentum_control(walker), steps=100)


def _lr(landscape: str, walker: str) -> float:
    """Return the learning rate that suits an optimizer on a landscape."""
    surface = LANDSCAPES[landscape]
    return surface.lr if OPTIMIZERS[walker].follows_slope else surface.step


def _suited() -> None:
    """Bring a learning rate that suits what was just chosen."""
    assign({"lr": f"{_lr(st.session_state['landscape'], st.session_state['walker']):g}"})


def _shares(surface: str, found: np.ndarray) -> dict[str, list[str]]:
    """Tabulate how many starts lead to each minimum, and how many to none."""
    minima = {LETTERS[i]: (i, f"({x:.3g}, {y:.3g})") for i, (x, y) in enumerate(SURFACES[surface].minima)}
    rows = minima | {name: (kind, "") for name, kind in NOWHERE.items()}
    return {
        "ends in": list(rows),
        "at": [place.replace("-", "−") for _, place in rows.values()],
        "starts": [f"{(found == kind).mean():.1%}" for kind, _ in rows.values()],
    }


def _answer() -> dict[str, object]:
    """Count the starts that the question is about."""
    calm = cached_basins(DescentConfig(surface="Saddle", lr=0.1, steps=100), *GRID)
    return {"share": f"{(calm == 0).mean():.0%}"}
