"""How a file of weights fits the network of the page: name by name."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st
from torch import Tensor

from core.checkpoints import (
    Mismatch,
    Shape,
    another_instance,
    attempt,
    compare,
    explain,
    lenient,
    load_script,
    nearest,
    shapes,
    too_large,
)
from core.config import TrainConfig
from ui.labs.save_load.network import draw_map
from ui.labs.save_load.words import span
from ui.words import verbatim

Script = Callable[[str, Sequence[str]], str]

WORDS: Final = 4_000


def show_fit(weights: Mapping[str, Tensor], config: TrainConfig, text: Mapping[str, str]) -> Script:
    """Show names side by side, the mismatch in sentences, what comes of it, and PyTorch's own words.

    Returns:
        What writes the same as code, for the file's name and the keys that lead to its weights.
    """
    strict, loose = another_instance(config), another_instance(config)
    large = too_large(strict.state_dict(), weights)
    wanted, found = shapes(strict.state_dict()), shapes(weights)
    mismatch = compare(wanted, found)
    words = attempt(strict, weights), attempt(loose, weights, strict=False)
    heading = text["Fits"].format(n=len(weights)) if mismatch.fits else text["Fits not"]
    if mismatch.fits and large:
        heading = text["Too large"].format(name=span(large[0]), dtype=config.dtype)
    st.markdown("\n".join([heading, *(f"- {verbatim(sentence)}" for sentence in explain(mismatch))]))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        table, wide = _table(wanted, found, mismatch), {"verdict": st.column_config.TextColumn(width=95)}
        st.dataframe(table, hide_index=True, column_config=wide, alt="The network's names beside the file's")
        st.markdown(lenient(mismatch))
    with right:
        title = "Filled from the file" if mismatch.fits else "What strict=False leaves you with"
        st.markdown(f"**{title}**")
        draw_map(loose, config, title)
    with st.expander("PyTorch's own words, strict and not"):
        calls = ("model.load_state_dict(weights)", "model.load_state_dict(weights, strict=False)")
        shown = "\n\n".join(f">>> {call}\n{answer}" for call, answer in zip(calls, words, strict=True))
        st.code(_cut(shown), language=None, wrap_lines=True)
    return lambda name, place: load_script(name, strict, place=place, fits=mismatch.fits)


def _cut(words: str) -> str:
    return words if len(words) <= WORDS else f"{words[:WORDS]} ..."


def _table(wanted: Mapping[str, Shape], found: Mapping[str, Shape], mismatch: Mismatch) -> pd.DataFrame:
    """List the network's names with what the file has for each, or its nearest name, then what only the file has."""
    pairs, rows = nearest(mismatch), []
    for name, shape in wanted.items():
        other = name if name in found else pairs.get(name, "")
        verdict = "fits" if name in mismatch.matching else "wrong size" if name in found else "missing"
        rows.append((name, verdict, str(shape), other, str(found[other]) if other else ""))
    others = [name for name in mismatch.unexpected if name not in pairs.values()]
    rows += [("", "unexpected", "", name, str(found[name])) for name in others]
    return pd.DataFrame(rows, columns=["network", "verdict", "shape", "in the file", "its shape"])
