"""The same network from many seeds: how much of a result is luck."""

from collections.abc import Sequence
from math import isfinite, nan

import streamlit as st

from core.config import TrainConfig
from core.datasets import DATASETS
from core.ensembles import (
    ManyState,
    Outcome,
    beginning,
    curves,
    fan,
    fan_script,
    quality,
    quartiles,
    seeds_needed,
)
from core.spelling import power_of_ten
from ui.charts.seeds import ends_chart, ends_frames, fan_chart, fan_frames, has_outliers
from ui.draw import draw
from ui.labs.training.many.opening import open_button, say_stacks, together
from ui.labs.training.quality import names
from ui.page import Text
from ui.runs import grow_many, settled_many

_WITHIN = 0.01  # of accuracy or R2
_MANY = 1_000_000
_FAR = 100


def show_seeds(config: TrainConfig, n_seeds: int, text: Text) -> None:
    """Train this run from many seeds, and show how far apart they end."""
    config = together(config, fan(config, n_seeds), text)
    first = beginning(config, n_seeds)
    configs = fan(first, n_seeds)
    fixed = bool(config.playground_seed) or config.data_seed is not None
    own = "split, " if DATASETS[config.dataset].kind == "table" else "points, "
    drawn = "" if fixed else own
    seeds = {"first": configs[0].seed, "last": configs[-1].seed, "own": config.seed}
    st.markdown(text["Seeds"].format(n=n_seeds, drawn=drawn, **seeds))
    if fixed:
        st.caption(text["Seed of the data"])
    state = settled_many(configs)
    if state is None:
        grow_many(configs, lambda reached: _picture(reached, config))
    else:
        with st.container():  # as a fragment has, so that the charts stay the same ones
            _picture(state, config)
        _say_ends(state, config, text)
    say_stacks(configs, text)
    if state is not None:
        _ask(state, config, text)
        if config.table is None:
            with st.expander(text["Many code"], key="many_code", on_change="rerun") as code:
                if code.open:
                    st.code(fan_script(first, n_seeds), language="python")


def _picture(state: ManyState, config: TrainConfig) -> None:
    outcomes = state.outcomes
    own = next(outcome for outcome in outcomes if outcome.config.seed == config.seed)
    left, right = st.columns([3, 2])
    with left:
        by_seed = dict(zip((c.seed for c in state.configs), curves(state), strict=True))
        frames = fan_frames(by_seed, config.seed, config.epochs)
        draw(fan_chart(), frames, alt="Test loss of every seed over the epochs, with median, quartiles and your seed")
    with right:
        _ends([quality(o) for o in outcomes], quality(own), names(config)["measure"], lowest=-1)
        _ends([_loss(o) for o in outcomes], _loss(own), "test loss")


def _ends(values: Sequence[float], own: float, title: str, lowest: float = 0) -> None:
    """Draw how many seeds ended where; what is lower than `lowest` is counted there."""
    values, known = [max(value, lowest) for value in values], values
    at_edge = ", outliers at the edge" if has_outliers(values) or min(known) < lowest else ""
    chart = ends_chart(title + at_edge, title == "test accuracy")
    draw(chart, ends_frames(values, max(own, lowest)), alt=f"How many seeds end at which {title}")


def _loss(outcome: Outcome) -> float:
    return nan if outcome.stop else outcome.last.test_loss


def _say_ends(state: ManyState, config: TrainConfig, text: Text) -> None:
    """Say in numbers how the seeds ended, and offer to open the best, the median and the worst."""
    outcomes = state.outcomes
    good = sorted((o for o in outcomes if isfinite(quality(o))), key=quality, reverse=True)
    broke = sum(outcome.stop is not None for outcome in outcomes)
    told = text["Broke"].format(broke=broke, n=len(outcomes)) if broke else text["None broke"].format(n=len(outcomes))
    if not good:
        st.markdown(told)
        return
    found = quartiles([quality(outcome) for outcome in good])
    numbers = (found.middle, found.low, found.high, quality(good[-1]), quality(good[0]))
    middle, low, high, worst, best = (_spelled(number, config) for number in numbers)
    measure = names(config)["measure"]
    title = measure[0].upper() + measure[1:]
    ends = text["Ends"].format(measure=title, middle=middle, low=low, high=high, worst=worst, best=best)
    st.markdown(f"{told} {ends}")
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, place in (("best", 0), ("median", (len(good) - 1) // 2), ("worst", len(good) - 1)):
            seed = good[place].config.seed
            open_button(f"Open the {name}: seed {seed}", config, good[place].config, key=f"open_{name}")


def _ask(state: ManyState, config: TrainConfig, text: Text) -> None:
    values = [value for value in map(quality, state.outcomes) if isfinite(value)]
    if len(values) < 2:
        return
    told = _answer(values, config)
    with st.expander(text["Many question"].format(**told), key="many_predict", on_change="rerun") as question:
        if question.open:
            st.markdown(text["Many answer"].format(**told))


def _answer(values: Sequence[float], config: TrainConfig) -> dict[str, str]:
    measure = names(config)["measure"]
    apart = max(values) - min(values)
    far = f"{apart:.3f}" if apart < _FAR else f"more than {_FAR}"
    points = f"{100 * apart:.1f} percentage points" if config.task == "classification" else far
    needed = seeds_needed(values, _WITHIN)
    told = f"{needed:,}" if needed < _MANY else "more than a million"
    step = "one percentage point" if config.task == "classification" else f"{_WITHIN:g}"
    return {"measure": measure, "apart": points, "step": step, "needed": told}


def _spelled(value: float, config: TrainConfig) -> str:
    if config.task == "classification":
        return f"{value:.1%}"
    return f"{value:.3f}".replace("-", "−") if abs(value) < 1000 else power_of_ten(value, 2)
