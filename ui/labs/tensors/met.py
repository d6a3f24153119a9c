"""What is said of two tensors that meet: their shapes, the rule dim by dim, what there is to do."""

from collections.abc import Mapping, Sequence

from torch import Tensor

from core.tensors.batches import pattern
from core.tensors.broadcasting import AlignedDim, align
from core.tensors.products import Combined
from core.tensors.sizes import shape_text
from ui.charts.tensors import is_drawn


def lead(text: Mapping[str, str], operator: str, chosen: Combined, *, fixable: bool) -> str:
    """Say what meets what, and what there is to do."""
    if operator == "+":
        return text["Sum"]
    if not (chosen.a.ndim and chosen.b.ndim):
        return text["Matmul: scalar"]
    fix = text["Matmul: fix"] if fixable else ""
    picture = text["Matmul: picture"] if is_drawn(operator, chosen) else ""
    apart = text["Matmul: apart"] if any(dim.result is None for dim in _batch_of(chosen)) else ""
    return f"{text['Matmul']} {apart} {fix} {picture}"


def batch(text: Mapping[str, str], chosen: Combined) -> str:
    """Say of the product of more than two dims which matrices meet."""
    return text["Matmul: batch"].format(pattern=pattern(chosen.a, chosen.b, chosen.code))


def headline(operator: str, chosen: Combined) -> str:
    """Write the two shapes with the sizes that have to agree marked, and the shape that comes out."""
    a, b = list(map(str, chosen.a.shape)), list(map(str, chosen.b.shape))
    if operator == "@" and a and b:
        inner_b = max(len(b) - 2, 0)
        color = "green" if a[-1] == b[inner_b] else "red"
        a[-1], b[inner_b] = f":{color}[**{a[-1]}**]", f":{color}[**{b[inner_b]}**]"
        for dim in (dim.dim - 2 for dim in _batch_of(chosen) if dim.result is None):
            a[dim], b[dim] = f":red[**{a[dim]}**]", f":red[**{b[dim]}**]"
    return f"`{chosen.code}`: [{', '.join(a)}] {operator} [{', '.join(b)}] → {_outcome(chosen)}"


def _batch_of(chosen: Combined) -> tuple[AlignedDim, ...]:
    """Lay the dims before the last two over each other."""
    return align(chosen.a.shape[:-2], chosen.b.shape[:-2])


def _outcome(chosen: Combined) -> str:
    if chosen.too_large is not None:
        return f"**{shape_text(chosen.too_large)}**, which fits, but has more elements than are drawn here"
    if chosen.result is None:
        return _at_fault(chosen.a, chosen.b) if chosen.fits else "does not fit"
    return f"**{shape_text(chosen.result.shape)}**, {str(chosen.result.dtype).removeprefix('torch.')}"


def _at_fault(a: Tensor, b: Tensor) -> str:
    """Say of two whose shapes fit that their dtypes do not."""
    one, other = (f":red[**{str(tensor.dtype).removeprefix('torch.')}**]" for tensor in (a, b))
    if one == other:
        return f"the shapes fit, the dtype does not: {one}"
    return f"the shapes fit, the dtypes do not: {one} and {other}"


def alignment(dims: Sequence[AlignedDim]) -> str:
    """Write the rule as a table, a column for each dim, counted from the right."""
    head = "| dim | " + " | ".join(f"{dim.dim}" for dim in dims) + " |\n|---|" + ":-:|" * len(dims)
    rows = {
        "A": ["·" if dim.a is None else str(dim.a) for dim in dims],
        "B": ["·" if dim.b is None else str(dim.b) for dim in dims],
        "rule": [dim.rule for dim in dims],
        "A + B": [":red[**no**]" if dim.result is None else f"**{dim.result}**" for dim in dims],
    }
    return head + "".join(f"\n| {name} | " + " | ".join(cells) + " |" for name, cells in rows.items())
