"""What is said of a reduction: what goes, and what is worth a look in its result: N - 1, sums of 1, a place."""

import math
from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st
import torch
from torch import Tensor

from core.reducing import REDUCTIONS, Call, Reduced, reduce, sources
from core.tensors.refusals import RefusedError
from core.tensors.sizes import shape_text


def told(text: Mapping[str, str], x: Tensor, chosen: Reduced, *, fixable: bool) -> str:
    """Return what is true of this call, and what there is to do."""
    if chosen.result is None:
        return f"{text['Reduce']} {text['Reduce: fix'] if fixable else ''}"
    if not x.ndim:
        return text["Reduce: scalar"]
    drag = text["Reduce: drag"] if REDUCTIONS[chosen.call.name].shrinks else ""
    return f"{text['Reduce']} {_dims_told(text, chosen.call)} {text['Reduce: point']} {drag}"


def _dims_told(text: Mapping[str, str], call: Call) -> str:
    if not REDUCTIONS[call.name].shrinks:
        return text["Reduce: same shape"]
    if call.dim is None:
        return text["Reduce: all"]
    return text["Reduce: keepdim"] if call.keepdim else text["Reduce: goes"]


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


def answer(x: Tensor) -> dict[str, object]:
    """Sum along the last dim, with and without keepdim, and divide x by it."""
    gone, kept = x.double().sum(dim=-1), x.double().sum(dim=-1, keepdim=True)
    shapes = {"gone": shape_text(gone.shape), "kept": shape_text(kept.shape)}
    return {**shapes, "by_gone": _fits(x, gone), "by_kept": _fits(x, kept)}


def scalar_answer(x: Tensor) -> dict[str, object]:
    """Sum a scalar along dims that it lacks."""
    first, second = (reduce(Call(dim=dim), x) for dim in (0, 1))
    return {
        "first": "" if first.result is None else shape_text(first.result.shape),
        "second": second.refused.words if isinstance(second.refused, RefusedError) else "",
    }


def _fits(x: Tensor, total: Tensor) -> str:
    """Tell what x / total comes to, by trying it."""
    try:
        shares = torch.div(x, total)
    except RuntimeError as error:
        return f"raises “{error}”"
    sums = shares.sum(dim=-1)
    right = torch.allclose(sums, torch.ones_like(sums))
    return f"gives {shape_text(shares.shape)}, {'and' if right else 'but not'} rows that add up to 1"
