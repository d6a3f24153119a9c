"""Several activations over each other, with what inputs they are deaf to."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.activations.measures import FLAT
from core.activations.responses import SPREAD, respond_script
from ui.cached.activations import cached_facts, cached_overlay, cached_response
from ui.charts.activations import overlay_chart
from ui.charts.spelled import number
from ui.draw import draw
from ui.labs.activations.controls import activations_control
from ui.lesson import code, questions
from ui.page import explained
from ui.state import linked


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Compare"])
    left, right = st.columns([3, 1], gap="medium")
    with left:
        names = activations_control()
    with right:
        spread = st.slider(
            "Spread of the inputs", SPREAD.low, SPREAD.high, 1.0, 0.1, **linked("spread", offered=SPREAD)
        )
    if not names:
        st.markdown(text["Nothing chosen"])
        return
    with explained():
        _pictures(names, spread)
        st.table(_table(names, spread), hide_index=True)
        st.caption(text["Compare: reading"].format(flat=FLAT))
        code(lambda: respond_script(names, spread))
        questions(text, "Compare", _answer)


def _pictures(names: tuple[str, ...], spread: float) -> None:
    frames = cached_overlay(names, spread)
    left, right = st.columns(2, gap="medium")
    with left:
        draw(overlay_chart("value"), frames, alt="Values of the activations chosen, over the hill of inputs")
    with right:
        draw(overlay_chart("slope"), frames, alt="Slopes of the activations chosen, over the hill of inputs")


def _answer() -> Mapping[str, float]:
    sigmoid, tanh, relu = (cached_response(name, 5.0) for name in ("Sigmoid", "Tanh", "ReLU"))
    return {"sigmoid": sigmoid.flat, "tanh": tanh.flat, "relu": relu.dead}


def _table(names: tuple[str, ...], spread: float) -> pd.DataFrame:
    """Tabulate what fits on a narrow screen."""
    facts = [cached_facts(name) for name in names]
    responses = [cached_response(name, spread) for name in names]
    return pd.DataFrame(
        {
            "activation": list(names),
            "flat": [f"{response.flat:.1%}" for response in responses],
            "dead": [f"{response.dead:.1%}" for response in responses],
            "mean output": [number(round(response.mean, 3)) for response in responses],
            "steepest slope": [number(fact.steepest) for fact in facts],
        }
    )
