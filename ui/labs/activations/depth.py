"""Many layers: what is left of the gradient at the first one."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from core.activations.depth import DEPTH, INITS, SEED, StackConfig, stack_script
from ui.cached.activations import cached_collapse, cached_gradients
from ui.charts.depth import depth_chart, depth_frames
from ui.charts.spelled import number
from ui.draw import draw
from ui.labs.activations.controls import activations_control
from ui.lesson import code, questions
from ui.state import linked


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Depth"])
    picture, controls = st.columns([3, 2], gap="medium")  # on a telephone the picture comes first
    with controls:
        names = activations_control()
        stack = _stack_controls()
        st.markdown(text["Depth: reading"])
    if not names:
        picture.markdown(text["Nothing chosen"])
        return
    gradients = {name: cached_gradients(_with(stack, name)) for name in names}
    with picture:
        draw(depth_chart(), depth_frames(gradients), alt="Size of the gradient in each layer, on a log axis")
    st.table(_table(gradients), hide_index=True)
    code(lambda: stack_script(stack, names))
    collapse = text["Collapse"] if stack.depth > 1 else text["Collapse: one"]
    st.markdown(collapse.format(depth=stack.depth, error=number(cached_collapse(stack))))
    questions(text, "Depth", _answer)


def _answer() -> Mapping[str, object]:
    first, *_, last = cached_gradients(StackConfig(activation="Sigmoid", depth=10))
    return {"first": number(first), "last": number(last), "ratio": number(last / first)}


def _stack_controls() -> StackConfig:
    low, high = int(DEPTH.low), int(DEPTH.high)
    depth = st.slider("Layers", low, high, 10, **linked("depth", label="Layers", offered=DEPTH))
    inits = list(INITS)
    with st.container(horizontal=True, gap="medium"):
        ties = linked("init", label="Initialisation", offered=inits)
        init = st.segmented_control("Initialisation", inits, default=inits[0], required=True, **ties)
        ties = linked("seed", offered=SEED)
        seed = st.number_input("Seed", int(SEED.low), int(SEED.high), 0, width=140, **ties)
    return StackConfig(depth=depth, init=init or inits[0], seed=seed)


def _with(stack: StackConfig, activation: str) -> StackConfig:
    return StackConfig(activation=activation, depth=stack.depth, init=stack.init, seed=stack.seed)


def _table(gradients: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Compare the first layer's gradient with the last one's."""
    sizes = list(gradients.values())
    arrives = [first[0] / first[-1] if first[-1] else 0.0 for first in sizes]
    steps = [max(1, len(each) - 1) for each in sizes]
    return pd.DataFrame(
        {
            "activation": list(gradients),
            "at layer 1": [number(each[0]) for each in sizes],
            "at the last": [number(each[-1]) for each in sizes],
            "arrives": [number(share) for share in arrives],
            "per layer": [f"× {number(share ** (1 / n))}" for share, n in zip(arrives, steps, strict=True)],
        }
    )
