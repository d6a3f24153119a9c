"""What the labs of this page share: a refusal explained, offers, brackets in colour."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import streamlit as st
import torch
from torch import Tensor

from core.errors import PlaygroundError
from core.ranges import Range
from core.tensors.facts import became_infinite
from core.tensors.refusals import RefusedError
from ui.charts.spelled import number
from ui.charts.tensors.labels import labels
from ui.state import assign, linked
from ui.words import verbatim

COLORS: Final = ("blue", "orange", "green", "violet", "yellow", "gray")
_MOST_BRACKETED: Final = 64
_MANY_LINES: Final = 7
_TALL: Final = 190  # pixels, of what is printed in many lines
_WRITTEN_OUT: Final = 1e6  # larger numbers stand as powers of ten


def typed(label: str, default: str, length: Range, key: str, **more: Any) -> str:
    """Ask for a line of text."""
    text: str = st.text_input(label, default, **more, **linked(key, text=length, label=label))
    return text


def refusal(error: PlaygroundError) -> None:
    """Say what PyTorch or Python said, in its own words, and what it means; or our own sentence."""
    if not isinstance(error, RefusedError):
        st.warning(verbatim(str(error)), icon=":material/info:")
        return
    st.code(error.words, language=None, wrap_lines=True)
    st.markdown(f"**{error.by} said this.** It means: {error.meaning}.")


def overflow(text: Mapping[str, str], tensor: Tensor, written: int = 0) -> None:
    """Say why numbers of a tensor became inf, where more are than were written."""
    if became_infinite(tensor, written):
        dtype, largest = str(tensor.dtype).removeprefix("torch."), torch.finfo(tensor.dtype).max
        end = f"{largest:,.0f}" if largest < _WRITTEN_OUT else number(largest)
        st.caption(text["Overflow"].format(dtype=dtype, largest=end))


def printed(tensor: Tensor) -> None:
    """Show a tensor as Python prints it; one of many lines scrolls."""
    text = str(tensor)
    st.code(text, language=None, wrap_lines=False, height=_TALL if text.count("\n") > _MANY_LINES else "content")


def offers(label: str, options: Mapping[str, Mapping[str, Any]]) -> None:
    """Offer one-click changes.

    Args:
        label: what they are.
        options: from a button's label to the settings it puts into the link.
    """
    if not options:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(label, width="content")
        for name, settings in options.items():
            st.button(f"`{name}`", on_click=assign, args=(dict(settings),), key=f"offer {label} {name}")


def colored(dim: int, text: object) -> str:
    """Write something in the colour of a dim."""
    return f":{COLORS[dim % len(COLORS)]}[**{text}**]"


def shape_markdown(shape: Sequence[int], color: Callable[[int, object], str] = colored) -> str:
    """Write a shape with every size in the colour of its dim."""
    return "[" + ", ".join(color(dim, size) for dim, size in enumerate(shape)) + "]"


def bracket(dim: int, which: str) -> str:
    """Write one bracket on the colour of its dim."""
    return f":{COLORS[dim % len(COLORS)]}-background[**\\{which}**]"


def brackets_markdown(nested: Any, ndim: int, numel: int) -> str:
    """Write a nested list with every pair of brackets in the colour of its dim, shortened if it is long."""
    if 0 < numel <= _MOST_BRACKETED:
        return _bracketed(nested, 0, iter(labels(list(_flat(nested)))))
    opened = "".join(bracket(dim, "[") for dim in range(ndim))
    return f"{opened} … {''.join(bracket(dim, ']') for dim in reversed(range(ndim)))}" if ndim else str(nested)


def _flat(nested: Any) -> Iterator[float | bool]:
    for part in nested if isinstance(nested, list) else [nested]:
        yield from _flat(part) if isinstance(part, list) else [part]


def _bracketed(nested: Any, dim: int, said: Iterator[str]) -> str:
    """Write the brackets; what stands in them is said as in the squares, one after the other."""
    if not isinstance(nested, list):
        return next(said)
    # Innermost lists stay on one line; the lists around them open a line for each of their parts.
    flat = not any(isinstance(part, list) for part in nested)
    between = ", " if flat else ",  \n" + "\u2002" * 2 * (dim + 1)
    return bracket(dim, "[") + between.join(_bracketed(part, dim + 1, said) for part in nested) + bracket(dim, "]")
