"""Real data becomes numbers: a picture, a sentence, a table, a sound."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from core.encoding.layers import meet, usual_shapes
from core.encoding.sentences import encode_sentences, one_hot
from core.errors import PlaygroundError
from core.tensors.facts import facts_of, name_of
from core.tensors.refusals import RefusedError
from core.tensors.sizes import shape_text
from ui.charts.tensors import tensor_frames
from ui.labs.tensors.described import metrics, squares
from ui.labs.tensors.panels import colored, overflow, refusal
from ui.labs.tensors.real.encoded import Encoded
from ui.labs.tensors.real.picture import picture
from ui.labs.tensors.real.sentence import KNOWN, SENTENCES, sentence
from ui.labs.tensors.real.sound import sound
from ui.labs.tensors.real.table import table
from ui.lesson import code, questions
from ui.lesson import table as written
from ui.state import linked

KINDS: Final[Mapping[str, Callable[[Mapping[str, str]], Encoded]]] = {
    "picture": picture,
    "sentence": sentence,
    "table": table,
    "sound": sound,
}


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    ties = linked("data", label="Data", offered=KINDS)
    kind = st.segmented_control(
        "Data", list(KINDS), default="picture", required=True, label_visibility="collapsed", **ties
    )
    kind = kind or "picture"
    st.markdown(text[f"Data: {kind}"])
    left, right = st.columns([2, 3], gap="large")
    encoded, problem = None, None
    with left:
        try:
            encoded = KINDS[kind](text)
            overflow(text, encoded.tensor)
        except PlaygroundError as error:
            problem = error
    with right:
        if problem is not None:
            refusal(problem)
        if encoded is not None:
            _show(encoded)
    questions(text, f"Data: {kind}", _answer)


def _show(encoded: Encoded) -> None:
    """Show the tensor, its picture, what a layer makes of it, and the code."""
    tensor = encoded.tensor
    metrics(facts_of(tensor))
    named = ", ".join(colored(dim, name) for dim, name in enumerate(encoded.dims))
    st.markdown(f"[{named}]: {_counted(tensor.numel(), 'number')}, {_counted(tensor.nbytes, 'byte')}")
    encoded.above()
    if encoded.squares:
        squares(tensor, tensor_frames(tensor, name_of(tensor.ndim)))
    _met(encoded)
    code(encoded.script, wrap=True)


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _met(encoded: Encoded) -> None:
    """Hand the tensor to a layer that takes such data."""
    said = meet(encoded.layer, encoded.tensor)
    if isinstance(said, RefusedError):
        st.markdown(f"Hand it to `{encoded.layer.code}`:")
        refusal(said)
    else:
        shape = shape_text(encoded.tensor.shape)
        st.markdown(f"`{encoded.layer.code}` takes it: **{shape}** goes in, **{shape_text(said)}** comes out.")


def _answer() -> dict[str, object]:
    """Compute what the answers need."""
    batch = encode_sentences(KNOWN, SENTENCES)
    uses = usual_shapes()
    shapes = {
        "used for": list(uses),
        "in": [one for one, _ in uses.values()],
        "out": [two for _, two in uses.values()],
    }
    return {"uses": written(shapes), "ids": batch.ids.numel(), "hot": one_hot(batch).numel()}
