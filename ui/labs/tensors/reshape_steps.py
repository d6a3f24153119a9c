"""The controls of the chain: start from an example; add, move and take out steps; undo; choose a piece."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.tensors.chain import EXAMPLES, Link
from core.tensors.limits import CHAIN, CHAIN_LENGTH
from core.tensors.operations import OPERATIONS
from core.tensors.reading import chain_text
from core.tensors.steps import OFFERED, Step
from ui.cached.tensors import cached_legal_steps
from ui.state import assign, recall, remember
from ui.words import verbatim

_EXAMPLE: Final = "reshape example"
_AT: Final = "reshape step"
_PAST: Final = "reshape past"
_REMEMBERED: Final = 40
_FEW: Final = 12


def examples() -> None:
    """Offer chains worth seeing."""
    st.selectbox(
        "Examples", list(EXAMPLES), index=None, placeholder="worth seeing", key=_EXAMPLE, width=230, on_change=_start
    )


def _start() -> None:
    name = st.session_state[_EXAMPLE]
    if name in EXAMPLES:
        size, chain = EXAMPLES[name]
        assign({"x": size, "chain": chain})
    st.session_state[_EXAMPLE] = None


def add(size: str, steps: Sequence[Step], links: Sequence[Link]) -> str:
    """Offer to put one more step at the end, with arguments that PyTorch was seen to accept; return what it does."""
    refused = bool(links) and links[-1].after is None
    name = st.selectbox("One more step", list(OPERATIONS), width=140)
    found = [] if refused else cached_legal_steps(size, chain_text(steps), name)
    chosen = st.selectbox("that PyTorch accepts here", found, placeholder="none", width=210, disabled=not found)
    longer = f"{chain_text(steps)}|{chosen}".removeprefix("|")
    full = not chosen or len(steps) >= CHAIN.high or len(longer) > CHAIN_LENGTH.high
    st.button("Add", on_click=_put, args=(longer, len(steps)), icon=":material/add:", disabled=full)
    tried = "First the step that was refused has to be mended." if refused else _tried(name, len(found))
    return f"{name}: {OPERATIONS[name].idea} {tried}"


def _tried(name: str, n: int) -> str:
    one, many = ("shape", "shapes of up to three dims") if name in {"reshape", "view"} else ("way", "ways")
    count = f"the first {n}" if n == OFFERED else str(n)
    return f"Tried just now: {f'1 {one} works' if n == 1 else f'{count} {many} work' if n else 'nothing works'}."


def _put(chain: str, at: int) -> None:
    """Set the chain, and choose one of its steps."""
    assign({"chain": chain})
    st.session_state[_AT] = at


def rearrange(size: str, chain: str, steps: Sequence[Step]) -> None:
    """Offer to move steps, to take them out, and to undo what was done last."""
    past = _keep(size, chain)
    last = len(steps) - 1
    _button("Remove last", steps[:last] if steps else None, last - 1)
    st.button("Undo", on_click=_undo, disabled=len(past) < 2)
    _button("Clear", [] if steps else None, 0)
    if not steps:
        st.session_state.pop(_AT, None)
        return
    with st.popover("Change a step", width="content"):
        at = _chosen_step(steps)
        with st.container(horizontal=True, gap="xsmall"):
            _button("Earlier", _swapped(steps, at, -1), at - 1)
            _button("Later", _swapped(steps, at, 1), at + 1)
            _button("Remove", [*steps[:at], *steps[at + 1 :]], max(at - 1, 0))


def _chosen_step(steps: Sequence[Step]) -> int:
    """Ask which step is meant; the last one, until another is chosen."""
    if st.session_state.get(_AT) not in range(len(steps)):
        st.session_state[_AT] = len(steps) - 1
    names = {at: f"{at + 1} · {verbatim(step.text)}" for at, step in enumerate(steps)}
    return int(st.radio("This step", list(names), key=_AT, format_func=lambda at: names[at]) or 0)


def _swapped(steps: Sequence[Step], at: int, by: int) -> list[Step] | None:
    if at + by not in range(len(steps)):
        return None
    moved = list(steps)
    moved[at], moved[at + by] = moved[at + by], moved[at]
    return moved


def _button(label: str, steps: Sequence[Step] | None, at: int) -> None:
    st.button(label, on_click=_put, args=(chain_text(steps or []), at), disabled=steps is None)


def _keep(size: str, chain: str) -> list[tuple[str, str]]:
    """Remember what the chain was, so that it can be undone."""
    past: list[tuple[str, str]] = recall(_PAST, [])
    if not past or past[-1] != (size, chain):
        past = [*past, (size, chain)][-_REMEMBERED:]
        remember(_PAST, past)
    return past


def _undo() -> None:
    past = recall(_PAST, [])[:-1]
    remember(_PAST, past[:-1])
    size, chain = past[-1]
    assign({"x": size, "chain": chain})


def pieces(steps: Sequence[Step], links: Sequence[Link]) -> None:
    """Where a step gives several tensors, ask with which of them the chain goes on."""
    for at, link in enumerate(links):
        if len(link.parts) < 2:
            continue
        label = f"{verbatim(link.step.call)} gives {len(link.parts)} tensors; the chain goes on with"
        key, piece = f"piece {at}", link.step.piece
        st.session_state[key] = piece % len(link.parts) if -len(link.parts) <= piece < len(link.parts) else 0
        arguments = (key, at, tuple(steps))
        if len(link.parts) <= _FEW:
            options = list(range(len(link.parts)))
            st.segmented_control(
                label, options, format_func="[{}]".format, key=key, on_change=_go_on, args=arguments, required=True
            )
        else:
            st.number_input(label, 0, len(link.parts) - 1, key=key, on_change=_go_on, args=arguments, width=420)


def _go_on(key: str, at: int, steps: Sequence[Step]) -> None:
    piece = st.session_state[key]
    chosen = Step(name=steps[at].name, arguments=steps[at].arguments, piece=int(piece or 0))
    assign({"chain": chain_text([*steps[:at], chosen, *steps[at + 1 :]])})
