"""One weight, one curve, step by step."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.descent.config import SURFACES, DescentConfig
from core.descent.curves import CURVES
from core.descent.formulas import broken, spell
from core.descent.path import STATE, Path
from core.descent.regimes import Verdict, judge
from core.descent.scripts import descent_script
from core.optimizers import OPTIMIZERS
from ui.cached.descent import cached_descent, cached_steps
from ui.charts.descent.steps import steps_chart
from ui.draw import draw
from ui.labs.gradient_descent.controls import lr_control, momentum_control, places
from ui.lesson import code, questions
from ui.page import explained
from ui.state import assign, linked

LAST: Final = 50
_NAMES: Final = {"w": "w", "L": "the loss L", "dL/dw": "the slope dL/dw"}
_SYMBOLS: Final = "With learning rate η and slope g = dL/dw."


def suited_lr() -> float:
    """Return the learning rate that this lab opens with."""
    return DescentConfig().lr


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Steps"])
    main, picture, rest = places()
    with rest, explained():
        config = _controls(main)
        path = cached_descent(config)
        _verdict(text, path, judge(path))
    with picture, explained():
        alt = f"{config.surface}: the curve, and on it every step of the optimizer"
        draw(steps_chart(config.surface, LAST), cached_steps(config, LAST), alt=alt)
    with explained():
        _numbers(path)
        code(lambda: descent_script(config))
        questions(text, "Steps", _answer)


def _controls(main: Any) -> DescentConfig:
    """Ask for curve, learning rate, optimizer and start."""
    with main:
        curve = st.selectbox("Curve", list(CURVES), on_change=_at_its_start, **linked("curve", offered=CURVES))
        lr = lr_control(suited_lr())
    optimizer = st.selectbox("Optimizer", list(OPTIMIZERS), **linked("optimizer", offered=OPTIMIZERS))
    surface = CURVES[curve]
    st.markdown(f"$L(w) = {surface.latex}$", help=surface.idea)
    st.markdown(f"${OPTIMIZERS[optimizer].latex}$", help=_SYMBOLS)
    momentum = momentum_control(optimizer)
    (domain,) = surface.domain
    start = st.slider(
        "Start at w",
        domain.low * 1.0,
        domain.high * 1.0,
        surface.start[0],
        0.1,
        **linked("start", domain.__contains__, label="Start at w", offered=domain),
    )
    return DescentConfig(surface=curve, optimizer=optimizer, lr=lr, momentum=momentum, start=(start,), steps=LAST)


def _at_its_start() -> None:
    """Put the weight where the curve just chosen is best entered."""
    assign({"start": CURVES[st.session_state["curve"]].start[0]})


def _verdict(text: Mapping[str, str], path: Path, verdict: Verdict) -> None:
    """Name what the learning rate does, and what proves it."""
    st.markdown(text[f"Regime: {verdict.regime}"])
    if path.broke_at is not None:
        st.markdown(text["Not finite"].format(step=path.broke_at, **_broken(path)))
    elif verdict.nearest and verdict.nearest != SURFACES[path.config.surface].minima[0]:
        st.markdown(text["Local minimum"].format(w=spell(verdict.nearest[0])))
    if verdict.factors:
        st.latex(_certificate(path.config, verdict))
        st.caption(text["Certificate: one" if len(verdict.factors) == 1 else "Certificate: two"])
    else:
        st.caption(text["Measured"].format(steps=path.steps))


def _certificate(config: DescentConfig, verdict: Verdict) -> str:
    """Write the factor of a step with its numbers, in LaTeX."""
    curvature = spell(SURFACES[config.surface].curvature(*config.origin))
    if len(verdict.factors) == 1:
        value = spell(verdict.factors[0].real)
        return rf"1 - \eta L'' = 1 - {spell(config.lr)} \cdot {curvature} = {value}".replace("−", "-")
    return rf"|\lambda| = {spell(verdict.radius)}".replace("−", "-")


def _broken(path: Path) -> dict[str, str]:
    """Say which number was the first that float32 cannot hold, and what w was then."""
    name, value = broken(path)
    return {"what": _NAMES[name], "value": spell(value), "w": spell(float(path.w[-1, 0]))}


def _numbers(path: Path) -> None:
    """List every step with what the optimizer remembered."""
    with st.expander("Every step in numbers", key="steps_numbers", on_change="rerun") as numbers:
        if not numbers.open:
            return
        values = {"w": path.w[:, 0], "L": path.loss, "dL/dw": path.grad[:, 0]}
        values |= {STATE[name]: kept[:, 0] for name, kept in path.state.items()}
        columns = {name: [spell(value) for value in numbers] for name, numbers in values.items()}
        frame = pd.DataFrame({"step": range(len(path.loss)), **columns})
        right = {name: st.column_config.Column(alignment="right") for name in columns}
        st.dataframe(frame, hide_index=True, column_config=right, height=300)


def _answer() -> dict[str, object]:
    """Walk the two steps that the question is about."""
    twice = cached_descent(DescentConfig(lr=1.0))
    return {"first": spell(float(twice.w[1, 0])), "second": spell(float(twice.w[2, 0]))}
