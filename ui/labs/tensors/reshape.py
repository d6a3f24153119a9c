"""A chain of operations: every element keeps its number and its colour, so that it can be followed."""

from collections.abc import Mapping, Sequence

import streamlit as st
from torch import Tensor

from core.errors import PlaygroundError
from core.tensors.chain import COURSE_CHAIN, COURSE_SIZE, Link, chain_script, run_chain, start_tensor
from core.tensors.facts import shares_memory
from core.tensors.limits import CHAIN_LENGTH, SIZE_LENGTH
from core.tensors.reading import chain_text, parse_chain
from core.tensors.sizes import shape_text
from core.tensors.steps import Step, repairs
from ui.cached.tensors import cached_chain_picture
from ui.components import steps as picture
from ui.labs.tensors.panels import offers, refusal, typed
from ui.labs.tensors.reshape_steps import add, examples, pieces, rearrange
from ui.lesson import questions, table
from ui.words import verbatim


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Reshape"])
    with st.container(horizontal=True, gap="small"):
        examples()
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
    above = st.container(horizontal=True, gap="small", vertical_alignment="bottom")
    said = st.container()
    picture.show(cached_chain_picture(size, chain))  # sent before the controls above it, so that it is painted sooner
    with above:
        idea = add(size, steps, links)
        rearrange(size, chain, steps)
    said.caption(idea)
    _refused(steps, links)
    pieces(steps, links)
    with st.expander("Every step in numbers, and the PyTorch behind it", key="code", on_change="rerun") as behind:
        if behind.open:
            st.markdown(table(_proof(x, links)))
            st.code(chain_script(size, links), language="python", wrap_lines=True)
    questions(text, "Reshape", lambda: _answer(_last(x, links)))


def _answer(last: Tensor) -> dict[str, object]:
    kind = "a view" if shares_memory(last, last.flatten()) else "a copy"
    return {"shape": shape_text(last.shape), "stride": last.stride(), "kind": kind}


def _last(x: Tensor, links: Sequence[Link]) -> Tensor:
    return next((link.after for link in reversed(links) if link.after is not None), x)


def _refused(steps: Sequence[Step], links: Sequence[Link]) -> None:
    if not links or links[-1].refused is None:
        return
    at, link = len(links) - 1, links[-1]
    refusal(links[-1].refused)
    instead = {}
    for found in repairs(link.step, link.before):
        instead[chain_text(found)] = {"chain": chain_text([*steps[:at], *found, *steps[at + 1 :]])}
    offers(f"Tried on {shape_text(link.before.shape)}, and these work:", instead)


def _proof(x: Tensor, links: Sequence[Link]) -> dict[str, list[str]]:
    """Tabulate what PyTorch says of every tensor on the way."""
    done = [(verbatim(link.step.code), link.after, _kind(link)) for link in links if link.after is not None]
    tensors = [("x", x, ""), *done]
    return {
        "step": [code for code, _, _ in tensors],
        "is": [kind for _, _, kind in tensors],
        "shape": [shape_text(tensor.shape) for _, tensor, _ in tensors],
        "stride": [str(tensor.stride()) for _, tensor, _ in tensors],
        "contiguous": ["yes" if tensor.is_contiguous() else "no" for _, tensor, _ in tensors],
    }


def _kind(link: Link) -> str:
    return "the same tensor" if link.itself else "a view" if link.shares else "a copy"
