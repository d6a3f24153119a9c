"""Caches of the Training page."""

import streamlit as st

from core.config import TrainConfig
from core.datasets import load
from core.forgetting import Measured, differing_lines, eval_script, measure
from core.loss_landscape import Landscape, Window, landscape, sharpening, sharpness
from core.replay import RESOLUTION, anatomy, beyond, replay
from core.script import training_script
from core.tables import Table, read_csv
from core.training import Diagnosis, TrainState, Within, diagnose_learning
from core.xray import Xray, step_of, step_script
from ui.cached.bounds import FEW
from ui.cached.keys import told
from ui.charts.loss_landscape import landscape_frames
from ui.components.replay import wire
from ui.components.replay.pack import pack
from ui.draw import packed


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_table(data: bytes, name: str) -> Table:
    """Return the learner's table."""
    return read_csv(data, name)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_film(
    config: TrainConfig,  # noqa: ARG001 (part of the key)
    epoch: int,  # noqa: ARG001
    _run: TrainState,
    batch: int = 0,  # noqa: ARG001
    _last: Within | None = None,
) -> bytes:
    """Return the film of a run as far as it went: `epoch` and `batch` tell one length from another.

    Args:
        config: of the run.
        epoch: how many it has done.
        _run: it.
        batch: how many batches its last moment comes after; 0 where that is not told.
        _last: the last of them.
    """
    return _film(_run, RESOLUTION, _last)


def live_film(run: TrainState) -> bytes:
    """Return the film of a run under way: the next one is asked for in a moment, so it is coarser and not kept."""
    return _film(run, RESOLUTION // 2)


def _film(run: TrainState, resolution: int, last: Within | None = None) -> bytes:
    config = run.config
    if last is not None and run.epoch < last.epoch:
        run = beyond(run, last)
    film, inside = replay(run, resolution), anatomy(run)
    return wire(pack(film, config, load(config), run=f"{hash(config)}", inside=inside, batch=last))


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_script(config: TrainConfig, last: int | None) -> str:
    """Return the script of a run, up to the epoch that it was stopped after."""
    return training_script(config, last)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_diagnosis(config: TrainConfig, epoch: int, _run: TrainState) -> Diagnosis | None:  # noqa: ARG001
    """Return why a run has not learned, if it has not."""
    return diagnose_learning(_run)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_step(config: TrainConfig, epoch: int, batch: int, _state: TrainState) -> Xray:  # noqa: ARG001
    """Return the X-ray of a step: `_state` is the run after `epoch` epochs."""
    return step_of(_state, batch)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_step_script(config: TrainConfig, epoch: int, batch: int) -> str:
    """Return the script of a step."""
    return step_script(config, epoch, batch)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_landscape(config: TrainConfig, epoch: int, window: Window, _run: TrainState) -> Landscape:  # noqa: ARG001
    """Return the loss around the end of a run as far as it went."""
    return landscape(_run, window)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_landscape_frames(config: TrainConfig, epoch: int, window: Window, _run: TrainState) -> dict[str, bytes]:
    """Return that landscape as the chart wants it."""
    found = cached_landscape(config, epoch, window, _run)
    losses = [_run.history[moment].train_loss for moment in found.epochs]
    return packed(landscape_frames(found.losses, found.half, found.path, found.epochs, losses))


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_sharpness(config: TrainConfig, epoch: int, _run: TrainState) -> float:  # noqa: ARG001
    """Return how sharply the loss bends where a run ended."""
    return sharpness(_run)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_sharpening(config: TrainConfig, epoch: int, _run: TrainState) -> dict[int, float]:  # noqa: ARG001
    """Return how sharply it bent on the way there."""
    return sharpening(_run)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_differing_lines(right: TrainConfig, wrong: TrainConfig) -> str:
    """Return how the scripts of two runs differ."""
    return differing_lines(right, wrong)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_measured(config: TrainConfig, epoch: int, _run: TrainState) -> Measured:  # noqa: ARG001
    """Return what a run's last weights give when measured again and again."""
    return measure(_run)


@st.cache_resource(max_entries=FEW, show_spinner=False, hash_funcs={TrainConfig: told})
def cached_eval_script(config: TrainConfig, epoch: int, _run: TrainState) -> str:  # noqa: ARG001
    """Return the script that measures so."""
    return eval_script(_run)
