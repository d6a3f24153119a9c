"""Many numbers become one: along a dim or all at once, with the cells that each result is made of."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from torch import Tensor

from core.errors import PlaygroundError
from core.reducing import REDUCTIONS, Call, Reduced, choose, fixes, numbers, reduce, reduce_script
from core.reducing.calls import DEFAULT_NUMBERS
from core.tensors.limits import LITERAL_LENGTH
from core.tensors.refusals import RefusedError
from core.tensors.sizes import shape_text
from ui.cached.tensors import cached_collapse_frames
from ui.charts.tensors import collapse_chart
from ui.draw import draw
from ui.labs.tensors.panels import printed, refusal, typed
from ui.labs.tensors.reduced import answer, remarks, scalar_answer, told
from ui.lesson import code, questions
from ui.state import assign, linked

_ALL: Final = "all"
_TENS: Final = "[0, 10, 20, 30, 40, 50, 60, 70, 80, 90]"
_EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "mean of whole numbers": {"numbers": _TENS, "reduction": "mean", "dim": _ALL},
    "argmax of 10 to 90": {"numbers": "[10, 20, 30, 40, 50, 60, 70, 80, 90]", "reduction": "argmax", "dim": _ALL},
    "std: N - 1": {"numbers": "[[2.0, 4.0, 6.0], [1.0, 1.0, 1.0]]", "reduction": "std", "dim": "1"},
    "softmax of scores": {"numbers": "[[2.0, 1.0, 0.1], [0.0, 0.0, 0.0]]", "reduction": "softmax", "dim": "1"},
    "three dims": {"numbers": "2x3x4", "reduction": "sum", "dim": "0"},
    "cumsum": {"numbers": "[[3, 1, 4], [1, 5, 9]]", "reduction": "cumsum", "dim": "1"},
}


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    sentence = st.container()
    ties = linked("reduction", label="Function", offered=REDUCTIONS)
    name = st.pills("Function", list(REDUCTIONS), default="sum", required=True, wrap=True, **ties) or "sum"
    controls = st.container(horizontal=True, gap="medium", vertical_alignment="bottom")
    with controls:
        typed_in = typed("x", DEFAULT_NUMBERS, LITERAL_LENGTH, "numbers", help=text["Index: values"], width=420)
    try:
        x = numbers(typed_in)
    except PlaygroundError as error:
        sentence.markdown(text["Reduce"])
        refusal(error)
        _examples()
        return
    with controls:
        call = _call(text, name, x)
    picture, words = st.columns([4, 3], gap="large")
    with words:
        st.caption(f"**{name}**: {REDUCTIONS[name].idea}")
        plain, chosen, fixable = _done(call, x)
        sentence.markdown(told(text, x, chosen, fixable=fixable))
        _headline(x, chosen)
        remarks(x, chosen)
        _examples()
        code(lambda: reduce_script(x, plain, chosen), wrap=True)
    with picture:
        falls = chosen.result is not None and REDUCTIONS[chosen.call.name].shrinks
        draw(
            collapse_chart(falls=falls),
            cached_collapse_frames(typed_in, chosen.call),
            alt="x and what it is reduced to",
        )
        st.caption(text["Reduce: picture"])
    if x.ndim:
        questions(text, "Reduce", lambda: answer(x), shape=shape_text(x.shape))
    else:
        questions(text, "Scalar", lambda: scalar_answer(x))


def _call(text: Mapping[str, str], name: str, x: Tensor) -> Call:
    """Ask for the dim, and for what the function takes besides."""
    dims = [_ALL, *map(str, range(x.ndim))]
    default = "0" if x.ndim else _ALL
    ties = linked("dim", dims.__contains__, default, label="dim", offered=dims)
    dim = st.segmented_control("dim", dims, default=default, required=True, **ties) or default
    keepdim = False
    if REDUCTIONS[name].shrinks and dim != _ALL:
        keepdim = st.toggle("keepdim", **linked("keepdim", label="keepdim"))
    correction = "1"
    if REDUCTIONS[name].corrected:
        ties = linked("correction", label="correction", offered=("1", "0"))
        help_text = text["Reduce: correction"]
        correction = (
            st.segmented_control("correction", ["1", "0"], default="1", required=True, help=help_text, **ties) or "1"
        )
    return Call(name=name, dim=None if dim == _ALL else int(dim), keepdim=keepdim, correction=int(correction))


def _done(call: Call, x: Tensor) -> tuple[Reduced, Reduced, bool]:
    """Do it; where it is refused, offer what was tried and works.

    Returns:
        It as called and as chosen, and whether anything was offered.
    """
    plain = reduce(call, x)
    if plain.refused is None:
        return plain, plain, False
    refusal(plain.refused)
    tried = fixes(call, x) if isinstance(plain.refused, RefusedError) else ()
    return plain, choose(plain, tried, _fix(tried)), bool(tried)


def _fix(tried: Sequence[Reduced]) -> str | None:
    codes = [one.call.code for one in tried]
    if not codes:
        st.caption("None of the usual fixes (another dtype, a dim) works here.")
        return None
    label = "Tried, and these work (choose one to see it)"
    known = linked("instead", valid=lambda name: name is None or name in codes, offered=codes)
    chosen: str | None = st.pills(label, codes, wrap=True, **known)
    return chosen


def _headline(x: Tensor, chosen: Reduced) -> None:
    if chosen.result is None:
        st.markdown(f"`{chosen.call.code}`: {shape_text(x.shape)} → refused")
        return
    dim, shrinks = chosen.call.dim, REDUCTIONS[chosen.call.name].shrinks
    gone = range(x.ndim) if dim is None else [dim]
    sizes = [f"~~{size}~~" if shrinks and i in gone else str(size) for i, size in enumerate(x.shape)]
    dtype = str(chosen.result.dtype).removeprefix("torch.")
    st.markdown(f"`{chosen.call.code}`: [{', '.join(sizes)}] → **{shape_text(chosen.result.shape)}**, {dtype}")
    printed(chosen.result)
    if chosen.warned:
        st.caption("PyTorch warns:")
        st.code(chosen.warned, language=None, wrap_lines=True)
    if chosen.indices is not None:
        st.caption(f"Along a dim it returns two tensors; the second says where: indices {chosen.indices.tolist()}.")


def _examples() -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for name, settings in _EXAMPLES.items():
            st.button(name, on_click=assign, args=({**settings, "instead": None},), key=f"example {name}")
