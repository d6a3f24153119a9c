"""Make a tensor, and read off it: what shape, what dtype, where."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st
from torch import Tensor

from core.config import SEED
from core.errors import PlaygroundError
from core.tensors.creation import Recipe, make, script
from core.tensors.creators import CREATORS
from core.tensors.facts import Facts, facts_of, name_of
from core.tensors.limits import BOUND, DTYPES, EYE, LITERAL_LENGTH, SIZE_LENGTH, STEPS
from core.tensors.literals import count_numbers, parse_literal, tensor_from
from ui.cached.tensors import cached_tensor_frames
from ui.charts.tensors import MANY, Frames, by_value, tensor_frames, tiles_chart
from ui.controls import choice, count, number
from ui.draw import draw
from ui.labs.tensors.panels import brackets_markdown, code, questions, refusal, shape_markdown, typed
from ui.labs.tensors.uploads import image_source, table_source
from ui.state import linked

_HEIGHT: Final = 290
_STRIP_HEIGHT: Final = 150
_SHORT: Final = 100
_SMALL: Final = 64  # with so few elements, the words fit beside the picture
_DEFAULT: Final = Recipe()

Made = tuple[Tensor, Frames, str]

FIELDS: Final[Mapping[str, Callable[[], Any]]] = {
    "literal": lambda: st.text_area(
        "Numbers in square brackets",
        _DEFAULT.literal,
        max_chars=int(LITERAL_LENGTH.high),
        height=84,
        **linked("literal", text=True),
    ),
    "size": lambda: typed("Shape", _DEFAULT.size, SIZE_LENGTH, "size"),
    "fill_value": lambda: number("fill_value", BOUND, _DEFAULT.fill_value, "fill_value"),
    "start": lambda: number("start", BOUND, _DEFAULT.start, "start"),
    "end": lambda: number("end", BOUND, _DEFAULT.end, "end"),
    "step": lambda: number("step", BOUND, _DEFAULT.step, "step"),
    "steps": lambda: count("steps", STEPS, _DEFAULT.steps, "steps"),
    "n": lambda: count("n", EYE, _DEFAULT.n, "n"),
    "seed": lambda: count("Seed", SEED, _DEFAULT.seed, "seed"),
}
_FILES: Final = {"image": image_source, "csv": table_source}


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    words = st.container()
    left, right = st.columns([2, 3], gap="large")
    source, dtype, problem, made = "tensor", "inferred", None, None
    with left:
        source = st.pills(
            "Made by", [*CREATORS, *_FILES], default="tensor", required=True, wrap=True, **linked("source")
        )
        source = source or "tensor"  # an empty value in the link chooses none
        dtype = choice("dtype", DTYPES, "inferred", "dtype", help=text["Create: dtype"])
        try:
            made = _made(text, source, dtype)
        except PlaygroundError as error:
            problem = error
    with right:
        if problem is not None:
            refusal(problem)
        elif made is not None:
            _show(*made)
    typed = source == "tensor" or made is None
    words.markdown(text["Create" if typed else "Made"])
    if typed or made is None:
        questions(text, "Create", shape=_shape_of("[[[1, 2], [3, 4]]]"), dtype=tensor_from([1, 2.5, True]).dtype)
    else:
        numel, nbytes = made[0].numel(), made[0].double().nbytes
        questions(text, "Made", numel=f"{numel:,}", nbytes=f"{nbytes:,}", now=f"{made[0].nbytes:,}")


def _made(text: Mapping[str, str], source: str, dtype: str) -> Made:
    """Ask for what this way of making needs; return the tensor, its picture and its code."""
    if source in _FILES:
        tensor, made_by = _FILES[source](dtype)
        return tensor, tensor_frames(tensor, name_of(tensor.ndim)), made_by
    st.caption(CREATORS[source].idea)
    with st.container(horizontal=True, gap="small"):
        settings = {name: FIELDS[name]() for name in CREATORS[source].takes}
    recipe = Recipe(source=source, dtype=dtype, **settings)
    tensor = make(recipe)
    left_out = count_numbers(parse_literal(recipe.literal)) - tensor.numel() if source == "tensor" else 0
    if left_out:
        st.caption(text["Create: left out"].format(n=left_out))
    return tensor, cached_tensor_frames(recipe), script(recipe, tensor.ndim)


def _show(tensor: Tensor, frames: Frames, made_by: str) -> None:
    facts = facts_of(tensor)
    with st.grid(3, min_column_width=120, gap="small"):
        st.metric("What shape?", str(list(facts.shape)))
        st.metric("What dtype?", facts.dtype.removeprefix("torch."))
        st.metric("Where?", facts.device)
    if facts.numel <= _SMALL:
        picture, words = st.columns([3, 2], gap="medium")
    else:
        picture, words = st.container(), st.container()
    with picture:
        _squares(tensor, facts, frames)
    with words:
        _numbers(tensor, facts)
    code(made_by)


def _squares(tensor: Tensor, facts: Facts, frames: Frames) -> None:
    """Draw the values, as many as there is room for."""
    if not facts.numel:
        st.caption("A size of 0: this tensor has a shape and a dtype, and no elements to draw.")
        return
    height = _STRIP_HEIGHT if tensor.ndim == 1 and facts.numel <= _SHORT else _HEIGHT
    alt = f"The {facts.numel} elements of a {facts.name} of shape {list(facts.shape)}, coloured by value"
    draw(tiles_chart("diverging", height), frames, alt=alt)
    drawn = len(frames["cells"])
    fewer = ", fewer on a narrow screen" if len(frames["titles"]) > MANY else ""
    rest = f" Of {facts.numel:,} elements the first {drawn:,} are drawn{fewer}."
    rest = rest if fewer or drawn < facts.numel else ""
    st.caption(f"Blue is positive, orange negative, full at ±{by_value(tensor)[1]:.4g}. Point at a square.{rest}")


def _numbers(tensor: Tensor, facts: Facts) -> None:
    """Show the brackets in the colours of their dims, and how the elements lie in memory."""
    opened = {0: "no bracket", 1: "1 bracket"}.get(facts.ndim, f"{facts.ndim} brackets")
    st.markdown(
        f"**{facts.name}**: opens with {opened}, so `ndim` is {facts.ndim}; shape {shape_markdown(facts.shape)}"
    )
    st.markdown(brackets_markdown(tensor.tolist(), facts.ndim, facts.numel))
    order = "contiguous" if facts.contiguous else "not contiguous"
    st.markdown(
        f"{facts.numel:,} {'element' if facts.numel == 1 else 'elements'} x {tensor.element_size()}"
        f" = **{facts.nbytes:,} {'byte' if facts.nbytes == 1 else 'bytes'}**  \n"
        f"stride {facts.stride}, {order}"
    )


def _shape_of(literal: str) -> str:
    return str(list(make(Recipe(literal=literal)).shape))
