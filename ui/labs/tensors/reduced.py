"""What is worth a look in the result of a reduction: N - 1, sums of 1, where the largest stands."""

import math
from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st
import torch
from torch import Tensor

from core.reducing import Call, Reduced, reduce, sources


def remarks(x: Tensor, done: Reduced) -> None:
    """Say what this function's result shows; nothing for the plain ones."""
    remark = _REMARKS.get(done.call.name)
    if remark is not None and done.result is not None:
        remark(x, done.call, done.result)


def _spread(x: Tensor, call: Call, result: Tensor) -> None:
    """Show N - correction with the numbers of the first result, and what the other correction gives."""
    cells = x.double().reshape(-1)[sources(call.name, x.shape, call.dim)[0]]
    n, mean = cells.numel(), cells.mean().item()
    squares = ((cells - mean) ** 2).sum().item()
    inside = rf"\frac{{{squares:.4g}}}{{{n} - {call.correction}}}"
    whole = rf"\sqrt{{{inside}}}" if call.name == "std" else inside
    root = (r"\sqrt{", "}") if call.name == "std" else ("", "")
    formula = rf"{root[0]}\frac{{\sum (x - \bar{{x}})^2}}{{N - {call.correction}}}{root[1]}"
    st.latex(rf"{formula} = {whole} = {_number(result.reshape(-1)[0].item())}")
    other = reduce(Call(name=call.name, dim=call.dim, correction=1 - call.correction), x.double())
    if other.result is not None:
        first = _number(other.result.reshape(-1)[0].item()).replace(r"\text{nan}", "nan")
        st.caption(f"The first result; with correction={1 - call.correction} it is {first}.")


def _number(value: float) -> str:
    return f"{value:.5g}" if math.isfinite(value) else rf"\text{{{value}}}"


def _ones(_x: Tensor, call: Call, result: Tensor) -> None:
    sums = result.sum(dim=call.dim).reshape(-1).tolist()
    shown = ", ".join(f"{value:.4f}" for value in sums[:6]) + (", …" if len(sums) > 6 else "")
    st.caption(f"Added up along dim {call.dim}: {shown}.")


def _so_far(x: Tensor, call: Call, result: Tensor) -> None:
    last, whole = result.select(call.dim or 0, -1) if result.ndim else result, x.sum(dim=call.dim)
    same = "equal" if torch.allclose(last.double(), whole.double(), equal_nan=True) else "do not quite equal"
    st.caption(f"The last ones along dim {call.dim} {same} `x.sum(dim={call.dim})`: {whole.tolist()}.")


def _place(x: Tensor, call: Call, result: Tensor) -> None:
    if call.dim is None and x.ndim > 1:
        at = [int(place) for place in torch.unravel_index(result, x.shape)]
        st.caption(f"{result.item()} counts through x as if it were flattened: it is x{at}, {x[tuple(at)].item()}.")
    else:
        st.caption("A place, counted from 0; the ringed cell stands there.")


_REMARKS: Final[Mapping[str, Callable[[Tensor, Call, Tensor], None]]] = {
    "std": _spread,
    "var": _spread,
    "softmax": _ones,
    "cumsum": _so_far,
    "argmax": _place,
    "argmin": _place,
}
