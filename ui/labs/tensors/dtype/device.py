"""Where a tensor is: this server's devices, and what PyTorch says where two are in different places."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.dtypes.memory import in_units
from core.tensors.hardware import Device, answers, ask_for, device_script, devices_here, moving, to_numpy
from core.tensors.places import (
    MEETINGS,
    NUMBER,
    PLACES,
    SCALAR,
    Met,
    meet,
    meeting_script,
    partners,
    ways_out,
)
from ui.cached.tensors import cached_meetings
from ui.controls import choice
from ui.labs.tensors.panels import refusal
from ui.lesson import code, questions, table

_ASKED: Final = "cuda"


def show(text: Mapping[str, str]) -> None:
    """Lay this part out."""
    st.markdown(text["Device"])
    left, right = st.columns(2, gap="large")
    with left:
        operation, a, b = _simulation(text)
    with right:
        _here(text)
    code(lambda: meeting_script(operation, a, b), wrap=True)
    questions(text, "Device", _answer)


def _simulation(text: Mapping[str, str]) -> tuple[str, str, str]:
    with st.container(horizontal=True, gap="small"):
        operation = choice("Operation", MEETINGS, "F.linear(A, B)", "meeting", width=230)
        a = choice("A is on", PLACES, "cuda:0", "here", width=120)
        b = choice("B is on", partners(operation), "cpu", "there", varying=True, width=140)
    met = meet(operation, a, b)
    st.markdown(_grid(cached_meetings(operation), operation, (a, b)))
    if met.refused is None:
        st.markdown(f"`{met.code}` works: the result is on **{met.device}**.")
    else:
        refusal(met.refused)
        st.markdown("**Tried, and these work:**  \n" + _ways(ways_out(operation, a, b)))
    st.caption(text["Device: simulated"])
    return operation, a, b


def _ways(ways: tuple[Met, ...]) -> str:
    return "  \n".join(f"`{way.code}`, with the result on {way.device}" for way in ways)


def _grid(devices: tuple[str, ...], operation: str, own: tuple[str, str]) -> str:
    """Write where the result is for every pair of places; the pair chosen stands in bold."""
    names, found = partners(operation), iter(devices)
    columns: dict[str, list[str]] = {"A \\ B": [f"**{place}**" for place in PLACES]}
    columns |= {name: [] for name in names}
    for a in PLACES:
        for b in names:
            says = next(found) or "✕"
            columns[b].append(f"**[{says}]**" if (a, b) == own else says)
    return table(columns)


def _here(text: Mapping[str, str]) -> None:
    st.markdown("**This server**  \n" + "  \n".join(map(_device, devices_here())))
    asked = answers()
    st.markdown(table({"asked": [f"`{question}`" for question in asked], "answer": list(asked.values())}))
    st.code(device_script(), language="python", wrap_lines=True)
    refused = ask_for(_ASKED)
    if refused is not None:
        st.markdown(f'`torch.ones(2).to("{_ASKED}")`, really asked of this server:')
        st.code(refused.words, language=None, wrap_lines=True)
    with st.expander(text["Device: moving"], key="moving", on_change="rerun") as what:
        if what.open:
            _moving(text)


def _device(device: Device) -> str:
    memory = "" if device.memory is None else f", {in_units(device.memory)}"
    return f"`{device.name}`: {device.what}{memory}"


def _moving(text: Mapping[str, str]) -> None:
    found = moving()
    st.markdown(table({"x is (1000, 1000)": [f"`{what}`" for what in found], "": list(found.values())}))
    st.markdown(text["Device: cost"])
    refused = to_numpy()
    if refused is not None:
        st.markdown('`torch.ones(2, device="meta").numpy()`:')
        refusal(refused)
        st.caption(text["Device: numpy"])


def _answer() -> dict[str, object]:
    return {
        "scalar": meet("A + B", "cuda:0", SCALAR).device or "an error",
        "number": meet("A + B", "cuda:0", NUMBER).device or "an error",
        "stays": moving()["x.to('cuda:0'); x.device"],
    }
