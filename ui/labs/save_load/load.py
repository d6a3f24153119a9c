"""A file from elsewhere: what is in it, whether it fits, and why not."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from core.checkpoints import FILE_BYTES, SAMPLES, listing_script, locate_weights, refused_script
from core.errors import CheckpointError
from core.training import TrainState
from ui.labs.save_load.fit import show_fit
from ui.labs.save_load.guessed import show_guess
from ui.labs.save_load.links import one_of
from ui.labs.save_load.network import file_name, network_popover, offer
from ui.labs.save_load.refused import what_is_in_it
from ui.labs.save_load.words import sentence, span
from ui.lesson import code, questions
from ui.page import explained
from ui.runs import awaited

Script = Callable[[], str]

MEGABYTES: Final = int(FILE_BYTES.high) // 2**20
INTO: Final = ("the network of this page", "a network guessed from the file")


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Load"])
    with explained():
        left, right = st.columns([1, 2], gap="medium")
        with left:
            choices = _choices(text)
        if choices is None:
            return
        run, name, data, into = choices
        with right:
            script = _outcome(name, data, run, into, text)
        code(script)
        first = [key for key in run.weights if key.startswith("0.")]
        questions(text, "Load", lambda: {"n": len(run.weights), "first": len(first)})


def _choices(text: Mapping[str, str]) -> tuple[TrainState, str, bytes, str] | None:
    """Offer the sample files, a file of the visitor's own, which comes first, and what to fill from it.

    None while the network of this page is being trained.
    """
    sample = one_of(
        st.pills, "File to try", list(SAMPLES), next(iter(SAMPLES)), "sample", default=next(iter(SAMPLES)),
        required=True, wrap=True,
    )  # fmt: skip
    own = st.file_uploader("Or a file of your own (.pth, .pt)", max_upload_size=MEGABYTES, key="own_file")
    into = one_of(st.radio, "Fit it into", INTO, INTO[0], "into")
    st.caption(SAMPLES[sample].about if own is None else text["Own file"].format(name=span(own.name)))
    with st.container(horizontal=True):
        run = awaited(network_popover())
        if run is None:
            return None
        if own is not None:
            return run, own.name, own.getvalue(), into
        name, data = file_name(sample), SAMPLES[sample].make(run)
        offer(name, data)
    return run, name, data, into


def _outcome(name: str, data: bytes, run: TrainState, into: str, text: Mapping[str, str]) -> Script:
    """Show what the file holds and whether it fits, or say why it is refused; return what writes the same as code."""
    try:
        place, weights = locate_weights(data)
    except CheckpointError as error:
        st.markdown(f"**Refused.** {sentence(str(error))}")
        what_is_in_it(data, text)
        return lambda: refused_script(name)
    if place:
        st.markdown(text["Place"].format(place=" › ".join(span(key) for key in place)))
    try:
        script = (show_fit if into == INTO[0] else show_guess)(weights, run.config, text)
    except CheckpointError as error:
        st.markdown(f"**Refused.** {sentence(str(error))}")
        return lambda: listing_script(name, place=place)
    return lambda: script(name, place)
