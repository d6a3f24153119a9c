"""The chain rule, and what changes in which phase."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from core.activations import ACTIVATIONS
from core.descent.chain import VALUE, ChainConfig, Round, chain_script
from core.descent.formulas import spell
from ui.cached.descent import cached_chain
from ui.charts.descent.chain import PHASES, chain_chart, chain_frames
from ui.draw import draw
from ui.labs.gradient_descent.controls import code, lr_control, questions
from ui.page import explained
from ui.state import linked

OPENING: Final = ChainConfig()


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Chain"])
    left, right = st.columns([2, 5], gap="large")
    with left, explained():
        config = _controls()
    with right, explained():
        rounds = cached_chain(config)
        says = {phase: text[f"Phase: {phase}"] for phase in PHASES}
        alt = "x, w and b lead to z, z to a, a to the loss L; slopes come back the same way"
        draw(chain_chart(config.rounds), chain_frames(config.x, rounds, says), alt=alt)
        _proof(text, rounds[0])
    with explained():
        code(chain_script(config))
        stuck = cached_chain(ChainConfig(x=0.0))[0]
        questions(text, "Chain", grad=spell(stuck.w_grad), bias=spell(stuck.b_grad))


def _controls() -> ChainConfig:
    """Ask for the example, the weights, the activation and the learning rate."""
    columns = st.columns(2)
    values: dict[str, Any] = {
        name: columns[at % 2].number_input(
            name, VALUE.low * 1.0, VALUE.high * 1.0, getattr(OPENING, name), 0.1, format="%.2f", **linked(name)
        )
        for at, name in enumerate(("x", "target", "w", "b"))
    }
    names = list(ACTIVATIONS)
    activation = st.selectbox("Activation", names, names.index(OPENING.activation), **linked("activation"))
    lr = lr_control("Learning rate", "chain_lr", OPENING.lr)
    return ChainConfig(**values, activation=activation, lr=lr)


def _proof(text: Mapping[str, str], first: Round) -> None:
    """Set the product of the three factors beside what autograd found."""
    factors = r" \cdot ".join(_tex(value) for value in (first.dloss_da, first.da_dz, first.dz_dw))
    rule = r"\frac{dL}{dw} = \frac{dL}{da} \cdot \frac{da}{dz} \cdot \frac{dz}{dw}"
    st.latex(f"{rule} = {factors} = {first.product:.4g}")
    columns = st.columns(3)
    columns[0].metric("product of the factors", f"{first.product:.9g}")
    columns[1].metric("w.grad", f"{first.w_grad:.9g}")
    columns[2].metric("difference", spell(first.product - first.w_grad), help=text["Chain: difference"])


def _tex(value: float) -> str:
    shown = f"{value:.4g}"
    return f"({shown})" if shown.startswith("-") else shown
