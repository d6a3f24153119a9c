"""A chain of operations: every element keeps its number and its colour, so that it can be followed."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from torch import Tensor

from core.errors import PlaygroundError
from core.tensors.chain import (
    COURSE_CHAIN,
    COURSE_SIZE,
    Link,
    chain_script,
    chain_text,
    parse_chain,
    run_chain,
    start_tensor,
)
from core.tensors.facts import shares_memory
from core.tensors.limits import CHAIN, CHAIN_LENGTH, SIZE_LENGTH
from core.tensors.operations import OPERATIONS
from core.tensors.sizes import shape_text
from core.tensors.steps import Step, legal_steps, repairs
from ui.cached.tensors import cached_chain_frames
from ui.charts.tensors import is_strip, tiles_chart
from ui.draw import draw
from ui.labs.tensors.panels import offers, refusal, typed
from ui.lesson import code, questions, table
from ui.state import assign
from ui.words import verbatim

_HEIGHT: Final = 340
_FEW: Final = 2  # steps for which there is room on a narrow screen
_KINDS: Final = {True: "a view", False: "a copy"}


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Reshape"])
    controls = st.container(horizontal=True, gap="small")
    with controls, st.container(horizontal=True, gap="small"):
        size = typed("Shape of x", COURSE_SIZE, SIZE_LENGTH, "x", width=110)
        chain = typed("Chain", COURSE_CHAIN, CHAIN_LENGTH, "chain", help=text["Reshape: chain"])
    try:
        x, steps = start_tensor(size), parse_chain(chain)
    except PlaygroundError as error:
        refusal(error)
        offers("Start again with", {COURSE_CHAIN: {"x": COURSE_SIZE, "chain": COURSE_CHAIN}})
        st.markdown(text["Reshape: try"])
        return
    links = run_chain(x, steps)
    with controls:
        idea = _add(steps, links, x)
    _take_out(steps, idea)
    _picture(size, chain, links)
    _refused(steps, links)
    proof, behind = st.columns([5, 3])
    proof.markdown(table(_proof(x, links)))
    with behind:
        code(lambda: chain_script(size, links), wrap=True)
    questions(text, "Reshape", lambda: _answer(_last(x, links)))


def _answer(last: Tensor) -> dict[str, object]:
    kind = "a view" if shares_memory(last, last.flatten()) else "a copy"
    return {"shape": shape_text(last.shape), "stride": last.stride(), "kind": kind}


def _last(x: Tensor, links: Sequence[Link]) -> Tensor:
    return next((link.after for link in reversed(links) if link.after is not None), x)


def _take_out(steps: Sequence[Step], idea: str) -> None:
    """Offer to take steps out; say what the operation does that may be put in."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        if steps:
            st.caption("Take a step out:", width="content")
        for i, step in enumerate(steps):
            rest = chain_text([*steps[:i], *steps[i + 1 :]])
            st.button(f"`{step.text}` :material/close:", key=f"out {i}", on_click=assign, args=({"chain": rest},))
        if idea:
            st.caption(idea, width="content")


def _add(steps: Sequence[Step], links: Sequence[Link], x: Tensor) -> str:
    """Offer to put one more step at the end, with arguments that PyTorch was seen to accept; return what it does."""
    if len(steps) >= CHAIN.high or (links and links[-1].after is None):
        return ""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", width=430):
        name = st.selectbox("One more step", list(OPERATIONS), width=130)
        options = {step.text: step for step in legal_steps(name, _last(x, links))}
        chosen = st.selectbox("that PyTorch accepts here", list(options), placeholder="none")
        longer = chain_text([*steps, options[chosen]]) if chosen else ""
        st.button("Add", on_click=assign, args=({"chain": longer},), icon=":material/add:", disabled=not chosen)
    return f"{name}: {OPERATIONS[name].idea}"


def _picture(size: str, chain: str, links: Sequence[Link]) -> None:
    spec = tiles_chart("ramp", _HEIGHT, follow=True)
    draw(spec, cached_chain_frames(size, chain), alt="x and the tensors that the steps make of it, by element")
    before = " An ellipsis stands for the tensors before, for which there is no room." if len(links) > _FEW else ""
    long = any(link.after is not None and is_strip(link.after.shape) for link in links)
    pieces = " A long row or column goes on after a gap." if long else ""
    st.caption(
        f"The thin strip is what lies in memory, in its order. Point at an element to follow it.{pieces}{before}"
    )


def _refused(steps: Sequence[Step], links: Sequence[Link]) -> None:
    if not links or links[-1].refused is None:
        return
    at, link = len(links) - 1, links[-1]
    refusal(links[-1].refused)
    instead = {
        step.text: {"chain": chain_text([*steps[:at], step, *steps[at + 1 :]])}
        for step in repairs(link.step, link.before)
    }
    offers(f"Tried on {shape_text(link.before.shape)}, and these work:", instead)


def _proof(x: Tensor, links: Sequence[Link]) -> dict[str, list[str]]:
    """Tabulate what PyTorch says of every tensor on the way."""
    done = [
        (verbatim(link.step.code), link.after, _KINDS[bool(link.shares)]) for link in links if link.after is not None
    ]
    tensors = [("x", x, ""), *done]
    return {
        "step": [code for code, _, _ in tensors],
        "is": [kind for _, _, kind in tensors],
        "shape": [shape_text(tensor.shape) for _, tensor, _ in tensors],
        "stride": [str(tensor.stride()) for _, tensor, _ in tensors],
        "contiguous": ["yes" if tensor.is_contiguous() else "no" for _, tensor, _ in tensors],
    }
