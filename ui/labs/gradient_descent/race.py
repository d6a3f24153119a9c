"""Several optimizers from one start."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.descent.config import SURFACES, DescentConfig
from core.descent.formulas import spell
from core.descent.landscapes import LANDSCAPES
from core.descent.path import Path, left_at
from core.descent.regimes import measure, nearest
from core.descent.scripts import race_script
from core.errors import ConfigError
from core.optimizers import OPTIMIZERS
from ui.cached.descent import cached_descent, cached_race
from ui.charts.descent.race import race_chart
from ui.draw import draw
from ui.labs.gradient_descent.controls import lr_control, momentum_control, places
from ui.lesson import code, questions
from ui.page import explained
from ui.state import assign, linked

OPENING: Final = ["SGD", "Momentum", "RMSprop", "Adam"]
LENGTHS: Final = {"100": 1, "300": 2, "1000": 5}
"""How many steps, and how many the slider moves at once, so that every run is drawn with a few hundred points."""


def suited_lr() -> float:
    """Return the learning rate that this lab opens with."""
    return next(iter(LANDSCAPES.values())).lr


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Race"])
    main, picture, rest = places()
    with rest, explained():
        configs = _controls(main)
    with picture, explained():
        if not configs:
            raise ConfigError(text["Race: nobody"])
        last, surface = configs[0].steps, configs[0].surface
        stride = LENGTHS[str(last)]
        alt = f"{surface} from above with the path of every optimizer, and their losses below"
        draw(race_chart(surface, last, stride), cached_race(configs, stride), alt=alt)
    with explained():
        if configs:
            _ends([cached_descent(config) for config in configs])
            code(lambda: race_script(configs))
        questions(text, "Race", _answer)


def _controls(main: Any) -> tuple[DescentConfig, ...]:
    """Ask for the landscape, who runs, how fast, from where and how long."""
    with main:
        name = st.selectbox(
            "Surface", list(LANDSCAPES), on_change=_at_its_start, **linked("surface", offered=LANDSCAPES)
        )
        surface = LANDSCAPES[name]
        lr = lr_control(surface.lr, "Of SGD, Momentum and Nesterov, whose step is lr times slope.")
    st.markdown(f"$L = {surface.latex}$", help=surface.idea)
    ties = linked("optimizers", offered=OPTIMIZERS)
    chosen = st.pills("Optimizers", list(OPTIMIZERS), selection_mode="multi", default=OPENING, wrap=True, **ties)
    racers = [racer for racer in OPTIMIZERS if racer in chosen]
    momentum = momentum_control(*racers)
    step = lr_control(surface.step, "Their step is about lr, however steep it is.", "step_lr")
    across, up = surface.domain
    columns = st.columns(2)
    x, y = (
        column.slider(
            f"Start {key}", limits.low * 1.0, limits.high * 1.0, at, 0.01,
            **linked(key, limits.__contains__, label=f"Start {key}", offered=limits),
        )
        for column, key, limits, at in zip(columns, "xy", (across, up), surface.start, strict=True)
    )  # fmt: skip
    ties = linked("steps", offered=LENGTHS)
    steps = st.segmented_control("Steps", list(LENGTHS), default="100", required=True, **ties)
    return tuple(
        DescentConfig(
            surface=name,
            optimizer=racer,
            lr=lr if OPTIMIZERS[racer].follows_slope else step,
            momentum=momentum,
            start=(x, y),
            steps=int(steps or "100"),
        )
        for racer in racers
    )


def _at_its_start() -> None:
    """Bring start and learning rates that suit the landscape just chosen."""
    surface = LANDSCAPES[st.session_state["surface"]]
    x, y = surface.start
    assign({"x": x, "y": y, "lr": f"{surface.lr:g}", "step_lr": f"{surface.step:g}"})


def _ends(paths: list[Path]) -> None:
    """Tabulate where each run ended."""
    with st.expander("Where each of them ended, in numbers", key="ends", on_change="rerun") as ends:
        if not ends.open:
            return
        columns = {
            "optimizer": [path.config.optimizer for path in paths],
            "lr": [spell(path.config.lr) for path in paths],
            "loss": [spell(path.loss[-1]) for path in paths],
            "loss ÷ 1000": [_arrived(path) for path in paths],
            "what it did": [_did(path) for path in paths],
            "x": [spell(path.w[-1, 0]) for path in paths],
            "y": [spell(path.w[-1, 1]) for path in paths],
        }
        st.dataframe(pd.DataFrame(columns), hide_index=True, width="stretch")


def _arrived(path: Path) -> str:
    """Say when the loss had shrunk to a thousandth."""
    gap = path.loss - SURFACES[path.config.surface].lowest
    arrived = (gap <= gap[0] / 1000).nonzero()[0]
    return f"after {arrived[0]} steps" if len(arrived) else "not yet"


def _did(path: Path) -> str:
    """Say in words how a run went."""
    left = left_at(path)
    if left is not None:
        return f"left the picture at step {left}"
    goal = nearest(path)
    return measure(path) + ("" if goal is None else f", to ({', '.join(spell(value) for value in goal)})")


def _answer() -> dict[str, object]:
    """Compute the numbers of the answer: SGD in the ravine at its opening rate, and a little above."""
    good, bad = (cached_descent(DescentConfig(surface="Ravine", lr=lr, steps=100)) for lr in (0.1, 0.15))
    return {"good": spell(float(good.loss[-1])), "bad": spell(float(bad.loss[-1]))}
