"""A run whose numbers exploded: what broke first, and with which learning rate it would learn, found out by trying."""

from dataclasses import replace

import streamlit as st
import torch

from core.config import LR, TrainConfig
from core.training import Broken, TrainState, learned, settings_in
from ui.charts.spelled import number
from ui.controls import DEFAULTS
from ui.labs.training.quality import names, quality
from ui.page import Text
from ui.runs import awaited
from ui.state import assign
from ui.wording import written

_TOO_STRONG = 1  # learning rate times the rate of L2: beyond it a step takes more than the whole weight away


def say_exploded(run: TrainState, text: Text) -> None:
    """Say what broke first, and when; offer to find out which learning rate learns."""
    if run.stop is None:
        return
    st.warning(told_exploded(run, text).replace("\n", " "), icon=":material/info:")
    changed = _lr_changed(run.config, run.stop.epoch) is not None
    if changed or not run.stop.epoch or run.config.update == "none":  # another rate at the start would change nothing
        return
    with st.expander(text["Which rate"], key="smaller", on_change="rerun") as which:
        if which.open:
            _say_rate(run.config, text)


def told_exploded(run: TrainState, text: Text) -> str:
    """Say what broke first in a run whose numbers exploded, the last finite ones, and what to change."""
    stop, broken = run.stop, run.broken
    if stop is None or broken is None:
        return ""
    told = {"epoch": stop.epoch, "first": _first(broken, run.config, text), "weight": number(broken.weight)}
    if not stop.epoch:
        return text["Exploded at once"].format(**told)
    before = run.history[-2]
    return text["Exploded"].format(
        before=before.epoch, loss=number(before.train_loss, padded=True), test=number(before.test_loss, padded=True),
        why=_why(run.config, stop.epoch, text), **told,
    )  # fmt: skip


def _first(broken: Broken, config: TrainConfig, text: Text) -> str:
    """Name the first number that was not finite, and the moment."""
    when = f"in step {broken.step} of {broken.n_steps}" if broken.n_steps > 1 else "in its only step"
    if not broken.step:
        when = "when all points were measured" + (" at its end" if broken.n_steps else "")
    layer = broken.layer if broken.layer.startswith("hidden") else f"the {broken.layer}"
    said = text[f"Broke: {broken.what}"].format(when=when, layer=layer, output=number(broken.output))
    if broken.what == "loss" and config.loss in {"MSE", "Half squared error (tanh)"}:
        end = torch.finfo(config.torch_dtype).max
        said += text["Broke: squares"].format(dtype=config.dtype, end=number(end))
    return said


def _why(config: TrainConfig, epoch: int, text: Text) -> str:
    """Say what makes steps so large."""
    if config.update == "none":
        return text["Set by hand"]
    now = settings_in(config, epoch)
    more, changed = "", _lr_changed(config, epoch)
    if changed is not None:
        more += f", by your change after epoch {changed}"
    if config.regularization == "L2" and now.lr * now.regularization_rate > _TOO_STRONG:
        more += (
            f", and the regularization rate {written(now.regularization_rate)} turns every weight about at each step"
        )
    if not config.zero_grad:
        more += ", and without zero_grad() the gradients of all steps add up"
    return text["Steps too large"].format(lr=written(float(f"{now.lr:.4g}")), more=more)


def _lr_changed(config: TrainConfig, epoch: int) -> int | None:
    """Return after which epoch the learning rate of this one was set; None where it is the run's own."""
    return next((c.epoch for c in reversed(config.changed) if c.name == "lr" and c.epoch < epoch), None)


def _say_rate(config: TrainConfig, text: Text) -> None:
    """Try smaller learning rates, and tell of each one what comes of it, down to the first that learns."""
    for lr in smaller_rates(config.lr):
        tried, told = awaited(replace(config, lr=lr)), {"lr": written(lr), **names(config)}
        if tried is None:
            return
        if tried.stop is not None:
            st.markdown(text["Explodes too"].format(epoch=tried.stop.epoch, **told))
        elif not learned(tried):
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
