"""Predictions: asked for before anything is shown, kept in the link, counted."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.errors import PlaygroundError
from core.storage.deciding import decide
from core.storage.guesses import Guess, check_guesses, guesses_text, is_right, is_scored, read_guesses
from core.storage.limits import GUESSES
from core.storage.operations import EXAMPLE, OPERATIONS, OWN
from ui.cached.tensors import cached_kind
from ui.labs.tensors.panels import refusal, typed
from ui.state import assign

_BUTTONS: Final[Mapping[Guess, str]] = {"v": "A view", "c": "A copy", "r": "An error", "s": "Show me"}
_HELP: Final[Mapping[Guess, str]] = {
    "v": "It looks at the same memory.",
    "c": "It gets a memory of its own.",
    "r": "PyTorch refuses.",
    "s": "Without a guess; it does not count.",
}


def guesses_of(text: Mapping[str, str]) -> dict[str, Guess]:
    """Keep what was predicted so far in the link, where it can be looked up, and return it."""
    with st.expander("Your predictions, in the link"):
        st.caption(text["Storage: guesses"])
        told = typed("Predictions", "", GUESSES, "guesses", width=460)
    try:
        check_guesses(told)
    except PlaygroundError as error:
        refusal(error)
    return read_guesses(told)


def ask(name: str, guesses: Mapping[str, Guess]) -> None:
    """Ask for a prediction."""
    operation = OPERATIONS[name]
    one, other = ("x", "y") if operation.run is None else decide(operation).tensors
    st.markdown(f"**Predict:** will `{one}` and `{other}` look at the same memory?")
    with st.container(horizontal=True, gap="xsmall"):
        for guess, label in _BUTTONS.items():
            news = {"guesses": guesses_text({**guesses, name: guess})}
            st.button(label, key=f"guess {guess}", help=_HELP[guess], on_click=assign, args=(news,))


def score(name: str, guesses: Mapping[str, Guess]) -> None:
    """Count what came true, and offer the next one, or to change this one."""
    scored = {each: guess for each, guess in guesses.items() if is_scored(guess)}
    right = sum(is_right(guess, cached_kind(each)) for each, guess in scored.items())
    left = [each for each in OPERATIONS if each not in guesses and each != EXAMPLE]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if following := _following(name, left):
            news = {"tried": following, "written": None}
            st.button("Next operation", icon=":material/arrow_forward:", on_click=assign, args=(news,))
        if name in OPERATIONS and OPERATIONS[name].run is None and (name in guesses or name == EXAMPLE):
            news = {"tried": OWN, "x_is": OPERATIONS[name].start, "y_is": OPERATIONS[name].code, "written": None}
            st.button(
                "Change it", icon=":material/edit:", on_click=assign, args=(news,), help="As an operation of your own."
            )
        if scored:
            st.markdown(f"**{right} of {len(scored)}** right, {len(left)} to go", width="content")


def _following(name: str, left: list[str]) -> str | None:
    """Return the next operation that was not predicted yet, from this one on and then from the first."""
    others = [each for each in left if each != name]
    names = list(OPERATIONS)
    at = names.index(name) if name in OPERATIONS else -1
    return next((each for each in others if names.index(each) > at), others[0] if others else None)
