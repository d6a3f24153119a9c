"""A file, opened without running anything in it."""

import re
from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from core.checkpoints import SAMPLES, Contents, inside_script, inspect, save, torch_answer
from core.checkpoints.wording import counted
from core.training import TrainState
from ui.charts.checkpoints import strip_chart, strip_frames
from ui.draw import draw
from ui.labs.save_load.links import one_of
from ui.labs.save_load.network import file_name, network_popover, offer
from ui.labs.save_load.tables import show_table
from ui.lesson import code, questions
from ui.page import explained
from ui.runs import awaited

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
        name = one_of(st.segmented_control, "File", list(FILES), "weights", "file", default="weights", required=True)
        with st.container(horizontal=True, vertical_alignment="center"):
            run = awaited(network_popover())
            st.markdown(text[f"File: {name}"])
        if run is None:
            return
        data = FILES[name](run)
        contents = inspect(data)
        draw(strip_chart(), strip_frames(contents), alt="The file from its first byte to its last, by entry")
        _answer(contents, data, text)
        left, right = st.columns(2, gap="medium")
        with left:
            _entries(contents)
        with right:
            _instructions(contents)
        offer(file_name(name), data)
        code(lambda: inside_script(file_name(name)))
        questions(text, "Inside", lambda: _shares(run))


def _answer(contents: Contents, data: bytes, text: Mapping[str, str]) -> None:
    """Say what the pickle asks Python for, and what PyTorch answers to that, in its own words."""
    if contents.unnamed:
        st.markdown(text["Unnamed"].format(n=f"It holds {counted(len(contents.unnamed), 'tensor')}").rstrip(":") + ".")
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
    of = {tensor.entry: f"numbers of a tensor {tensor.shape} {tensor.dtype}" for tensor in contents.unnamed}
    of |= {tensor.entry: f"numbers of {tensor.name} {tensor.shape} {tensor.dtype}" for tensor in contents.tensors}
    rows = [(entry.name, entry.size, of.get(entry.name, entry.role)) for entry in contents.entries]
    show_table(("entry", "bytes", "what it is"), rows, label="The entries of the zip archive", height=HEIGHT)


def _instructions(contents: Contents) -> None:
    shown = [instruction for instruction in contents.instructions if instruction.opcode not in MEMO]
    rows = [(instruction.position, instruction.opcode, instruction.words) for instruction in shown]
    label = "The instructions of the pickle, read but not run"
    show_table(("byte", "instruction", "in words"), rows, label=label, height=HEIGHT)


def _shares(run: TrainState) -> dict[str, float]:
    """Count how much of a file of weights is the weights."""
    size, stored = len(save(run, "weights")), 4 * run.config.n_parameters
    return {"size": size, "stored": stored, "share": stored / size}


def _article(words: str) -> str:
    return "an" if words[:1] in "AEIOU" else "a"
