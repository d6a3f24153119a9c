"""How a run ended, in a sentence, where it did not end as planned."""

import streamlit as st

from core.training import TrainState


def show_outcome(run: TrainState) -> None:
    """Say where a run broke off, and what would help."""
    if run.stop is None:
        return
    last = next((record for record in reversed(run.history[:-1])), run.history[0])
    st.warning(
        f"The numbers exploded: at epoch {run.stop.epoch} the {run.stop.layer} held a number that is not finite"
        f" (nan or infinite), so training stopped. One epoch earlier the train loss was {last.train_loss:.4g}."
        f" Steps too large do this: the learning rate is {run.config.lr:g}, try {run.config.lr / 10:g}.",
        icon=":material/info:",
    )
