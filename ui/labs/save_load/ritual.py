"""Save the state_dict, make a new instance, load: is it the same network?"""

from collections.abc import Mapping
from typing import Final

import streamlit as st
import torch
from torch import Tensor

from core.checkpoints import Trio, ritual_script
from core.config import TrainConfig
from core.datasets import load
from ui.cached.checkpoints import cached_trio
from ui.charts.checkpoints import map_chart, weights_chart
from ui.controls.widgets import switch
from ui.draw import draw
from ui.labs.save_load.network import network_controls, offer
from ui.lesson import code, questions
from ui.page import explained
from ui.runs import awaited

Charts = Mapping[str, Mapping[str, bytes]]

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
            forget = switch("Forget load_state_dict", False, "forget")
        if (run := awaited(config)) is None:
            return
        trio, charts = cached_trio(config, run.epoch, forget, run)
        _maps(trio, charts, forget=forget)
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _weights(trio, charts)
        with right:
            _numbers(trio, config)
            offer("weights.pth", trio.weights_file)
        code(lambda: ritual_script(config, load(config).test.x[:SHOWN].tolist()))
        questions(text, "Ritual", lambda: _sizes(trio, config))


def _maps(trio: Trio, charts: Charts, *, forget: bool) -> None:
    third = "**3 · Loaded?** `load_state_dict` was never called" if forget else "**3 · Loaded** `load_state_dict(...)`"
    titles = ("**1 · Trained** `torch.save(state_dict, ...)`", "**2 · A new instance** other, random weights", third)
    columns = st.columns(3, gap="medium", vertical_alignment="bottom")
    for column, title, name in zip(columns, titles, trio.outputs, strict=True):
        with column:
            verdict = _verdict(trio.outputs["trained"], trio.outputs[name], itself=name == "trained")
            st.markdown(f"{title}  \n{verdict}")
            draw(map_chart(), charts[name], alt=f"Decision map: {ALT[name]}")


def _verdict(wanted: Tensor, found: Tensor, *, itself: bool) -> str:
    if itself:
        return f"{len(wanted)} test points predicted"
    equal, gap = torch.equal(wanted, found), (wanted - found).abs().max().item()
    return f"`torch.equal` with 1: **{equal}**, largest |difference| **{gap:.4g}**"


def _weights(trio: Trio, charts: Charts) -> None:
    draw(weights_chart(), charts["weights"], alt="The numbers of both state_dicts, each tensor a block of cells")
    limit = max(tensor.abs().max().item() for weights in trio.weights.values() for tensor in weights.values())
    shapes = ", ".join(f"{name} {tuple(tensor.shape)}" for name, tensor in trio.weights["trained"].items())
    st.caption(f"Orange is −{limit:.2f}, grey 0, blue +{limit:.2f}; each cell is one number. Shapes: {shapes}.")


def _numbers(trio: Trio, config: TrainConfig) -> None:
    """Compare the first predictions element by element, in a plain table: one that scrolls is painted much later."""
    points = load(config).test.points[:SHOWN].tolist()
    columns = [output[:SHOWN, 0].tolist() for output in trio.outputs.values()]
    rows = [
        f"| ({x:.2f}, {y:.2f}) | {trained:.4f} | {new:.4f} | {loaded:.4f} | {abs(trained - loaded):.4f} |"
        for (x, y), trained, new, loaded in zip(points, *columns, strict=True)
    ]
    head = ("| Logit at | trained | new | loaded | difference |", "| --- | ---: | ---: | ---: | ---: |")
    st.markdown("\n".join([*head, *rows]))


def _sizes(trio: Trio, config: TrainConfig) -> dict[str, int]:
    """Count what the file holds, in numbers and in bytes."""
    return {
        "size": len(trio.weights_file),
        "parameters": config.n_parameters,
        "numbers": 4 * config.n_parameters,
    }
