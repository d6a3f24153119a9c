"""Make a tensor, and read off it: what shape, what dtype, where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st
from torch import Tensor

from core.config import SEED
from core.errors import PlaygroundError
from core.tensors.creation import Recipe, make, script
from core.tensors.creators import CREATORS, has_end, range_and_warning, rounded_up
from core.tensors.devices import devices, move, move_script
from core.tensors.limits import BOUND, DTYPES, EYE, LITERAL_LENGTH, SIZE_LENGTH, STEPS
from core.tensors.literals import count_numbers, parse_literal, tensor_from
from core.tensors.sizes import shape_text
from ui.cached.tensors import cached_tensor_frames
from ui.charts.tensors import Frames
from ui.controls import choice, count, number
from ui.labs.tensors.described import describe
from ui.labs.tensors.named import named, offer_the_courses_four
from ui.labs.tensors.panels import overflow, refusal, typed
from ui.lesson import code, questions
from ui.state import linked

_DEFAULT: Final = Recipe()

FIELDS: Final[Mapping[str, Callable[[], Any]]] = {
    "literal": lambda: st.text_area(
        "Numbers in square brackets",
        _DEFAULT.literal,
        height=68,
        **linked("literal", text=LITERAL_LENGTH, label="Numbers in square brackets"),
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


@dataclass(frozen=True, slots=True)
class _Made:
    """A tensor on the CPU, its picture, and its code."""

    tensor: Tensor
    frames: Callable[[], Frames]
    script: Callable[[str], str]


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    words = st.container()
    left, right = st.columns([2, 3], gap="large")
    problem, made = None, None
    with left:
        ways = [*CREATORS]
        ties = linked("source", label="Made by", offered=ways)
        hidden: Any = {"label_visibility": "collapsed"}
        source = st.pills("Made by", ways, default="tensor", required=True, wrap=True, **hidden, **ties)
        source = source or "tensor"  # an empty value in the link chooses none
        with st.container(horizontal=True, gap="small"):
            dtype = choice("dtype", DTYPES, "inferred", "dtype", help=text["Create: dtype"])
            device = choice("device", devices(), "cpu", "device", help=text["Create: device"])
        try:
            made = _made(text, source, dtype)
        except PlaygroundError as error:
            problem = error
    with right:
        try:
            if made is not None:
                _show(text, made, device, four=source == "tensor")
        except PlaygroundError as error:
            problem = error
        if problem is not None:
            refusal(problem)
        if problem is not None and source == "tensor":
            offer_the_courses_four()
    words.markdown(text["Create" if source == "tensor" else "Made"])
    if source == "tensor":
        questions(text, "Create", _typed_answer)
    elif made is None:
        st.markdown(text["Made: refused"])
    else:
        tensor = made.tensor
        questions(text, "Made", lambda: _made_answer(tensor), numel=f"{tensor.numel():,}")


def _show(text: Mapping[str, str], made: _Made, device: str, *, four: bool) -> None:
    """Show the tensor under its name, the course's four where a literal is typed, and the code that makes it."""
    moved = move(made.tensor, device)
    picture = st.container()
    if four:
        offer_the_courses_four()
    name = named(text, made.tensor.ndim)
    with picture:
        describe(text, made.tensor, moved, name, made.frames)
    code(lambda: move_script(made.script(name), name, device), wrap=True)


def _made(text: Mapping[str, str], source: str, dtype: str) -> _Made:
    """Ask for what this way of making needs; return the tensor, its picture and its code."""
    st.caption(CREATORS[source].idea)
    with st.container(horizontal=True, gap="small"):
        settings = {name: FIELDS[name]() for name in CREATORS[source].takes}
    recipe = Recipe(source=source, dtype=dtype, **settings)
    tensor = make(recipe)
    _remarks(text, recipe, tensor)
    return _Made(tensor, lambda: cached_tensor_frames(recipe), lambda name: script(recipe, tensor.ndim, name))


def _remarks(text: Mapping[str, str], recipe: Recipe, tensor: Tensor) -> None:
    """Say what PyTorch did in silence, and what it warned of."""
    typed_in = recipe.source == "tensor"
    left_out = count_numbers(parse_literal(recipe.literal)) - tensor.numel() if typed_in else 0
    if left_out:
        st.caption(text["Create: left out"].format(n=left_out))
    overflow(text, tensor, recipe.literal.count("inf") if typed_in else 0)
    if (rounded := rounded_up(tensor, recipe)) is not None:
        exact, quotient = rounded
        st.caption(text["Create: rounded up"].format(exact=exact, quotient=quotient, n=tensor.numel()))
    if CREATORS[recipe.source].deprecated:
        made, warning = range_and_warning(recipe, dtype=DTYPES[recipe.dtype])
        counted = make(replace(recipe, source="arange"))
        st.code(warning, language=None, wrap_lines=True)
        facts = {"n": made.numel(), "dtype": made.dtype}
        beside = {"n_arange": counted.numel(), "dtype_arange": counted.dtype}
        said = text["Create: deprecated" if has_end(made, recipe) else "Create: deprecated, missed"]
        st.markdown(said.format(**facts, **beside))


def _typed_answer() -> dict[str, object]:
    shape = make(Recipe(literal="[[[1, 2], [3, 4]]]")).shape
    return {"shape": shape_text(shape), "dtype": tensor_from([1, 2.5, True]).dtype}


def _made_answer(tensor: Tensor) -> dict[str, object]:
    return {"nbytes": f"{tensor.double().nbytes:,}", "now": f"{tensor.nbytes:,}"}
