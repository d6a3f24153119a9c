"""What is shown once a prediction is made: the verdict, the lesson, a cell to write into, the proof."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.storage.deciding import Kind, Outcome
from core.storage.guesses import LETTERS, Guess, is_right, is_scored
from core.storage.limits import VALUE
from core.storage.operation import Operation
from core.storage.windows import address_of
from core.storage.writing import Cell, target_code
from core.tensors.refusals import RefusedError
from ui.controls import choice
from ui.state import linked
from ui.wording import span

_SAID: Final[Mapping[Kind, str]] = {
    "view": "**A view:** {result} looks at the memory of {first}.",
    "copy": "**A copy:** {result} has a memory of its own.",
    "itself": "**{first} itself:** {result} is the same tensor under another name, so the same memory.",
    "mixed": "**Not all are alike:** {each}.",
    "refused": "**An error:** there is no result.",
}
_NOTES: Final[Mapping[Kind, str]] = {"view": "a view", "copy": "a copy", "itself": "the very same tensor"}


def verdict(operation: Operation, outcome: Outcome, guess: Guess | None) -> None:
    """Say what came of it, whether it was predicted, and what to learn from it."""
    first, *rest = outcome.tensors
    result = "y" if len(rest) > 1 else "".join(rest)
    said = []
    if outcome.refused is None or isinstance(outcome.refused, RefusedError):
        each = ", ".join(f"`{name}` is {kind}" for name, kind in notes(outcome).items())
        told = _SAID[outcome.kind].format(first=f"`{first}`", result=f"`{result}`", each=each)
        said.append(told + _compared(outcome.kind, guess))
    st.markdown("  \n".join([*said, operation.lesson]))


def _compared(kind: Kind, guess: Guess | None) -> str:
    if guess is None or not is_scored(guess):
        return ""
    if not is_right(guess, kind):
        return f" You said {LETTERS[guess]}."
    return " You said a view; the memory is the same, so it counts." if kind == "itself" else " You said so."


def ask_for_cell(outcome: Outcome) -> Cell | None:
    """Ask what is to be written and where; None while nothing is."""
    cells = {
        target_code(Cell(into=name, element=element, value=0), tensor.shape): (name, element)
        for name, tensor in outcome.tensors.items()
        for element in range(tensor.numel())
    }
    with st.container(horizontal=True, gap="small"):
        told = linked("written", label="Write", offered=VALUE)
        told |= {"placeholder": "a number", "help": f"From {span(VALUE)}."}
        value = st.number_input("Write", VALUE.low * 1.0, VALUE.high * 1.0, None, format="%g", **told)
        cell = choice("into", list(cells), next(iter(cells)), "cell", varying=True)
    if value is None:
        return None
    into, element = cells[cell]
    return Cell(into=into, element=element, value=value)


def notes(outcome: Outcome) -> dict[str, str]:
    """Say of each tensor in the picture what it is to the first."""
    return {name: _NOTES[kind] for name, kind in outcome.kinds.items()}


def proof(outcome: Outcome) -> dict[str, list[str]]:
    """Tabulate at which address the memory of every tensor starts, as PyTorch says."""
    tensors = outcome.tensors
    return {
        "tensor": [f"`{name}`" for name in tensors],
        "is": [notes(outcome).get(name, "") for name in tensors],
        "`untyped_storage().data_ptr()`": [f"`{address_of(tensor):#x}`" for tensor in tensors.values()],
    }
