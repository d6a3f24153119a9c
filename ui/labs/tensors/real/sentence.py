"""Sentences as a tensor: tokens, ids, padding, one-hot."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.encoding.layers import embedding, linear
from core.encoding.limits import TEXT_LENGTH
from core.encoding.sentences import FORMS, PAD, UNITS, Batch, encode_sentences, one_hot, sentences_script
from ui.labs.tensors.panels import typed
from ui.labs.tensors.real.encoded import Encoded
from ui.state import linked
from ui.words import verbatim

_APART, _APART_NO_MORE = "\u2068", "\u2069"  # Hebrew or Arabic between them turns nothing around it
_UNSEEN: Final = re.compile("[\u034f\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")

KNOWN = "the cat sat on the mat"
SENTENCES = "the cat sat\nthe dog sat on the mat"


def sentence(text: Mapping[str, str]) -> Encoded:
    """Ask for sentences and for the way they become a tensor."""
    known = typed("The text the vocabulary is made from", KNOWN, TEXT_LENGTH, "known")
    ties = linked("sentences", text=TEXT_LENGTH, label="Sentences to encode, one a line")
    told = st.text_area("Sentences to encode, one a line", SENTENCES, height=96, **ties)
    with st.container(horizontal=True, gap="medium"):
        ties = linked("unit", label="Tokens", offered=UNITS)
        unit = st.segmented_control("Tokens", list(UNITS), default="words", required=True, **ties) or "words"
        ties = linked("form", label="As", offered=FORMS)
        form = st.segmented_control("As", FORMS, default="token ids", required=True, **ties) or "token ids"
    batch = encode_sentences(known, told, unit)
    size = len(batch.vocabulary)
    st.markdown(f"**Vocabulary** of {size}:  \n{_vocabulary(batch)}")
    hot = form == "one-hot"
    return Encoded(
        tensor=one_hot(batch) if hot else batch.ids,
        script=lambda: sentences_script(known, told, unit, form),
        layer=linear(size) if hot else embedding(size),
        dims=("sentences", "tokens", "vocabulary") if hot else ("sentences", "tokens"),
        above=lambda: _tokens(text, batch),
    )


def _vocabulary(batch: Batch) -> str:
    return " · ".join(f"{_shown(token)} **{number}**" for token, number in batch.vocabulary.items())


def _shown(token: str) -> str:
    """Write a token so that it is seen, and apart from the words around it, whichever way it is read."""
    kind = unicodedata.category(token[0])
    if kind[0] in "CZ" or _UNSEEN.fullmatch(token):
        return f"U+{ord(token):04X}".replace("U+0020", "␣")
    return f"{_APART}{'◌' if kind[0] == 'M' else ''}{verbatim(token)}{_APART_NO_MORE}"


def _tokens(text: Mapping[str, str], batch: Batch) -> None:
    """Write each sentence as its tokens with their ids."""
    longest = batch.ids.shape[1]
    for tokens, ids in zip(batch.tokens, batch.ids.tolist(), strict=True):
        filled = [*tokens, *[PAD] * (longest - len(tokens))]
        st.markdown(" ".join(_chip(token, number) for token, number in zip(filled, ids, strict=True)))
    n = batch.n_unknown
    if n:
        st.caption(text["Sentence: unknown"].format(n=f"{n} token is" if n == 1 else f"{n} tokens are"))


def _chip(token: str, number: int) -> str:
    color = {0: "gray", 1: "orange"}.get(number, "blue")
    return f":{color}-background[{_shown(token)} **{number}**]"
