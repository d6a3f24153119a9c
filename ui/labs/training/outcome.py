"""How a run ended, in a sentence, where it did not end as planned."""

import math
from dataclasses import replace

import streamlit as st

from core.config import write_changes
from core.training import BETTER, Diagnosis, EpochRecord, Reached, TrainState, is_straight, learned
from ui.cached.training import cached_diagnosis
from ui.controls import widget_values
from ui.labs.training.exploded import say_exploded
from ui.labs.training.quality import names, quality, undefined
from ui.page import Text
from ui.runs import awaited
from ui.state import assign
from ui.wording import label, written
from ui.words import verbatim


def show_outcome(run: TrainState, text: Text) -> None:
    """Say where a run broke off, and what would help; say why a measure is missing, and what came too late."""
    if late := told_too_late(run, text):
        st.caption(late)
    if run.stop is None:
        if run.reached is not None:
            st.caption(_told(run.reached, run, text))
        _say_missing(run.history[-1], text)
        if found := cached_diagnosis(run.config, run.epoch, run):
            _say_diagnosis(found, run, text)
        return
    say_exploded(run, text)


def told_too_late(run: TrainState, text: Text) -> str:
    """Name the changes on the way that no epoch follows; nothing where there are none."""
    last = run.epoch if run.finished else run.config.epochs
    late = write_changes(tuple(change for change in run.config.changed if change.epoch >= last))
    return text["Too late"].format(listed=verbatim(f"Change after epoch {late}"), last=last) if late else ""


def _told(reached: Reached, run: TrainState, text: Text) -> str:
    """Say what ended a run before its last epoch."""
    config = run.config
    return text["Target reached" if reached.condition == "target_loss" else "Patience at an end"].format(
        epoch=reached.epoch, epochs=config.epochs, loss=f"{run.history[-1].train_loss:.4g}",
        target=written(config.target_loss), patience=config.patience, best=reached.best,
        lowest=f"{run.history[reached.best].test_loss:.4g}",
    )  # fmt: skip


def _say_diagnosis(found: Diagnosis, run: TrainState, text: Text) -> None:
    """Say why a run has not learned, and offer what would help, with what comes of it."""
    norms = ", ".join(f"{name} {norm:.2g}" for name, norm in found.gradients.items())
    with st.expander(text["Not learned"].format(epochs=run.epoch), icon=":material/info:", key="cure",
                     on_change="rerun") as why:  # fmt: skip
        if not why.open:
            return
        st.markdown(text["Gradients"].format(norms=norms))
        if len(found.gradients) > 1 and math.isfinite(found.faded):
            st.markdown(text["Faded"].format(times=f"{found.faded:,.0f}" if found.faded > 1 else f"{found.faded:.2g}"))
        if is_straight(run.config):
            st.markdown(text["Straight"])
        if found.cure:
            _offer(found, run, text)
        else:
            st.markdown(text["No cure"])


def _offer(found: Diagnosis, run: TrainState, text: Text) -> None:
    """Offer the settings that would help, with what comes of them."""
    cured = replace(run.config, **found.cure)
    values = {name: widget_values(cured)[name] for name in found.cure}
    listed = ", ".join(f"{label(name).lower()} {value}" for name, value in values.items())
    if (better := awaited(cured)) is None:
        return
    told = text["Cure" if better.stop is None and learned(better) else "Not cured"]
    st.markdown(told.format(listed=verbatim(listed), better=quality(better), now=quality(run), **names(run.config)))
    st.button("Try it", on_click=assign, args=(values,))


def _say_missing(record: EpochRecord, text: Text) -> None:
    lacking = [part for part in ("train", "test") if undefined(getattr(record, f"{part}_r2"))]
    if lacking:
        whose = " and ".join(f"those of the {part} part" for part in lacking)
        st.caption(text["No R2"].format(which=" and ".join(lacking).capitalize(), whose=whose))


def show_prediction(run: TrainState, text: Text) -> None:
    """Ask what happens without an activation; the answer is this very run, trained without one."""
    if set(run.config.hidden_activations) <= {"Identity"}:
        return
    with st.expander(text["Question"], key="predict", on_change="rerun") as question:
        if question.open:
            straight = awaited(replace(run.config, activation="Identity"))
            if straight is None:
                return
            told = {"straight": quality(straight), "bent": quality(run), **names(run.config)}
            so = _so(run, straight, text)
            st.markdown(text["Answer"].format(so=so, **told))


def _so(bent: TrainState, straight: TrainState, text: Text) -> str:
    """Say what follows from both; nothing where one exploded."""
    if bent.stop is not None or straight.stop is not None:
        return ""
    return text[f"Bend: {what_of_the_bend(bent, straight)}"].format(epochs=bent.epoch)


def what_of_the_bend(bent: TrainState, straight: TrainState) -> str:
    """Say what a run with an activation and the same without one, both finite, tell of the data."""
    if not learned(bent) and not learned(straight):
        return "neither"
    pairs = ((run.history[-1].test_accuracy, run.history[-1].test_r2) for run in (bent, straight))
    one, other = (r2 if accuracy is None else accuracy for accuracy, r2 in pairs)
    gain = (one or 0.0) - (other or 0.0)
    return "needless" if abs(gain) <= BETTER else "needed" if gain > 0 else "worse"
