"""The seed: random numbers as a tape, and where on it a tensor is read."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
from torch import Tensor

from core.config import SEED
from core.tensors.limits import DRAWS
from core.tensors.seeds import RESEEDING, Experiment, Outcome, draw_twice, seed_script
from ui.cached.tensors import cached_tape_frames
from ui.charts.tensors import tape_frames, tiles_chart
from ui.controls import count, only
from ui.draw import draw
from ui.labs.tensors.start import show_start
from ui.lesson import code, questions
from ui.state import linked

_HEIGHT: Final = {3: 270, 4: 350}  # with three rows, or four


_ASKED: Final = ("What is a seed?", "Why start random?")


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    ties = linked("ask", label="Question", offered=_ASKED)
    asked = st.segmented_control(
        "Question", _ASKED, default=_ASKED[0], required=True, label_visibility="collapsed", **ties
    )
    if asked == _ASKED[1]:
        show_start(text)
    else:
        _show_tape(text)


def _show_tape(text: Mapping[str, str]) -> None:
    st.markdown(text["Seed"])
    left, right = st.columns([2, 5], gap="large")
    with left:
        experiment = _controls()
    outcome = draw_twice(experiment)
    with right:
        _picture(experiment, outcome)
        _verdict(text, experiment, outcome)
        code(lambda: seed_script(experiment), wrap=True)
    alone = draw_twice(Experiment()).draws[-1].values
    questions(text, "Seed", lambda: _answer(alone), alone=f"{alone[0]:.4f}")


def _answer(alone: Tensor) -> dict[str, object]:
    disturbed = draw_twice(Experiment(stranger=True)).draws[-1].values
    return {"disturbed": f"{disturbed[0]:.4f}", "second": f"{alone[1]:.4f}"}


def _controls() -> Experiment:
    ties = linked("reseed", label="Seed set", offered=RESEEDING)
    reseed = st.pills("Seed set", list(RESEEDING), default="once", required=True, wrap=True, **ties)
    reseed = reseed or "once"  # an empty value in the link chooses none
    st.caption(RESEEDING[reseed].idea)
    repeats = RESEEDING[reseed].before
    seed = count("Seed", SEED, Experiment().seed, "seed", **only(repeats, "Never set, the seed is not used"))
    ties = linked("draws", label="Numbers in each tensor", offered=DRAWS)
    draws = st.slider("Numbers in each tensor", int(DRAWS.low), int(DRAWS.high), Experiment().draws, **ties)
    stranger = st.toggle("Somebody else draws one number in between", **linked("stranger", label="Somebody else"))
    if not repeats:
        st.button("Run again", icon=":material/refresh:")
    return Experiment(seed=seed, draws=draws, reseed=reseed, stranger=stranger)


def _picture(experiment: Experiment, outcome: Outcome) -> None:
    repeats = RESEEDING[experiment.reseed].before
    frames = cached_tape_frames(experiment) if repeats else tape_frames(experiment, outcome)
    draw(
        tiles_chart("ramp", _HEIGHT[len(frames["titles"])], follow=True),
        frames,
        alt="A tape of random numbers, and C and D on it",
    )


def _verdict(text: Mapping[str, str], experiment: Experiment, outcome: Outcome) -> None:
    same = "are equal, bit for bit" if outcome.equal else "differ"
    start = outcome.draws[-1].start
    st.markdown(f"C and D **{same}**. C starts at place 0 of the tape, D at place {start}.")
    repeats = RESEEDING[experiment.reseed].before
    promise = text["Seed: friend"] if repeats else text["Seed: no friend"]
    st.caption(promise.format(fingerprint=outcome.fingerprint))
