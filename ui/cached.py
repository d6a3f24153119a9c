"""What is computed once per configuration: thin, bounded wrappers."""

from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from core.checkpoints import Interruption, interrupt
from core.config import TrainConfig
from core.curves import curve
from core.datasets import load
from core.depth import StackConfig, collapse_error, layer_gradients
from core.descent.basins import basins
from core.descent.chain import ChainConfig, Round, learn
from core.descent.config import DescentConfig
from core.descent.path import Path, descend
from core.measures import Facts, Response, hill, measure, respond
from core.neuron import Neuron, Plane, neuron, plane
from core.precision import Break, breaks
from core.replay import replay
from core.script import training_script
from core.tables import Table, read_csv
from core.tensors.chain import parse_chain, run_chain, start_tensor
from core.tensors.creation import Recipe, make
from core.tensors.facts import name_of
from core.tensors.products import choose, operand
from core.tensors.seeds import Experiment, draw_twice
from core.training import TrainState
from ui.charts.activations import overlay_frames, probe_frame
from ui.charts.descent.race import race_frames
from ui.charts.descent.steps import steps_frames
from ui.charts.tensors import Frames, chain_frames, meeting_frames, tape_frames, tensor_frames
from ui.components.replay.pack import pack
from ui.images import read_image

FEW: Final = 32
SOME: Final = 256


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


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_descent(config: DescentConfig) -> Path:
    """Return the path of one optimizer."""
    return descend(config)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_steps(config: DescentConfig, last: int) -> dict[str, pd.DataFrame]:
    """Return a path on a curve as the chart wants it."""
    return steps_frames(cached_descent(config), last)


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_table(data: bytes, name: str) -> Table:
    """Return the learner's table."""
    return read_csv(data, name)


@st.cache_data(max_entries=FEW, show_spinner=False, hash_funcs={Table: lambda table: table.digest})
def cached_film(config: TrainConfig, epoch: int, _run: TrainState) -> dict[str, Any]:  # noqa: ARG001 (part of the key)
    """Return the film of a run as far as it went: `epoch` tells one length from another."""
    return pack(replay(_run), config, load(config), run=f"{hash(config)}")


@st.cache_data(max_entries=FEW, show_spinner=False, hash_funcs={Table: lambda table: table.digest})
def cached_script(config: TrainConfig) -> str:
    """Return the script of a run."""
    return training_script(config)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_race(configs: tuple[DescentConfig, ...], stride: int) -> dict[str, pd.DataFrame]:
    """Return runs on a landscape as the chart wants them."""
    return race_frames([cached_descent(config) for config in configs], configs[0].steps, stride)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_chain(config: ChainConfig) -> tuple[Round, ...]:
    """Return the rounds of one neuron that learns."""
    return learn(config)


@st.cache_resource(max_entries=FEW, show_spinner=False)
def cached_interruption(config: TrainConfig, epoch: int) -> Interruption:
    """Return three ways to the end of one run; shared by all visitors, and never changed."""
    return interrupt(config, epoch)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_tensor_frames(recipe: Recipe) -> Frames:
    """Return a tensor's picture."""
    tensor = make(recipe)
    return tensor_frames(tensor, name_of(tensor.ndim))


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_chain_frames(size: str, chain: str) -> Frames:
    """Return the picture of a chain of operations."""
    x = start_tensor(size)
    return chain_frames(x, run_chain(x, parse_chain(chain)))


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_meeting_frames(operator: str, a: str, b: str, fix: str) -> Frames:
    """Return the picture of A @ B or A + B."""
    return meeting_frames(operator, choose(operator, operand(a), operand(b), fix))


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_tape_frames(experiment: Experiment) -> Frames:
    """Return the tape of a seed with what was read from it."""
    return tape_frames(experiment, draw_twice(experiment))


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_pixels(data: bytes, side: int) -> NDArray[np.uint8]:
    """Return a picture, decoded and made small."""
    return read_image(data, side)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_basins(config: DescentConfig, n_x: int, n_y: int) -> np.ndarray:
    """Return which minimum each start on a grid leads to."""
    return basins(config, n_x, n_y)
