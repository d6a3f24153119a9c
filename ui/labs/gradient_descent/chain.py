"""The chain rule, and what changes in which phase."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from core.activations import ACTIVATIONS
from core.descent.chain import VALUE, ChainConfig, chain_script
from core.descent.formulas import spell
from ui.cached.descent import cached_chain
from ui.charts.descent.chain import chain_chart
from ui.charts.descent.chain_frames import PHASES, chain_frames
from ui.draw import draw
from ui.labs.gradient_descent.controls import lr_control, places
from ui.lesson import code, questions
from ui.page import explained
from ui.state import linked

OPENING: Final = ChainConfig()


def suited_lr() -> float:
    """Return the learning rate that this lab opens with."""
    return OPENING.lr


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Chain"])
    main, picture, rest = places()
    with rest, explained():
        config = _controls(main)
        st.latex(text["Chain: rule"], help=text["Chain: difference"])
    with picture, explained():
        says = {phase: text[f"Phase: {phase}"] for phase in PHASES}
        alt = "x, w and b lead to z, z to a, a to the loss L; slopes come back the same way"
        draw(chain_chart(config.rounds), chain_frames(config.x, cached_chain(config), says), alt=alt)
    with explained():
        code(lambda: chain_script(config))
        questions(text, "Chain", _answer)


def _controls(main: Any) -> ChainConfig:
    """Ask for the example, the weights, the activation and the learning rate."""
    with main:
        values: dict[str, Any] = {
            name: st.number_input(
                name,
                VALUE.low * 1.0,
                VALUE.high * 1.0,
                getattr(OPENING, name),
                0.1,
                format="%.2f",
                **linked(name, label=name, offered=VALUE),
            )
            for name in ("x", "w", "b", "target")
        }
    names = list(ACTIVATIONS)
    ties = linked("activation", offered=names)
    activation = st.selectbox("Activation", names, names.index(OPENING.activation), **ties)
    return ChainConfig(**values, activation=activation, lr=lr_control(suited_lr()))


def _answer() -> dict[str, object]:
    """Compute the slopes that an input of zero leaves."""
    stuck = cached_chain(ChainConfig(x=0.0))[0]
    return {"grad": spell(stuck.w_grad), "bias": spell(stuck.b_grad)}
