"""A run whose numbers exploded: where, and with which learning rate it would learn, found out by trying."""

from dataclasses import replace

import streamlit as st

from core.config import LR, TrainConfig
from core.training import TrainState, diagnose_learning, settings_in
from ui.controls import DEFAULTS
from ui.labs.training.quality import names, quality
from ui.page import Text
from ui.runs import awaited
from ui.state import assign
from ui.wording import written


def say_exploded(run: TrainState, text: Text) -> None:
    """Say where the numbers exploded; offer to find out which learning rate learns."""
    if run.stop is None:
        return
    before = run.history[-2] if len(run.history) > 1 else run.history[0]
    changed = any(change.name == "lr" and change.epoch < run.stop.epoch for change in run.config.changed)
    lr = settings_in(run.config, run.stop.epoch).lr if changed else run.config.lr
    told = text["Exploded"].format(
        epoch=run.stop.epoch, layer=run.stop.layer, loss=f"{before.train_loss:.4g}", lr=written(lr)
    )
    st.warning(" ".join(told.split()), icon=":material/info:")
    if changed:  # another rate at the start would change nothing then
        return
    with st.expander(text["Which rate"], key="smaller", on_change="rerun") as which:
        if which.open:
            _say_rate(run.config, text)


def _say_rate(config: TrainConfig, text: Text) -> None:
    """Try smaller learning rates, and tell of each one what comes of it, down to the first that learns."""
    for lr in smaller_rates(config.lr):
        tried, told = awaited(replace(config, lr=lr)), {"lr": written(lr), **names(config)}
        if tried is None:
            return
        if tried.stop is not None:
            st.markdown(text["Explodes too"].format(epoch=tried.stop.epoch, **told))
        elif diagnose_learning(tried) is not None:
            st.markdown(text["Learns nothing"].format(reached=quality(tried), **told))
        else:
            st.markdown(text["Learns"].format(reached=quality(tried), **told))
            st.button("Try it", on_click=assign, args=({"lr": written(lr)},))
            return
    st.markdown(text["None learns"])


def smaller_rates(lr: float) -> list[float]:
    """Return the learning rates to try, from the largest: a tenth each, and the one that the page opens with."""
    tenths = {float(f"{lr / 10**power:.3g}") for power in (1, 2, 3)}
    return sorted((rate for rate in tenths | {DEFAULTS.lr} if rate < lr and rate in LR), reverse=True)
