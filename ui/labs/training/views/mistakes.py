"""Where the network is wrong: confused classes with their points, or residuals with the worst of them."""

import streamlit as st

from core.datasets import Data
from core.mistakes import PARTS, judge, mistakes_script, residuals, standing
from core.training import Snapshot, TrainState, data_in
from ui.labs.training.views.mistakes_classes import show_classes
from ui.labs.training.views.mistakes_rest import show_rest
from ui.page import Text
from ui.state import linked


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    """Lay the view out; a change in it runs the view alone."""
    weights = standing(run)
    if weights is None:
        st.markdown(text["No mistakes without numbers"])
        return
    st.fragment(_show)(run, weights, data_in(run.config, weights.epoch), text)


def _show(run: TrainState, weights: Snapshot, data: Data, text: Text) -> None:
    st.markdown(text["Mistakes" if data.task == "classification" else "Residuals"])
    ties = linked("points_of", label="Points", offered=PARTS)
    part = st.segmented_control("Points", PARTS, default=PARTS[0], required=True, **ties) or PARTS[0]
    if run.stop is not None:
        st.caption(text["Mistakes before the end"].format(epoch=weights.epoch))
    if data.task == "classification":
        show_classes(judge(run.config, weights, data, part), data, part, text)
    else:
        show_rest(residuals(run.config, weights, data, part), data, part, text)
    with st.expander("The PyTorch behind this"):
        st.caption(text["Mistakes code"])
        st.code(mistakes_script(run.config, part, data.target_std), language="python")
