"""Caches of the Activations page."""

import pandas as pd
import streamlit as st

from core.activations.curves import curve
from core.activations.depth import StackConfig, collapse_error, layer_gradients
from core.activations.measures import Facts, measure
from core.activations.neuron import Neuron, neuron
from core.activations.plane import Plane, plane
from core.activations.precision import Break, breaks
from core.activations.responses import Response, hill, respond
from ui.cached.bounds import FEW, SOME
from ui.charts.activations import overlay_frames, probe_frame


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_probe(activation: str) -> pd.DataFrame:
    """Return an activation's curve with a tangent at each point."""
    return probe_frame(curve(activation))


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_facts(activation: str) -> Facts:
    """Return what a sweep over x finds."""
    return measure(activation)


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_breaks(activation: str) -> tuple[Break, ...]:
    """Return where float32 breaks an activation."""
    return breaks(activation)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_response(activation: str, spread: float) -> Response:
    """Return what normally distributed inputs meet."""
    return respond(activation, spread)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_overlay(activations: tuple[str, ...], spread: float) -> dict[str, pd.DataFrame]:
    """Return the curves of several activations, and the hill of their inputs."""
    curves = {name: curve(name) for name in activations}
    return overlay_frames(curves, hill(curve("Identity").x, spread).tolist())


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_neuron(activation: str, weight: float, bias: float) -> Neuron:
    """Return one neuron with one input."""
    return neuron(activation, weight, bias)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_plane(activation: str, weights: tuple[float, float], bias: float) -> Plane:
    """Return one neuron with two inputs."""
    return plane(activation, weights, bias)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_gradients(config: StackConfig) -> tuple[float, ...]:
    """Return the size of the gradient in each layer of a stack."""
    return layer_gradients(config)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_collapse(config: StackConfig) -> float:
    """Return how far one multiplied-out layer is from a stack of linear ones."""
    return collapse_error(config)
