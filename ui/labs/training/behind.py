"""What lies behind the picture: the code, the network, every epoch, the data."""

from dataclasses import asdict, replace

import pandas as pd
import streamlit as st

from core.datasets import Data
from core.models import summary
from core.training import TrainState
from ui.cached.training import cached_script
from ui.labs.training.playground import show_link
from ui.page import Text
from ui.state import linked
from ui.words import verbatim


def show(run: TrainState, data: Data, text: Text) -> None:
    """Offer the views, none open at first; only the open one is computed."""
    views = {"Code": _code, "Network": _network, "Every epoch": _epochs, "Data": _data, "Try this": _try}
    chosen = st.segmented_control("Look behind it", list(views), **linked("behind"))
    if chosen is not None:
        views[chosen](run, data, text)


def _code(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    st.caption(text["Code" if run.config.table is None else "Code of a table"])
    stopped = run.stop is None and 0 < run.epoch < run.config.epochs
    script = cached_script(replace(run.config, epochs=run.epoch) if stopped else run.config)
    st.download_button("Download train.py", script, "train.py", "text/x-python", on_click="ignore")
    st.code(script, language="python", height=460)
    show_link(run.config, text)


def _network(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
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


def _epochs(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
    frame = pd.DataFrame([asdict(record) for record in run.history]).dropna(axis=1, how="all")
    st.dataframe(frame, hide_index=True, height=420, alt="Losses and metrics after every epoch")


def _data(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
    st.markdown(
        f"{len(data.train.x)} points to train on, {len(data.test.x)} to test on; target: {verbatim(data.target)}."
    )
    for note in data.notes:
        st.markdown(f"- {verbatim(note)}")
    if data.target_std != 1:
        st.caption(text["Standardised"].format(mean=data.target_mean, std=data.target_std))
    st.dataframe(_points(data), hide_index=True, height=380, alt="The training points")


def _points(data: Data) -> pd.DataFrame:
    frame = pd.DataFrame(data.train.points.numpy(), columns=list(data.point_names))
    y = data.train.y.flatten().tolist()
    frame[data.target] = [data.classes[i] for i in y] if data.classes else y
    return frame


def _try(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
    st.markdown(text["What to try"])


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
