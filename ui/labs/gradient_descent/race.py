"""Several optimizers from one start."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.descent.config import SURFACES, DescentConfig
from core.descent.formulas import spell
from core.descent.landscapes import LANDSCAPES
from core.descent.path import Path
from core.descent.regimes import measure, nearest
from core.descent.scripts import race_script
from core.errors import ConfigError
from core.optimizers import OPTIMIZERS
from ui.cached.descent import cached_descent, cached_race
from ui.charts.descent.race import race_chart
from ui.draw import draw
from ui.labs.gradient_descent.controls import code, lr_control, momentum_control, questions
from ui.page import explained
from ui.state import assign, linked

OPENING: Final = ["SGD", "Momentum", "RMSprop", "Adam"]
LENGTHS: Final = {"100": 1, "300": 2, "1000": 5}
"""How many steps, and how many the slider moves at once, so that every run is drawn with a few hundred points."""


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Race"])
    left, right = st.columns([2, 5], gap="large")
    with left, explained():
        configs = _controls()
    with right, explained():
        if not configs:
            raise ConfigError(text["Race: nobody"])
        last, surface = configs[0].steps, configs[0].surface
        stride = LENGTHS[str(last)]
        alt = f"{surface} from above with the path of every optimizer, and their losses below"
        draw(race_chart(surface, last, stride), cached_race(configs, stride), alt=alt)
    with explained():
        if configs:
            _ends([cached_descent(config) for config in configs])
            code(race_script(configs))
        questions(text, "Race", **_answer())


def _controls() -> tuple[DescentConfig, ...]:
    """Ask for the landscape, who runs, how fast, from where and how long."""
    name = st.selectbox("Surface", list(LANDSCAPES), on_change=_at_its_start, **linked("surface"))
    surface = LANDSCAPES[name]
    st.markdown(f"$L = {surface.latex}$", help=surface.idea)
    chosen = st.pills(
        "Optimizers", list(OPTIMIZERS), selection_mode="multi", default=OPENING, wrap=True, **linked("optimizers")
    )
    racers = [racer for racer in OPTIMIZERS if racer in chosen]
    lr = lr_control("Learning rate of SGD, Momentum, Nesterov", "race_lr", surface.lr, "Their step is lr times slope.")
    step = lr_control("Learning rate of the others", "step_lr", surface.step, "Their step is about lr, however steep.")
    momentum = momentum_control(*racers)
    across, up = surface.domain
    columns = st.columns(2)
    x = columns[0].slider(
        "Start x", across.low * 1.0, across.high * 1.0, surface.start[0], 0.01, **linked("x", across.__contains__)
    )
    y = columns[1].slider(
        "Start y", up.low * 1.0, up.high * 1.0, surface.start[1], 0.01, **linked("y", up.__contains__)
    )
    steps = st.segmented_control("Steps", list(LENGTHS), default="100", required=True, **linked("steps"))
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
    assign({"x": x, "y": y, "race_lr": f"{surface.lr:g}", "step_lr": f"{surface.step:g}"})


def _ends(paths: list[Path]) -> None:
    """Tabulate where each run ended."""
    rows = [_end(path) for path in paths]
    number = st.column_config.NumberColumn
    formats: dict[str, Any] = {name: number(format="%.5g") for name in ("x", "y")}
    formats |= {
        "lr": number(format="%g"),
        "loss": number(format="%.3g"),
        "loss ÷ 1000 after": number(format="%d steps"),
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=formats, width="stretch")


def _end(path: Path) -> dict[str, Any]:
    lowest = SURFACES[path.config.surface].lowest
    gap = path.loss - lowest
    arrived = (gap <= gap[0] / 1000).nonzero()[0]
    goal = nearest(path)
    return {
        "optimizer": path.config.optimizer,
        "lr": path.config.lr,
        "x": float(path.w[-1, 0]),
        "y": float(path.w[-1, 1]),
        "loss": float(path.loss[-1]),
        "loss ÷ 1000 after": int(arrived[0]) if len(arrived) else None,
        "what it did": measure(path) if path.broke_at is None else f"not finite after {path.broke_at} steps",
        "rests at": "" if goal is None else f"({spell(goal[0])}, {spell(goal[1])})",
    }


def _answer() -> dict[str, object]:
    """Compute the numbers of the answer: SGD in the ravine at its opening rate, and a little above."""
    good, bad = (cached_descent(DescentConfig(surface="Ravine", lr=lr, steps=100)) for lr in (0.1, 0.15))
    return {"good": spell(float(good.loss[-1])), "bad": spell(float(bad.loss[-1]))}
