"""A file from elsewhere: what is in it, whether it fits, and why not."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.checkpoints import FILE_BYTES, SAMPLES, inspect, load_script, read_weights
from core.errors import CheckpointError
from core.models import build
from core.training import TrainState
from ui.labs.save_load.fit import show_fit
from ui.labs.save_load.guessed import show_guess
from ui.labs.save_load.network import code, network_controls, questions
from ui.page import explained
from ui.runs import trained
from ui.state import linked

MEGABYTES: Final = int(FILE_BYTES.high) // 2**20
INTO: Final = ("the network of this page", "a network guessed from the file")


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Load"])
    with explained():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            config = network_controls()
        run = trained(config)
        left, right = st.columns([1, 2], gap="large")
        with left:
            name, data = _source(run, text)
            into = st.radio("Fit it into", INTO, **linked("into")) or INTO[0]
        with right:
            _outcome(data, run, into, text)
        code(load_script(name, build(config)))
        questions(text, "Load", n=len(run.weights), first=len([key for key in run.weights if key.startswith("0.")]))


def _source(run: TrainState, text: Mapping[str, str]) -> tuple[str, bytes]:
    """Offer the sample files and a file of the visitor's own, which comes first."""
    names = list(SAMPLES)
    chosen = st.pills("File to try", names, default=names[0], required=True, wrap=True, **linked("sample"))
    sample = chosen or names[0]  # a link may name none of them
    own = st.file_uploader(
        f"Or a file of your own (.pth, .pt), up to {MEGABYTES} MB", max_upload_size=MEGABYTES, key="own_file"
    )
    if own is not None:
        st.caption(text["Own file"].format(name=own.name))
        return own.name, own.getvalue()
    st.caption(SAMPLES[sample].about)
    return "file.pth", SAMPLES[sample].make(run)


def _outcome(data: bytes, run: TrainState, into: str, text: Mapping[str, str]) -> None:
    """Show what the file holds and whether it fits, or say why it is refused."""
    try:
        weights = read_weights(data)
    except CheckpointError as error:
        st.markdown(f"**Refused.** {_sentence(str(error))}")
        _what_is_in_it(data, text)
        return
    if into == INTO[0]:
        show_fit(weights, run.config, text)
    else:
        show_guess(weights, run.config, text)


def _what_is_in_it(data: bytes, text: Mapping[str, str]) -> None:
    """Say what can be seen without opening the file."""
    try:
        contents = inspect(data)
    except CheckpointError:
        st.markdown(text["Refused: cannot be read"])
        return
    st.markdown(text["Refused: what is in it"])
    listed = [f"- `{tensor.name}` {tensor.shape} {tensor.dtype}" for tensor in contents.tensors[:8]]
    st.markdown("\n".join(listed) or "No tensor in plain sight.")
    st.markdown(f"It asks Python for {', '.join(f'`{name}`' for name in contents.names) or 'nothing'}.")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
