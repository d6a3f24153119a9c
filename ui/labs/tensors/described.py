"""A tensor described: what shape, what dtype, where, its values in squares and in brackets."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st
from torch import Tensor

from core.tensors.devices import IDEAS, meeting
from core.tensors.facts import Facts, facts_of
from core.tensors.naming import shape_words
from ui.charts.tensors import MANY, Frames, by_value, is_strip, tiles_chart
from ui.components.brackets import show
from ui.components.brackets.pack import fits, pack
from ui.draw import draw
from ui.labs.tensors.panels import brackets_markdown, refusal, shape_markdown

_HEIGHT: Final = 290
_STRIP_HEIGHT: Final = 185
_SHORT: Final = 100
_FEW_ROWS: Final = 2
_POINT: Final = "Point at a square: its index and number are told, also where the number does not fit."
_MANY: Final = 400  # squares, beyond which each as a shape of its own is slow


def describe(text: Mapping[str, str], made: Tensor, there: Tensor, name: str, frames: Callable[[], Frames]) -> None:
    """Show a tensor.

    Args:
        text: the page's words.
        made: on the CPU, where its values can be read.
        there: the same on the device chosen.
        name: what it is called in the code.
        frames: makes its picture, for a tensor that is too large for its brackets to be read.
    """
    facts = facts_of(there)
    metrics(facts)
    if not there.is_cpu:
        st.caption(f"{there.device.type}: {IDEAS[there.device.type]}")
    if there.is_meta:
        st.markdown(f"shape {shape_markdown(facts.shape)}")
    elif fits(facts.shape):
        show(pack(made, name), text["Create: hint"])
    else:
        squares(made, frames())
        st.markdown(
            f"shape {shape_markdown(facts.shape)}: {brackets_markdown(made.tolist(), facts.ndim, facts.numel)}"
        )
    _met(there)
    _numbers(made, facts)


def metrics(facts: Facts) -> None:
    """Answer the three questions."""
    with st.grid(3, min_column_width=120, gap="small"):
        st.metric("What shape?", str(list(facts.shape)))
        st.metric("What dtype?", facts.dtype.removeprefix("torch."))
        st.metric("Where?", facts.device)


def _met(there: Tensor) -> None:
    """Add a tensor of the CPU to one that lives elsewhere, and show what PyTorch says."""
    said = None if there.is_cpu else meeting(there)
    if said is not None:
        st.markdown(f"Add `torch.ones({list(there.shape)})`, which lives on the CPU:")
        refusal(said)


def squares(tensor: Tensor, frames: Frames) -> None:
    """Draw the values, as many as there is room for."""
    numel = tensor.numel()
    if not numel:
        st.caption("A size of 0: this tensor has a shape and a dtype, and no elements to draw.")
        return
    low = tensor.ndim == 1 or (tensor.ndim == 2 and len(tensor) <= _FEW_ROWS)
    height = _STRIP_HEIGHT if low and numel <= _SHORT else _HEIGHT
    drawn = len(frames["cells"])
    spec = tiles_chart("diverging", height, canvas=drawn > _MANY)
    draw(spec, frames, alt="The elements of the tensor, coloured by value")
    rest = f" Of {numel:,} elements the first {drawn:,} are drawn." if drawn < numel else ""
    if len(frames["titles"]) > MANY:
        rest = " Matrices are drawn while there is room; the last title counts those that are not."
    rest += " A long row or column goes on after a gap." if is_strip(tensor.shape) else ""
    st.caption(f"Blue is positive, orange negative, full at ±{by_value(tensor)[1]:.4g}. {_POINT}{rest}")


def _numbers(made: Tensor, facts: Facts) -> None:
    """Say what the brackets say, and how the elements lie in memory."""
    opened = {0: "no bracket", 1: "1 bracket"}.get(facts.ndim, f"{facts.ndim} brackets")
    order = "contiguous" if facts.contiguous else "not contiguous"
    would = " if it were stored" if facts.device == "meta" else ""
    st.markdown(
        f"A **{facts.name}**: opens with {opened}, so `ndim` is {facts.ndim}. {shape_words(facts.shape)}  \n"
        f"{facts.numel:,} {'element' if facts.numel == 1 else 'elements'} x {made.element_size()}"
        f" = **{facts.nbytes:,} {'byte' if facts.nbytes == 1 else 'bytes'}**{would};"
        f" stride {facts.stride}, {order}"
    )
