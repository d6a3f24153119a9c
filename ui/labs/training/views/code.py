"""The code of the run: it prints the losses on the page, digit for digit."""

import streamlit as st

from core.datasets import Data
from core.training import TrainState
from ui.cached.training import cached_script
from ui.labs.training.playground import show_link
from ui.page import Text


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    """Show the script, and the way to TensorFlow Playground."""
    st.caption(text["Code" if run.config.table is None else "Code of a table"])
    stopped = run.stop is None and 0 < run.epoch < run.config.epochs
    script = cached_script(run.config, run.epoch if stopped else None)
    st.download_button("Download train.py", script, "train.py", "text/x-python", on_click="ignore")
    st.code(script, language="python", height=460)
    show_link(run.config, text)
