"""How a run ended, in a sentence, where it did not end as planned."""

import math
from dataclasses import replace

import streamlit as st

from core.config import TrainConfig
from core.training import Diagnosis, EpochRecord, TrainState
from ui.cached.training import cached_diagnosis
from ui.page import Text
from ui.runs import trained
from ui.state import assign
from ui.words import verbatim


def show_outcome(run: TrainState, text: Text) -> None:
    """Say where a run broke off, and what would help; say why a measure is missing."""
    if run.stop is None:
        _say_missing(run.history[-1], text)
        if found := cached_diagnosis(run.config, run.epoch, run):
            _say_diagnosis(found, run, text)
        return
    last = next((record for record in reversed(run.history[:-1])), run.history[0])
    st.warning(
        f"The numbers exploded: at epoch {run.stop.epoch} the {run.stop.layer} held a number that is not finite"
        f" (nan or infinite), so training stopped. One epoch earlier the train loss was {last.train_loss:.4g}."
        f" Steps too large do this: the learning rate is {run.config.lr:g}, try {run.config.lr / 10:g}.",
        icon=":material/info:",
    )


def _say_diagnosis(found: Diagnosis, run: TrainState, text: Text) -> None:
    """Say why a run has not learned, and offer what would help, with what comes of it."""
    norms = ", ".join(f"{name} {norm:.2g}" for name, norm in found.gradients.items())
    with st.expander(text["Not learned"].format(epochs=run.epoch), icon=":material/info:", key="cure",
                     on_change="rerun") as why:  # fmt: skip
        if not why.open:
            return
        st.markdown(text["Gradients"].format(norms=norms))
        if len(found.gradients) > 1:
            st.markdown(text["Faded"].format(times=f"{found.faded:,.0f}" if found.faded > 1 else f"{found.faded:.2g}"))
        if not found.cure:
            st.markdown(text["No cure"])
            return
        cured = replace(run.config, **found.cure)
        listed = ", ".join(f"{name} {value}" for name, value in found.cure.items())
        st.markdown(text["Cure"].format(listed=verbatim(listed), better=_quality(trained(cured)),
                                        now=_quality(run), **_names(run.config)))  # fmt: skip
        st.button("Try it", on_click=assign, args=(found.cure,))


def _say_missing(record: EpochRecord, text: Text) -> None:
    lacking = [part for part in ("train", "test") if _undefined(getattr(record, f"{part}_r2"))]
    if lacking:
        whose = " and ".join(f"those of the {part} part" for part in lacking)
        st.caption(text["No R2"].format(which=" and ".join(lacking).capitalize(), whose=whose))


def _undefined(r2: float | None) -> bool:
    return r2 is not None and math.isnan(r2)


def show_prediction(run: TrainState, text: Text) -> None:
    """Ask what happens without an activation; the answer is this very run, trained without one."""
    with st.expander(text["Question"], key="predict", on_change="rerun") as question:
        if question.open:
            straight = trained(replace(run.config, activation="Identity"))
            st.markdown(text["Answer"].format(straight=_quality(straight), bent=_quality(run), **_names(run.config)))


def _quality(run: TrainState) -> str:
    record: EpochRecord = run.history[-1]
    if record.test_accuracy is not None:
        return f"{record.test_accuracy:.1%}"
    return "not defined" if _undefined(record.test_r2) else f"{record.test_r2:.3f}"


def _names(config: TrainConfig) -> dict[str, str]:
    measure = "test accuracy" if config.task == "classification" else "test R²"
    return {"activation": config.activation, "measure": measure}
