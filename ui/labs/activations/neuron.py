"""One neuron: its weight stretches the curve, its bias shifts it."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.activations.neuron import BIAS, WEIGHT, Neuron, neuron_script
from core.activations.plane import Plane
from ui.cached.activations import cached_neuron, cached_plane
from ui.charts.neuron import neuron_chart, neuron_frames, plane_chart, plane_frames
from ui.charts.spelled import number
from ui.draw import draw
from ui.labs.activations.controls import activation_control
from ui.lesson import code, questions
from ui.page import explained
from ui.state import linked


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    words = st.empty()
    picture, controls = st.columns([3, 2], gap="medium")  # on a telephone the picture comes first
    with controls:
        ties = linked("inputs", offered=["one", "two"])
        inputs = st.segmented_control("Inputs", ["one", "two"], default="one", required=True, **ties)
        activation = activation_control()
    words.markdown(text["Two"] if inputs == "two" else text["Neuron"])
    with explained():
        if inputs == "two":
            _two(text, activation, picture, controls)
        else:
            _one(text, activation, picture, controls)


def _one(text: Mapping[str, str], activation: str, picture: DeltaGenerator, controls: DeltaGenerator) -> None:
    with controls:
        weight = _weight("weight", "Weight w", 2.0)
        bias = st.slider("Bias b", BIAS.low, BIAS.high, -2.0, 0.1, **linked("bias", offered=BIAS))
    neuron = cached_neuron(activation, weight, bias)
    with picture:
        draw(neuron_chart(), neuron_frames(neuron), alt=f"{activation} of w x + b, beside {activation}(x)")
    st.latex(_formula(activation, weight, bias))
    _one_numbers(neuron)
    code(lambda: neuron_script(activation, (weight,), bias))
    questions(text, "Neuron", _answer)


def _answer() -> Mapping[str, object]:
    sample = cached_neuron("ReLU", 1.0, -6.0)
    return {"dead": sample.dead, "steepest": number(sample.steepest)}


def _one_numbers(neuron: Neuron) -> None:
    with st.grid(4, min_column_width=120, gap="small"):
        st.metric("Shift −b/w", "none" if neuron.centre is None else number(neuron.centre))
        st.metric("Answer to x = 0", number(neuron.answer_at_zero))
        st.metric("Steepest slope", number(neuron.steepest), help="Of the output over x: the weight multiplies it.")
        st.metric("Gradient exactly 0", f"{neuron.dead:.0%} of x", help="Share of the inputs shown.")


def _two(text: Mapping[str, str], activation: str, picture: DeltaGenerator, controls: DeltaGenerator) -> None:
    with controls:
        weights = _weight("weight1", "Weight w₁", 1.0), _weight("weight2", "Weight w₂", 1.0)
        used = st.toggle("Use a bias", False, **linked("use_bias", label="Use a bias"))
        bias = st.slider("Bias b", BIAS.low, BIAS.high, -2.0, 0.1, disabled=not used, **linked("bias", offered=BIAS))
    bias = bias if used else 0.0
    plane = cached_plane(activation, weights, bias)
    with picture:
        draw(plane_chart(), plane_frames(plane), alt="Map of the neuron's output, its decision line and two classes")
    _two_numbers(plane, bias)
    code(lambda: neuron_script(activation, weights, bias))
    questions(text, "Two", _answer_of_two)


def _answer_of_two() -> Mapping[str, object]:
    pinned, moved = cached_plane("Sigmoid", (1.0, 1.0), 0.0), cached_plane("Sigmoid", (1.0, 1.0), -3.2)
    return {"without": pinned.accuracy, "accuracy": moved.accuracy}


def _two_numbers(plane: Plane, bias: float) -> None:
    with st.grid(3, min_column_width=120, gap="small"):
        st.metric("Points on their side", f"{plane.accuracy:.1%}")
        st.metric("Answer to (0, 0)", number(plane.answer_at_origin))
        st.metric("Line and origin", "pinned" if bias == 0 else f"{number(plane.distance)} apart")


def _weight(key: str, label: str, opening: float) -> float:
    return st.slider(label, WEIGHT.low, WEIGHT.high, opening, 0.1, **linked(key, label=label, offered=WEIGHT))


def _formula(activation: str, weight: float, bias: float) -> str:
    factor = {1.0: "", -1.0: "-"}.get(weight, rf"{weight + 0.0:g}\,")
    inside = f"{factor}x" + (f" {'-' if bias < 0 else '+'} {abs(bias):g}" if bias else "")
    shift = r"\text{constant: } w = 0" if weight == 0 else rf"-\frac{{b}}{{w}} = {-bias / weight + 0.0:.3g}"
    return rf"\operatorname{{{activation}}}({inside}) \qquad {shift}"
