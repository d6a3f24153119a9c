"""One optimizer step of the run: five stages, every tensor's numbers, what changed and what did not."""

from typing import Final

import streamlit as st

from core.datasets import Data
from core.models import build, layer_names
from core.training import TrainState
from core.xray import STAGES, Xray, count_batches, stage_lines
from ui.cached.training import cached_step, cached_step_script
from ui.charts.tensors import tiles_chart
from ui.charts.xray import xray_frames
from ui.draw import draw
from ui.labs.training.reaching import bringing, brought
from ui.labs.training.views.step_numbers import show_numbers
from ui.labs.training.views.step_words import accumulation, says
from ui.page import Text, explained
from ui.runs import GLIMPSE
from ui.state import linked

_HEIGHT: Final = 470


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    """Show a step of the run, stage by stage."""
    moments = [moment.epoch for moment in run.snapshots if moment.epoch < run.epoch]
    if not run.finished:
        moments.append(run.epoch)  # the epoch under way, or the next one
    if not moments:
        st.caption(text["One step: none"])
        return
    st.markdown(text["One step"])
    with explained():
        controls = st.container(horizontal=True, gap="medium", vertical_alignment="bottom")
        with controls:
            epoch = _epoch_control(moments)
        state = brought(run, epoch)
        if state is None:
            st.fragment(bringing, run_every=GLIMPSE)(run, epoch)
            return
        with controls:
            xray = cached_step(run.config, epoch, _batch_control(count_batches(state)), state)
            layer = _layer_control(run)
        stage = st.segmented_control(
            "Stage", STAGES, default=STAGES[0], required=True, **linked("stage", offered=STAGES)
        )
        _show_stage(xray, stage or STAGES[0], layer, state, text)
        show_numbers(xray, stage or STAGES[0])
        _show_more(run, xray, state, text)


def _epoch_control(moments: list[int]) -> int:
    if len(moments) == 1:
        return moments[0]
    ties = linked("step_epoch", moments.__contains__, moments[0], label="After epoch", offered=moments)
    epoch: int = st.select_slider("After epoch", moments, moments[0], width=320, **ties)
    return epoch


def _batch_control(n_batches: int) -> int:
    if n_batches == 1:
        return 1
    within = range(1, n_batches + 1)
    ties = linked("step_batch", within.__contains__, 1, label="Batch", offered=within)
    batch: int = st.number_input(f"Batch (1 to {n_batches:,})", 1, n_batches, 1, width=160, **ties)
    return batch


def _layer_control(run: TrainState) -> int:
    names = [*layer_names(build(run.config)).values()]
    if len(names) == 1:
        return 0
    ties = linked("step_layer", names.__contains__, names[0], label="Layer", offered=names)
    layer = st.selectbox("Layer", names, width=170, **ties)
    return names.index(layer)


def _show_stage(xray: Xray, stage: str, layer: int, state: TrainState, text: Text) -> None:
    """Show the lines of a stage, what they did, and the tensors of a layer."""
    words, picture = st.columns([2, 3], gap="medium")
    with words:
        st.code("\n".join(stage_lines(state.config)[stage]), language="python", wrap_lines=True)
        st.markdown(says(xray, stage, state, text))
    with picture:
        draw(
            tiles_chart("diverging", _HEIGHT, canvas=True),
            xray_frames(xray, stage, layer),
            alt="The tensors of one layer in one step; those that this stage changed are solid, the others pale",
        )


def _show_more(run: TrainState, xray: Xray, state: TrainState, text: Text) -> None:
    with st.expander(text["One step: predict"], key="step_answer", on_change="rerun") as question:
        if question.open:
            st.markdown(accumulation(state, xray.batch, text))
    with st.expander(text["One step: script"], key="step_script", on_change="rerun") as behind:
        if behind.open:
            script = cached_step_script(run.config, xray.epoch, xray.batch)
            st.download_button("Download step.py", script, "step.py", "text/x-python", on_click="ignore")
            st.code(script, language="python", height=460)
    st.markdown(text["One step: try"])
