"""A file from elsewhere: what is in it, whether it fits, and why not."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.checkpoints import FILE_BYTES, SAMPLES, inspect, load_script, locate_weights
from core.errors import CheckpointError
from core.models import build
from core.training import TrainState
from ui.labs.save_load.fit import show_fit
from ui.labs.save_load.guessed import show_guess
from ui.labs.save_load.network import code, file_name, network_controls, offer, questions
from ui.labs.save_load.words import sentence, span
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
            place = _outcome(data, run, into, text)
        code(lambda: load_script(name, build(config), place=place))
        first = [key for key in run.weights if key.startswith("0.")]
        questions(text, "Load", lambda: {"n": len(run.weights), "first": len(first)})


def _source(run: TrainState, text: Mapping[str, str]) -> tuple[str, bytes]:
    """Offer the sample files and a file of the visitor's own, which comes first."""
    names = list(SAMPLES)
    chosen = st.pills("File to try", names, default=names[0], required=True, wrap=True, **linked("sample"))
    sample = chosen or names[0]  # a link may name none of them
    own = st.file_uploader(
        f"Or a file of your own (.pth, .pt), up to {MEGABYTES} MB", max_upload_size=MEGABYTES, key="own_file"
    )
    if own is not None:
        st.caption(text["Own file"].format(name=span(own.name)))
        return own.name, own.getvalue()
    st.caption(SAMPLES[sample].about)
    name, data = file_name(sample), SAMPLES[sample].make(run)
    offer(name, data)
    return name, data


def _outcome(data: bytes, run: TrainState, into: str, text: Mapping[str, str]) -> tuple[str, ...]:
    """Show what the file holds and whether it fits, or say why it is refused; return the keys to its weights."""
    try:
        place, weights = locate_weights(data)
    except CheckpointError as error:
        st.markdown(f"**Refused.** {sentence(str(error))}")
        _what_is_in_it(data, text)
        return ()
    if place:
        st.markdown(text["Place"].format(place=" › ".join(span(key) for key in place)))
    try:
        (show_fit if into == INTO[0] else show_guess)(weights, run.config, text)
    except CheckpointError as error:
        st.markdown(f"**Refused.** {sentence(str(error))}")
    return place


def _what_is_in_it(data: bytes, text: Mapping[str, str]) -> None:
    """Say what can be seen without opening the file."""
    try:
        contents = inspect(data)
    except CheckpointError:
        st.markdown(text["Refused: cannot be read"])
        return
    st.markdown(text["Refused: what is in it"])
    listed = [f"- {span(tensor.name)} {tensor.shape} {span(tensor.dtype)}" for tensor in contents.tensors[:8]]
    st.markdown("\n".join(listed) or "No tensor in plain sight.")
    st.markdown(f"It asks Python for {', '.join(span(name) for name in contents.names[:12]) or 'nothing'}.")
