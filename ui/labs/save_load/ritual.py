"""Save the state_dict, make a new instance, load: is it the same network?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st
import torch
from torch import Tensor, nn

from core.checkpoints import another_instance, fill, load_weights, ritual_script, save
from core.config import TrainConfig
from core.datasets import load
from core.training import TrainState
from ui.charts.checkpoints import weights_chart, weights_frames
from ui.draw import draw
from ui.labs.save_load.network import code, draw_map, network_controls, questions
from ui.page import explained
from ui.runs import trained
from ui.state import linked

SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trio:
    """Three instances of one network, and their outputs (N, 1) for the test points."""

    trained: nn.Sequential
    fresh: nn.Sequential
    last: nn.Sequential
    outputs: Mapping[str, Tensor]


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Ritual"])
    with explained():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            config = network_controls()
            forget = st.toggle("Forget load_state_dict", **linked("forget"))
        run = trained(config)
        data = save(run, "weights")
        trio = _trio(run, data, forget=forget)
        _maps(trio, config, forget=forget)
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _weights(trio)
        with right:
            _numbers(trio, config)
            _downloads(run, data)
        points = load(config).test.x[:SHOWN].tolist()
        code(ritual_script(config, points))
        questions(text, "Ritual", size=len(data), parameters=config.n_parameters, numbers=4 * config.n_parameters)


def _trio(run: TrainState, data: bytes, *, forget: bool) -> Trio:
    """Make the trained network, a new instance, and one that was filled from the file (or not)."""
    first, fresh, last = (another_instance(run.config) for _ in range(3))
    fill(first, run.weights)
    if not forget:
        load_weights(data, last)
    x = load(run.config).test.x
    with torch.inference_mode():
        outputs = {name: model(x) for name, model in (("trained", first), ("new", fresh), ("loaded", last))}
    return Trio(trained=first, fresh=fresh, last=last, outputs=outputs)


def _maps(trio: Trio, config: TrainConfig, *, forget: bool) -> None:
    third = "**3 · Loaded?** `load_state_dict` was never called" if forget else "**3 · Loaded** `load_state_dict(...)`"
    titles = ("**1 · Trained** `torch.save(state_dict, ...)`", "**2 · A new instance** other, random weights", third)
    for column, title, model, key in zip(
        st.columns(3, gap="medium"), titles, (trio.trained, trio.fresh, trio.last), trio.outputs, strict=True
    ):
        with column:
            st.markdown(title)
            draw_map(model, config, title)
            st.markdown(_verdict(trio.outputs["trained"], trio.outputs[key], itself=key == "trained"))


def _verdict(wanted: Tensor, found: Tensor, *, itself: bool) -> str:
    if itself:
        return f"{len(wanted)} test points predicted"
    equal, gap = torch.equal(wanted, found), (wanted - found).abs().max().item()
    return f"`torch.equal` with the trained one: **{equal}**, largest |difference| **{gap:.4g}**"


def _weights(trio: Trio) -> None:
    rows = {"trained.state_dict()": trio.trained.state_dict(), "loaded.state_dict()": trio.last.state_dict()}
    frames = weights_frames(rows)
    draw(weights_chart(), frames, alt="The numbers of both state_dicts, each tensor a block of cells")
    limit = max(tensor.abs().max().item() for weights in rows.values() for tensor in weights.values())
    shapes = ", ".join(f"{name} {tuple(tensor.shape)}" for name, tensor in rows["trained.state_dict()"].items())
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


def _downloads(run: TrainState, data: bytes) -> None:
    with st.container(horizontal=True):
        st.download_button(
            f"weights.pth ({len(data):,} bytes)", data, "weights.pth", icon=":material/download:", on_click="ignore"
        )
        whole = save(run)
        st.download_button(
            f"checkpoint.pth ({len(whole):,} bytes)",
            whole,
            "checkpoint.pth",
            icon=":material/download:",
            on_click="ignore",
        )
