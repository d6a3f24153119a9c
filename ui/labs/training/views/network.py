"""The modules of the network, with the arithmetic of their parameters."""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from core.datasets import Data
from core.models import summary
from core.training import TrainState
from ui.page import Text
from ui.words import verbatim


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
    """Show the table of modules."""
    rows = [asdict(row) for row in summary(run.config)]
    frame = pd.DataFrame(rows).rename(
        columns={"key": "Key", "module": "Module", "output": "Output shape", "arithmetic": "Weights + biases",
                 "n_parameters": "Parameters"}
    )  # fmt: skip
    st.markdown(
        f"**{run.config.n_parameters:,} parameters** in {len(run.weights) // 2} linear layers;"
        f" inputs: {verbatim(_listed(data.input_names))}."
    )
    st.dataframe(frame, hide_index=True, alt="The modules of the network with their parameters")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
