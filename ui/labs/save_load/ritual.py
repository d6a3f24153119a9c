"""Save the state_dict, make a new instance, load: is it the same network?"""

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st
import torch
from torch import Tensor

from core.checkpoints import Trio, ritual_script
from core.config import TrainConfig
from core.datasets import load
from ui.cached.checkpoints import cached_trio
from ui.charts.checkpoints import Frames, map_chart, weights_chart
from ui.draw import draw
from ui.labs.save_load.network import code, network_controls, offer, questions
from ui.page import explained
from ui.runs import trained
from ui.state import linked

SHOWN: Final = 5
ALT: Final = {
    "trained": "the trained network",
    "new": "a new instance with other, random weights",
    "loaded": "the third instance, filled from the file unless that line was forgotten",
}


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Ritual"])
    with explained():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            config = network_controls()
            forget = st.toggle("Forget load_state_dict", **linked("forget"))
        run = trained(config)
        trio, frames = cached_trio(config, run.epoch, forget, run)
        _maps(trio, frames, forget=forget)
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _weights(trio, frames)
        with right:
            _numbers(trio, config)
            _downloads(trio)
        points = load(config).test.x[:SHOWN].tolist()
        code(ritual_script(config, points))
        questions(
            text,
            "Ritual",
            size=len(trio.weights_file),
            parameters=config.n_parameters,
            numbers=4 * config.n_parameters,
        )


def _maps(trio: Trio, frames: Mapping[str, Frames], *, forget: bool) -> None:
    third = "**3 · Loaded?** `load_state_dict` was never called" if forget else "**3 · Loaded** `load_state_dict(...)`"
    titles = ("**1 · Trained** `torch.save(state_dict, ...)`", "**2 · A new instance** other, random weights", third)
    for column, title, name in zip(st.columns(3, gap="medium"), titles, trio.outputs, strict=True):
        with column:
            st.markdown(title)
            draw(map_chart(), frames[name], alt=f"Decision map: {ALT[name]}")
            st.markdown(_verdict(trio.outputs["trained"], trio.outputs[name], itself=name == "trained"))


def _verdict(wanted: Tensor, found: Tensor, *, itself: bool) -> str:
    if itself:
        return f"{len(wanted)} test points predicted"
    equal, gap = torch.equal(wanted, found), (wanted - found).abs().max().item()
    return f"`torch.equal` with the trained one: **{equal}**, largest |difference| **{gap:.4g}**"


def _weights(trio: Trio, frames: Mapping[str, Frames]) -> None:
    draw(weights_chart(), frames["weights"], alt="The numbers of both state_dicts, each tensor a block of cells")
    limit = max(tensor.abs().max().item() for weights in trio.weights.values() for tensor in weights.values())
    shapes = ", ".join(f"{name} {tuple(tensor.shape)}" for name, tensor in trio.weights["trained"].items())
    st.caption(f"Orange is −{limit:.2f}, grey 0, blue +{limit:.2f}; each cell is one number. Shapes: {shapes}.")


def _numbers(trio: Trio, config: TrainConfig) -> None:
    """Compare the first predictions element by element."""
    frame = pd.DataFrame({name: output[:SHOWN, 0].tolist() for name, output in trio.outputs.items()})
    frame["|difference|"] = (frame["trained"] - frame["loaded"]).abs()
    points = load(config).test.points[:SHOWN].tolist()
    frame.insert(0, "test point", [f"({x:.2f}, {y:.2f})" for x, y in points])
    columns = {name: st.column_config.NumberColumn(format="%.6f") for name in frame.columns[1:]}
    st.dataframe(frame, hide_index=True, column_config=columns, alt="Logits of the three instances")
    st.caption("The raw output (logit) for the first test points: trained against loaded.")


def _downloads(trio: Trio) -> None:
    with st.container(horizontal=True):
        for name, data in (("weights.pth", trio.weights_file), ("checkpoint.pth", trio.checkpoint_file)):
            offer(name, data)
