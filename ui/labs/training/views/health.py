"""Overfitting, and the inside of the layers: weights, gradients, neurons that no longer learn."""

import math
from typing import Final

import streamlit as st

from core.config import TrainConfig
from core.datasets import Data
from core.descent.formulas import spell
from core.health import FLAT, MOST, Health, Overfitting, health_script, overfitting
from core.replay import thinned
from core.schedules import rates
from core.training import TrainState, noise_varies
from ui.cached.health import cached_health
from ui.charts.health import gap_chart, gap_frames, gradients_chart, gradients_frames, layers_chart, layers_frames
from ui.charts.spelled import number
from ui.draw import draw
from ui.labs.training.quality import names, record_quality
from ui.page import Text

_LEVEL: Final = 0.0005  # a test loss that rose by a smaller share than this has hardly moved


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001 (one signature for all views)
    """Show what the losses say of overfitting, and what goes on inside."""
    found, inside = overfitting(run.history), cached_health(run.config, run.epoch, run)
    if found is None or len(inside.epochs) < 2:
        st.markdown(text["Too short for health"])
        return
    st.markdown(text["Health"])
    left, right = st.columns(2)
    with left:
        st.markdown(of_overfitting(found, text))
        kept = thinned(run.history, (found.best.epoch, found.last.epoch))
        draw(gap_chart(), gap_frames(kept, found), alt="Train and test loss, what lies between, and the best epoch")
    with right:
        st.markdown(_of_gradients(inside, text))
        if (inside.gradients > 0).any():  # else there is nothing that a log axis could show
            spec = gradients_chart(len(inside.layers))
            draw(spec, gradients_frames(inside), alt="Norm of the gradient of each layer over the epochs")
    if noise_varies(run.config):
        st.caption(text["Health of other points"])
    _show_layers(inside, run, text)
    with st.expander(text["Stopped at the best"]):
        told = names(run.config) | {"then": record_quality(found.best), "now": record_quality(found.last)}
        how = how_to_stop(run.config, found.best.epoch, text)
        st.markdown(text["Stopped at the best, answered"].format(best=found.best.epoch, how=how, **told))


def how_to_stop(config: TrainConfig, best: int, text: Text) -> str:
    """Say whether fewer epochs give the network of the best one: a schedule may go by their number."""
    if not best:
        return text["Stopped at the best: start"]
    same = rates(config.schedule, best, config.lr)[:best] == rates(config.schedule, config.epochs, config.lr)[:best]
    return text[f"Stopped at the best: {'epochs' if same else 'schedule'}"].format(best=best)


def of_overfitting(found: Overfitting, text: Text) -> str:
    """Say when the test loss was best, and what became of it."""
    best, last = found.best, found.last
    return text[f"Losses: {_what(found)}"].format(
        best=best.epoch, low=spell(best.test_loss), last=last.epoch, rise=_rise(found.rise),
        high=spell(last.test_loss), train_then=spell(best.train_loss), train=spell(last.train_loss),
    )  # fmt: skip


def _what(found: Overfitting) -> str:
    """Tell overfitting from a test loss that rises along with the train loss, or does not rise to speak of."""
    best, last = found.best, found.last
    if best.epoch == last.epoch:
        return "no overfitting"
    if found.rise < _LEVEL:
        return "level"
    if last.train_loss > best.train_loss:
        return "both rose"
    return "never better" if best.epoch == 0 else "overfitting"


def _rise(rise: float) -> str:
    """Say by how much a loss rose: in percent, or how many times as high it is."""
    if math.isinf(rise):
        return "from nothing"
    if rise >= 10:
        return f"to **{number(1 + rise)} times** as much"
    return f"by **{100 * rise:.{0 if rise >= 0.095 else 1}f} %**" if rise >= _LEVEL else "by **less than 0.1 %**"


def _of_gradients(inside: Health, text: Text) -> str:
    last = zip(inside.layers, inside.gradients[-1].tolist(), strict=True)
    said = text["Gradient norms"].format(norms=", ".join(f"{name}: {number(norm)}" for name, norm in last))
    none = [name for name, norms in zip(inside.layers, inside.gradients.T, strict=True) if (norms == 0).any()]
    return said + (" " + text["Gradient of zero"].format(layers=", ".join(none)) if none else "")


def _show_layers(inside: Health, run: TrainState, text: Text) -> None:
    """Show weights and neurons at the snapshot that the slider of the chart chooses, and the code."""
    spec = layers_chart(len(inside.layers), len(inside.epochs) - 1)
    draw(spec, layers_frames(inside), alt="Weights of each layer as a distribution, and its neurons, at one snapshot")
    if inside.units:
        dead, flat = (sum(int(part[-1].sum()) for part in parts) for parts in
                      ([units.dead for units in inside.units], [units.stuck for units in inside.units]))  # fmt: skip
        neurons = sum(run.config.hidden)
        st.caption(text["Flat and dead"].format(share=FLAT, most=MOST, dead=dead, flat=flat, neurons=neurons))
    with st.expander("The PyTorch behind this"):
        st.caption(text["Health code"])
        st.code(health_script(run.config), language="python")
