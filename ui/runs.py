"""Runs as a page meets them, one or many at once: from the pool that all visitors share."""

import logging
import re
from functools import partial
from typing import Final

import streamlit as st

from core.config import TrainConfig
from core.ensembles import ManyState
from core.jobs import ManyPool, RunPool
from core.training import TrainState
from ui.following import Followed
from ui.stepping import batch_on, epochs_on, told_stopped

GLIMPSE: Final = 0.2  # seconds from one picture of a growing run to the next
TICK: Final = 0.4  # the same of many runs, whose pictures take longer
SOON: Final = 0.35  # seconds that a run is waited for that is well on its way by then
_STEPS_A_SECOND: Final = 100_000  # that no run exceeds

# A tick that was under way when its run was done asks for a picture that is gone: no news for whoever reads the log.
for _name in ("app_session", "scriptrunner.script_runner"):
    logging.getLogger(f"streamlit.runtime.{_name}").addFilter(
        lambda record: not re.search("does not exist anymore|Couldn't find fragment", record.getMessage())
    )


@st.cache_resource
def _pool() -> RunPool:
    return RunPool()


@st.cache_resource
def _many_pool() -> ManyPool:
    return ManyPool()


RUN: Final[Followed[TrainConfig, TrainState]] = Followed(
    name="run",
    job=lambda config: _pool().job(config),
    progress=lambda config, run: f"Epoch {run.epoch} of {config.epochs}, train loss {run.history[-1].train_loss:.4g}",
    stopped=told_stopped,
    steps={
        "One batch": batch_on,
        "One epoch": partial(epochs_on, epochs=1),
        "Ten epochs": partial(epochs_on, epochs=10),
    },
    steps_help="From where the run was stopped, whichever moment is shown",
    at_most=8,
    glimpse=GLIMPSE,
    lease=10 * GLIMPSE,
    soon=SOON,
    at_least=lambda config: config.steps / _STEPS_A_SECOND,
)
MANY: Final[Followed[tuple[TrainConfig, ...], ManyState]] = Followed(
    name="many",
    job=lambda configs: _many_pool().job(configs),
    progress=lambda configs, many: f"{len(configs)} runs, {many.share:.0%} done",
    stopped=lambda configs, many: f"{len(configs)} runs, stopped when {many.share:.0%} was done.",
    stop="Stop all",
    go_on="Go on with all",
    at_most=2,
    glimpse=TICK,
    lease=3 * TICK,
)

settled, alongside, awaited, grow = RUN.settled, RUN.alongside, RUN.awaited, RUN.grow
settled_many, grow_many = MANY.settled, MANY.grow
