"""The loss around the end of the run, with the path that led there."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.datasets import Data
from core.descent.formulas import spell
from core.loss_landscape import PARTS, PLANE_SEED, PLANES, Landscape, Window, landscape_code, landscape_script
from core.training import Now, TrainState, noise_varies, settings_in
from ui.cached.training import cached_landscape, cached_landscape_frames, cached_sharpening, cached_sharpness
from ui.charts.loss_landscape import landscape_chart, sharpening_chart, sharpening_frames
from ui.charts.loss_profiles import profiles_chart, profiles_frames
from ui.draw import draw
from ui.links import said_of_link
from ui.page import Text, explained
from ui.state import linked

_SPANS: Final = ("0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "0.8", "1.2", "2", "3", "5", "10")
_EDGE: Final = 0.15  # how near to 2 / sharpness the learning rate counts as being at it
_ALT: Final = "The loss over a plane of weights around the end of the run, with the path of the run from start to end"
_PROFILES_ALT: Final = "The loss along each of the two directions, through the end of the run"
_WAY_ALT: Final = "The sharpness of the loss at moments of the run, beside 2 divided by the learning rate"


def show(run: TrainState, data: Data, text: Text) -> None:  # noqa: ARG001
    """Lay the view out; a change in it runs the view alone."""
    st.fragment(_show)(run, text)


def _show(run: TrainState, text: Text) -> None:
    st.markdown(text["Landscape"])
    with said_of_link("landscape"):
        window = _window()
    with explained():
        found = cached_landscape(run.config, run.epoch, window, run)
        picture, rest = st.columns([2, 1], gap="large")
        with picture:
            draw(landscape_chart(), cached_landscape_frames(run.config, run.epoch, window, run), alt=_ALT)
            draw(profiles_chart(), profiles_frames(found.losses, found.half), alt=_PROFILES_ALT)
            st.caption(text["Landscape: profiles"])
        with rest:
            _numbers(run, window, found, text)
        _way(run, text)
        _code(run, window, text)
        _question(run, window, text)
        st.markdown(text["Landscape: try"])


def _window() -> Window:
    """Ask which plane, how much of it, and whose loss."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        plane = st.segmented_control(
            "Plane", PLANES, default=PLANES[0], required=True, **linked("plane", offered=PLANES)
        )
        seed = 0
        if plane == "random":
            ties = linked("plane_seed", label="Seed of the plane", offered=PLANE_SEED)
            seed = st.number_input(
                "Seed of the plane", int(PLANE_SEED.low), int(PLANE_SEED.high), 0, width=150, **ties
            )
        ties = linked("plane_loss", label="Loss of", offered=PARTS)
        part = st.segmented_control("Loss of", PARTS, default=PARTS[0], required=True, **ties)
        span = st.select_slider("Span", _SPANS, "1.2", width=260, **linked("span", offered=_SPANS))
    return Window(plane=plane or PLANES[0], span=float(span), seed=seed, part=part or PARTS[0])  # a link may name none


def _numbers(run: TrainState, window: Window, found: Landscape, text: Text) -> None:
    """Show what can be read off, and what the bend at the end means for the learning rate."""
    finite = found.losses[found.losses.isfinite()]
    steepest = cached_sharpness(run.config, run.epoch, run)
    rows = {
        f"{window.part.capitalize()} loss at the end": spell(getattr(run.history[-1], f"{window.part}_loss")),
        "Lowest in the picture": spell(finite.min().item()),
        "Highest in the picture": spell(finite.max().item()),
        "Path in this plane": _percent(found.share) if found.path.any() else "a point",
        "Sharpness at the end": spell(steepest),
    }
    if steepest > 0:
        rows["2 / sharpness"] = spell(2 / steepest)
        rows["Learning rate"] = spell(_last(run).lr)
    st.markdown(
        "\n".join(["| In this picture | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows.items())])
    )
    words = text[f"Landscape: {window.plane}"].format(
        share=_percent(found.share), side=len(found.losses), seed=window.seed
    )
    st.caption(f"{words} {_bend(run, steepest, text)}")
    if noise_varies(run.config):
        st.caption(text["Landscape: last points"])
    if missing := found.losses.numel() - finite.numel():
        st.caption(text["Landscape: infinite"].format(missing=missing, total=found.losses.numel()))


def _bend(run: TrainState, steepest: float, text: Text) -> str:
    """Say what the sharpness means for this run's learning rate."""
    config = run.config
    if steepest <= 0:
        return text["Sharpness: none"]
    now = _last(run)
    penalized = now.regularization_rate and config.regularization != "none"
    plain = config.optimizer == "SGD" and now.batch_size is None and config.update != "none"
    if not plain or penalized or now.dropout or config.weight_decay or not config.zero_grad:
        return text["Sharpness: a guide"]
    ratio = _last(run).lr * steepest / 2
    if abs(ratio - 1) <= _EDGE:
        return text["Sharpness: edge"]
    return text["Sharpness: stable" if ratio < 1 else "Sharpness: unstable"]


def _last(run: TrainState) -> Now:
    """Return the settings of the run's last epoch."""
    return settings_in(run.config, max(run.epoch, 1))


def _way(run: TrainState, text: Text) -> None:
    """Show how the sharpness came to be what it is."""
    with st.expander(text["Sharpening"], key="sharpening", on_change="rerun") as behind:
        if behind.open:
            with st.spinner(text["Sharpening: wait"]):
                found = cached_sharpening(run.config, run.epoch, run)
            lrs = [settings_in(run.config, max(epoch, 1)).lr for epoch in found]
            draw(sharpening_chart(), sharpening_frames(found, lrs), alt=_WAY_ALT)
            st.caption(text["Sharpening: what"].format(moments=len(found)))


def _code(run: TrainState, window: Window, text: Text) -> None:
    if not run.epoch:
        return
    with st.expander("The PyTorch behind this", key="landscape_code", on_change="rerun") as behind:
        if behind.open:
            st.caption(text["Landscape: code"])
            st.download_button(
                "Download landscape.py", landscape_script(run, window), "landscape.py", "text/x-python",
                on_click="ignore",
            )  # fmt: skip
            st.code(landscape_code(run, window), language="python", height=460)


def _question(run: TrainState, window: Window, text: Text) -> None:
    """Ask how much of a path two random directions show."""
    with st.expander(text["Landscape: predict"], key="landscape_answer", on_change="rerun") as question:
        if question.open:
            own, drawn = (
                cached_landscape(run.config, run.epoch, replace(window, plane=plane), run).share for plane in PLANES
            )
            n = run.config.n_parameters
            answer = {"n": f"{n:,}", "expected": _percent(2 / n), "own": _percent(own), "random": _percent(drawn)}
            st.markdown(text["Landscape: answer"].format(seed=window.seed, **answer))


def _percent(share: float) -> str:
    """Write a share: a tiny one with two digits that say something, and what is not all of it never as all."""
    if share < 0.01:
        return f"{100 * share:.2g}%"
    return f"{min(share, 0.999):.1%}" if share < 1 - 1e-9 else "100%"
