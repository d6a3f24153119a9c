"""Losses and metrics after every epoch, as a table."""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from core.datasets import Data
from core.training import TrainState
from ui.page import Text


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
    """Show the table."""
    frame = pd.DataFrame([asdict(record) for record in run.history]).dropna(axis=1, how="all")
    st.dataframe(frame, hide_index=True, height=420, alt="Losses and metrics after every epoch")
