"""A tensor described: what shape, what dtype, where, its values in squares and in brackets."""

from typing import Final

import streamlit as st
from torch import Tensor

from core.tensors.devices import IDEAS, meeting
from core.tensors.facts import Facts, facts_of
from ui.charts.tensors import MANY, Frames, by_value, is_strip, tiles_chart
from ui.draw import draw
from ui.labs.tensors.panels import brackets_markdown, refusal, shape_markdown

_HEIGHT: Final = 290
_STRIP_HEIGHT: Final = 150
_SHORT: Final = 100
_MANY: Final = 400  # squares, beyond which each as a shape of its own is slow
_SMALL: Final = 64  # with so few elements, the words fit beside the picture


def describe(made: Tensor, there: Tensor, frames: Frames) -> None:
    """Show a tensor.

    Args:
        made: on the CPU, where its values can be read.
        there: the same on the device chosen.
        frames: its picture.
    """
    facts = facts_of(there)
    with st.grid(3, min_column_width=120, gap="small"):
        st.metric("What shape?", str(list(facts.shape)))
        st.metric("What dtype?", facts.dtype.removeprefix("torch."))
        st.metric("Where?", facts.device)
    if facts.numel <= _SMALL:
        picture, words = st.columns([3, 2], gap="medium")
    else:
        picture, words = st.container(), st.container()
    with picture:
        if not there.is_cpu:
            st.caption(f"{there.device.type}: {IDEAS[there.device.type]}")
        if not there.is_meta:
            _squares(made, facts, frames)
        _met(there)
    with words:
        _numbers(made, facts)


def _met(there: Tensor) -> None:
    """Add a tensor of the CPU to one that lives elsewhere, and show what PyTorch says."""
    said = None if there.is_cpu else meeting(there)
    if said is not None:
        st.markdown(f"Add `torch.ones({list(there.shape)})`, which lives on the CPU:")
        refusal(said)


def _squares(tensor: Tensor, facts: Facts, frames: Frames) -> None:
    """Draw the values, as many as there is room for."""
    if not facts.numel:
        st.caption("A size of 0: this tensor has a shape and a dtype, and no elements to draw.")
        return
    height = _STRIP_HEIGHT if tensor.ndim == 1 and facts.numel <= _SHORT else _HEIGHT
    drawn = len(frames["cells"])
    spec = tiles_chart("diverging", height, canvas=drawn > _MANY)
    draw(spec, frames, alt="The elements of the tensor, coloured by value")
    fewer = ", fewer on a narrow screen" if len(frames["titles"]) > MANY else ""
    rest = f" Of {facts.numel:,} elements the first {drawn:,} are drawn{fewer}."
    rest = rest if fewer or drawn < facts.numel else ""
    rest += " A long row or column goes on after a gap." if is_strip(tensor.shape) else ""
    st.caption(f"Blue is positive, orange negative, full at ±{by_value(tensor)[1]:.4g}. Point at a square.{rest}")


def _numbers(made: Tensor, facts: Facts) -> None:
    """Show the brackets in the colours of their dims, and how the elements lie in memory."""
    opened = {0: "no bracket", 1: "1 bracket"}.get(facts.ndim, f"{facts.ndim} brackets")
    capitals = " (in capitals from two dims on)" if facts.ndim > 1 else ""
    st.markdown(
        f"**{facts.name}**{capitals}: opens with {opened}, so `ndim` is {facts.ndim};"
        f" shape {shape_markdown(facts.shape)}"
    )
    if facts.device != "meta":
        st.markdown(brackets_markdown(made.tolist(), facts.ndim, facts.numel))
    order = "contiguous" if facts.contiguous else "not contiguous"
    would = " if it were stored" if facts.device == "meta" else ""
    st.markdown(
        f"{facts.numel:,} {'element' if facts.numel == 1 else 'elements'} x {made.element_size()}"
        f" = **{facts.nbytes:,} {'byte' if facts.nbytes == 1 else 'bytes'}**{would}  \n"
        f"stride {facts.stride}, {order}"
    )
