"""The storage microscope: predict whether an operation gives a view or a copy, then see it, and write into it."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
import torch
from streamlit.delta_generator import DeltaGenerator

from core.errors import PlaygroundError
from core.expressions.limits import LENGTH
from core.storage.deciding import decide, start_only
from core.storage.guesses import Guess
from core.storage.operation import Operation
from core.storage.operations import EXAMPLE, OPERATIONS, OWN, OWN_CODE, OWN_START
from core.storage.script import storage_script
from core.storage.writing import write
from ui.charts.tensors import Unknown, memory_chart, memory_frames
from ui.controls import choice
from ui.draw import draw
from ui.labs.tensors.panels import refusal, typed
from ui.labs.tensors.storage_guess import ask, guesses_of, score
from ui.labs.tensors.storage_reveal import ask_for_cell, notes, proof, verdict
from ui.lesson import code, questions, table

_ALT: Final = "Memory as a strip of places, and the tensors that look at it"


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Storage"])
    left, right = st.columns([5, 11], gap="medium")
    asked, footer = st.container(), st.container()
    with footer:
        guesses = guesses_of(text)
    with left:
        name = choice("Operation", [*OPERATIONS, OWN], EXAMPLE, "tried", help=text["Storage: operation"])
        operation = _own(text) if name == OWN else OPERATIONS[name]
        st.code("\n".join([f"{operation.source} = {operation.start}", *operation.lines]), wrap_lines=True)
        place, below = st.container(), st.container()
    try:
        if name in {EXAMPLE, OWN, *guesses}:
            _reveal(text, operation, guesses.get(name), place, right)
        else:
            with place:
                ask(name, guesses)
            _hide(operation, right)
    except PlaygroundError as error:
        with right:
            refusal(error)
    with below:
        score(name, guesses)
    with asked:
        questions(text, "Storage", _answer)


def _own(text: Mapping[str, str]) -> Operation:
    """Ask for a learner's own start and operation."""
    x = typed("x =", OWN_START, LENGTH, "x_is", help=text["Storage: own"])
    y = typed("y =", OWN_CODE, LENGTH, "y_is", help=text["Storage: own"])
    return Operation(start=x, code=y)


def _hide(operation: Operation, right: DeltaGenerator) -> None:
    """Draw what there is before the operation."""
    unknown = Unknown(title=operation.lines[-1], note="Where does it look? Predict first.")
    with right:
        draw(memory_chart(), memory_frames(start_only(operation), {}, unknown=unknown), alt=_ALT)


def _reveal(
    text: Mapping[str, str], operation: Operation, guess: Guess | None, place: DeltaGenerator, right: DeltaGenerator
) -> None:
    """Say what came of an operation, ask for what is to be written, and draw it all."""
    outcome = decide(operation)
    with place:
        verdict(operation, outcome, guess)
        cell = ask_for_cell(outcome) if outcome.refused is None else None
        try:
            changed = write(outcome.tensors, cell) if cell is not None else {}
        except PlaygroundError as error:
            refusal(error)
            changed, cell = {}, None
    none = Unknown(title=operation.lines[-1], note="No tensor came of it.", mark="–")
    unknown = none if outcome.refused is not None else None
    with right:
        draw(memory_chart(), memory_frames(outcome.sight, notes(outcome), changed, unknown), alt=_ALT)
        st.caption(text["Storage: picture"])
        if outcome.refused is None:
            st.markdown(table(proof(outcome)))
        else:
            refusal(outcome.refused)
        code(lambda: storage_script(operation, outcome, cell), wrap=True)


def _answer() -> dict[str, object]:
    """Measure what a column keeps alive."""
    x = torch.zeros(1000, 10)
    column = x[:, 0]
    return {
        "own": f"{column.nbytes:,}",
        "kept": f"{column.untyped_storage().nbytes():,}",
        "clone": f"{column.clone().untyped_storage().nbytes():,}",
    }
