"""Caches of the Gradient descent page."""

import numpy as np
import pandas as pd
import streamlit as st

from core.descent.basins import basins
from core.descent.chain import ChainConfig, Round, learn
from core.descent.config import DescentConfig
from core.descent.path import Path, descend
from ui.cached.bounds import SOME
from ui.charts.descent.basins import basins_frames
from ui.charts.descent.race_frames import race_frames
from ui.charts.descent.steps import steps_frames


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_descent(config: DescentConfig) -> Path:
    """Return the path of one optimizer."""
    return descend(config)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_steps(config: DescentConfig, last: int) -> dict[str, pd.DataFrame]:
    """Return a path on a curve as the chart wants it."""
    return steps_frames(cached_descent(config), last)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_race(configs: tuple[DescentConfig, ...], stride: int) -> dict[str, pd.DataFrame]:
    """Return runs on a landscape as the chart wants them."""
    return race_frames([cached_descent(config) for config in configs], configs[0].steps, stride)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_chain(config: ChainConfig) -> tuple[Round, ...]:
    """Return the rounds of one neuron that learns."""
    return learn(config)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_basins(config: DescentConfig, n_x: int, n_y: int) -> np.ndarray:
    """Return which minimum each start on a grid leads to."""
    return basins(config, n_x, n_y)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_map_of_basins(config: DescentConfig, n_x: int, n_y: int) -> dict[str, pd.DataFrame]:
    """Return these starts as the chart wants them."""
    return basins_frames(config.surface, cached_basins(config, n_x, n_y))
