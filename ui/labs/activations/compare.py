"""Several activations over each other, with what inputs they are deaf to."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.activations.measures import FLAT
from core.activations.responses import SPREAD, respond_script
from ui.cached.activations import cached_facts, cached_overlay, cached_response
from ui.charts.activations import overlay_chart
from ui.draw import draw
from ui.labs.activations.controls import activations_control, code, questions
from ui.numbers import number
from ui.page import explained
from ui.state import linked

_FLAT, _DEAD = f"flat (slope < {FLAT:g})", "dead (slope = 0)"


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Compare"])
    left, right = st.columns([3, 1], gap="medium")
    with left:
        names = activations_control()
    with right:
        spread = st.slider("Spread of the inputs", SPREAD.low, SPREAD.high, 1.0, 0.1, **linked("spread"))
    if not names:
        st.markdown(text["Nothing chosen"])
        return
    with explained():
        _pictures(names, spread)
        st.dataframe(_table(names, spread), hide_index=True, column_config=_columns(), width="stretch")
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
    facts = {name: cached_facts(name) for name in names}
    responses = {name: cached_response(name, spread) for name in names}
    return pd.DataFrame(
        {
            "activation": list(names),
            _FLAT: [r.flat for r in responses.values()],  # first, so that a narrow screen shows it
            "values": [f"{number(f.lowest)} to {number(f.highest)}" for f in facts.values()],
            "steepest slope": [f.steepest for f in facts.values()],
            "slope at 0": [f.slope_at_zero for f in facts.values()],
            _DEAD: [r.dead for r in responses.values()],
            "mean output": [r.mean for r in responses.values()],
        }
    )


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "steepest slope": config.NumberColumn(format="%.3f"),
        "slope at 0": config.NumberColumn(format="%.3f"),
        _FLAT: _share("Share of these inputs that hardly learn."),
        _DEAD: _share("Share of these inputs that do not learn at all."),
        "mean output": config.NumberColumn(format="%.3f", help="Zero-centred means that this is 0."),
    }


def _share(meaning: str) -> Any:
    return st.column_config.ProgressColumn(help=meaning, format="percent", min_value=0.0, max_value=1.0)
