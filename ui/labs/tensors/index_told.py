"""What came of an index: the result, and dim by dim what each of its parts did."""

from collections.abc import Sequence
from typing import Final

import streamlit as st
from torch import Tensor

from core.errors import PlaygroundError
from core.indexing import Account, Picked, account, notes, pick
from core.tensors.sizes import shape_text
from ui.labs.tensors.panels import COLORS, printed, refusal, shape_markdown
from ui.lesson import table
from ui.words import verbatim

_DOES: Final = {"kept": "kept", "dropped": "**dropped**", "new": "**new**", "picked": "**picked**"}


def say(x: Tensor, index: str) -> Picked | None:
    """Do the index and say what came of it; None where it is refused."""
    try:
        picked = pick(x, index)
    except PlaygroundError as error:
        refusal(error)
        st.caption(_ends(x))
        return None
    kind = "a **view**: it looks at the memory of x" if picked.shares else "a **copy**: it has memory of its own"
    st.markdown(
        f"{verbatim(picked.code)} → {shape_markdown(picked.result.shape, _plain)}"
        f", {str(picked.result.dtype).removeprefix('torch.')}, {kind}."
    )
    printed(picked.result)
    told = account(picked)
    if told:
        st.markdown(table(_rows(told)))
        for note in notes(told):
            st.caption(note)
    return picked


def _plain(_: int, size: object) -> str:
    return f"**{size}**"


def _rows(told: Sequence[Account]) -> dict[str, list[str]]:
    """Tabulate what each part of an index does; a dim has the colour it has in the shape of x."""
    several = {"bracket": [str(each.bracket + 1) for each in told]} if told[-1].bracket else {}
    return {
        **several,
        "part": [verbatim(each.part) or "*(not named)*" for each in told],
        "dim": [", ".join(_colored(each, dim) for dim in each.dims) or "·" for each in told],
        "size": [", ".join(map(str, each.before)) or "·" for each in told],
        "is": [_DOES[each.does] for each in told],
        "leaves": [", ".join(map(str, each.after)) or "·" for each in told],
        "what": [each.says for each in told],
    }


def _colored(each: Account, dim: int) -> str:
    return f":{COLORS[dim % len(COLORS)]}[**{dim}**]" if each.bracket == 0 else str(dim)


def _ends(x: Tensor) -> str:
    """Say which places there are."""
    dims = [f"dim {dim}: 0 to {size - 1}, or {-size} to -1" for dim, size in enumerate(x.shape)]
    return f"x has shape {shape_text(x.shape)}. Its places: {'; '.join(dims) or 'none, it is a scalar'}."
