"""A run interrupted: going on from a checkpoint, and from the weights alone."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.checkpoints import Interruption, largest_difference, remembered, resume_script, save
from core.optimizers import OPTIMIZERS
from core.ranges import Range
from ui.cached.checkpoints import cached_interruption
from ui.charts.checkpoints import RUNS, resume_chart, resume_frames
from ui.controls import choice
from ui.draw import draw
from ui.labs.save_load.links import whole_slide
from ui.labs.save_load.network import network_controls
from ui.lesson import code, questions
from ui.page import explained

KEPT: Final = {1: "one", 2: "two", 3: "three"}


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Resume"])
    with explained():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            optimizer = choice("Optimizer", OPTIMIZERS, "Adam", "optimizer", width=130)
            config = network_controls(optimizer)
        left, right = st.columns([3, 1], gap="medium")
        with right:
            last = config.epochs
            epoch = whole_slide("Interrupt after epoch", Range(1, last - 1), min(40, last - 1), "epoch")
            found = cached_interruption(config, epoch)
            _proof(found)
        with left:
            draw(resume_chart(), resume_frames(found), alt=f"Train loss of three runs: {', '.join(RUNS)}")
        code(lambda: resume_script(config))
        questions(text, "Resume", lambda: _sizes(found))


def _proof(found: Interruption) -> None:
    """Compare the ends of the runs with the one that was never interrupted."""
    for name, run in zip(RUNS[1:], (found.resumed, found.weights_only), strict=True):
        gap = largest_difference(found.at_once.weights, run.weights)
        loss = run.history[-1].train_loss
        equal = "equal bit for bit" if gap == 0 else "not equal"
        st.markdown(f"**Resumed {name}**: {equal}")
        st.markdown(f"largest |difference| of a weight {gap:.4g}  \nlast train loss {loss:.6f}")
    st.markdown(f"**Never interrupted**  \nlast train loss {found.at_once.history[-1].train_loss:.6f}")
    data = save(found.interrupted)
    st.download_button(
        f"checkpoint.pth ({len(data):,} bytes)",
        data,
        "checkpoint.pth",
        icon=":material/download:",
        on_click="ignore",
        help="Put it into the playground's folder, and run the script below from there.",
    )


def _sizes(found: Interruption) -> dict[str, object]:
    """Count the bytes of both files, and the numbers that the optimizer keeps."""
    run = found.interrupted
    numbers = remembered(run)
    kept = f"{KEPT.get(numbers, numbers)} number{'s' if numbers > 1 else ''}" if numbers else "nothing"
    return {
        "weights": len(save(run, "weights")),
        "checkpoint": len(save(run)),
        "optimizer": run.config.optimizer,
        "kept": kept,
        "n": run.config.n_parameters,
    }
