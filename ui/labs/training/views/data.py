"""The points themselves, and what was done to them."""

import pandas as pd
import streamlit as st

from core.datasets import Data
from core.training import TrainState, noise_varies, settings_in
from ui.page import Text
from ui.wording import written
from ui.words import verbatim


def show(run: TrainState, data: Data, text: Text) -> None:
    """Show the training points and the notes on them."""
    st.markdown(
        f"{len(data.train.x)} points to train on, {len(data.test.x)} to test on; target: {verbatim(data.target)}."
    )
    if noise_varies(run.config):
        st.caption(
            text["Data at the end"].format(noise=written(settings_in(run.config, max(1, run.epoch)).noise or 0))
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
