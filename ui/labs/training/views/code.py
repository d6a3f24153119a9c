"""The code of the run: it prints the losses on the page, digit for digit."""

from functools import partial

import streamlit as st

from core.datasets import Data
from core.script import training_notebook
from core.tables import POINTS_FILE
from core.training import TrainState
from ui.cached.training import cached_script
from ui.labs.training.playground import show_link
from ui.labs.training.table import file_of
from ui.page import Text


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    """Show the script, to be had as a notebook too, and the way to TensorFlow Playground."""
    st.caption(text["Code" if run.config.table is None else "Code of a table"])
    stopped = not run.finished and run.epoch > 0
    last = run.epoch if stopped else None
    script, notebook = cached_script(run.config, last), partial(training_notebook, run.config, last)
    with st.container(horizontal=True, gap="small"):
        st.download_button("Download train.py", script, "train.py", "text/x-python", on_click="ignore")
        st.download_button(
            "Download notebook", notebook, "train.ipynb", "application/x-ipynb+json", on_click="ignore",
            help="The same code in cells, for Jupyter or Colab, with the losses drawn in the end.",
        )  # fmt: skip
        if made := file_of(run.config.table):
            st.download_button(f"Download {POINTS_FILE}", made, POINTS_FILE, "text/csv", on_click="ignore")
    st.code(script, language="python", height=460)
    show_link(run.config, text)
