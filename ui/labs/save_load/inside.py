"""A file, opened without running anything in it."""

import re
from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd
import streamlit as st

from core.checkpoints import SAMPLES, Contents, inside_script, inspect, save, torch_answer
from core.training import TrainState
from ui.charts.checkpoints import strip_chart, strip_frames
from ui.draw import draw
from ui.labs.save_load.network import code, file_name, network_controls, offer, questions
from ui.page import explained
from ui.runs import trained
from ui.state import linked

FILES: Final[Mapping[str, Callable[[TrainState], bytes]]] = {
    "weights": lambda run: save(run, "weights"),
    "checkpoint": save,
    "whole model": SAMPLES["whole model"].make,
    "prints when opened": SAMPLES["prints when opened"].make,
}
MEMO: Final = ("BINPUT", "LONG_BINPUT", "BINGET", "LONG_BINGET")
HEIGHT: Final = 300


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Inside"])
    with explained():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            config = network_controls()
        run = trained(config)
        chosen = st.segmented_control("File", list(FILES), default="weights", required=True, **linked("file"))
        name = chosen or "weights"  # a link may name none of them
        data = FILES[name](run)
        contents = inspect(data)
        st.markdown(text[f"File: {name}"])
        draw(strip_chart(), strip_frames(contents), alt="The file from its first byte to its last, by entry")
        _answer(contents, data)
        left, right = st.columns(2, gap="medium")
        with left:
            _entries(contents)
        with right:
            _instructions(contents)
        offer(file_name(name), data)
        code(lambda: inside_script(file_name(name)))
        questions(text, "Inside", lambda: _shares(run))


def _answer(contents: Contents, data: bytes) -> None:
    """Say what the pickle asks Python for, and what PyTorch answers to that, in its own words."""
    asked = [f"`{name}`" if name not in contents.forbidden else f"**`{name}`**" for name in contents.names]
    st.markdown(f"The pickle asks Python for {', '.join(asked)}.")
    words = torch_answer(data)
    blocked = re.search(r"WeightsUnpickler error: (.+?)\. Please", words)
    if blocked is None:
        st.markdown(f"`torch.load(file, weights_only=True)` gives {_article(words)} {words[:300]}.")
        return
    st.markdown(f"`torch.load(file, weights_only=True)` refuses: *{blocked[1]}.*")
    with st.expander("All of PyTorch's message"):
        st.code(words, language=None, wrap_lines=True)


def _entries(contents: Contents) -> None:
    of = {tensor.entry: f"numbers of {tensor.name} {tensor.shape} {tensor.dtype}" for tensor in contents.tensors}
    frame = pd.DataFrame(
        {
            "entry": [entry.name for entry in contents.entries],
            "bytes": [entry.size for entry in contents.entries],
            "in the zip": [entry.compressed for entry in contents.entries],
            "what it is": [of.get(entry.name, entry.role) for entry in contents.entries],
        }
    )
    st.dataframe(frame, hide_index=True, height=HEIGHT, alt="The entries of the zip archive")


def _instructions(contents: Contents) -> None:
    shown = [instruction for instruction in contents.instructions if instruction.opcode not in MEMO]
    frame = pd.DataFrame(
        {
            "byte": [instruction.position for instruction in shown],
            "instruction": [instruction.opcode for instruction in shown],
            "in words": [instruction.words for instruction in shown],
        }
    )
    st.dataframe(frame, hide_index=True, height=HEIGHT, alt="The instructions of the pickle, read but not run")


def _shares(run: TrainState) -> dict[str, float]:
    """Count how much of a file of weights is the weights."""
    size, stored = len(save(run, "weights")), 4 * run.config.n_parameters
    return {"size": size, "stored": stored, "share": stored / size}


def _article(words: str) -> str:
    return "an" if words[:1] in "AEIOU" else "a"
