"""The cells that an index picks, and whether the result is a view of them or a copy."""

import ast
from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor

from core.expressions import evaluate
from core.indexing.reading import brackets, code_of, on_places, parts_of, read_index
from core.tensors.facts import shares_memory
from core.tensors.limits import INDEXED_ELEMENTS, PICKED_ELEMENTS, check_elements, check_ndim
from core.tensors.products import operand

COURSE_VALUES: Final = "[[[1, 2, 3], [3, 6, 9], [2, 4, 5]]]"
COURSE_INDEX: Final = "x[0, :, 1]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picked:
    """An index, done.

    Attributes:
        code: the index, such as `x[0, :, 1]`.
        tree: the same, as a syntax tree.
        x: what it was done on.
        result: what PyTorch returned.
        places: of the shape of the result: which cell of x each of its cells is, counted in index order.
        shares: whether the result looks at the memory of x.
        masks: the parts of it that are tensors of truth values, by how they are written.
    """

    code: str
    tree: ast.expr
    x: Tensor
    result: Tensor
    places: Tensor
    shares: bool
    masks: dict[str, Tensor] = field(default_factory=dict)


def indexed(text: str) -> Tensor:
    """Read the tensor that is indexed: a nested list, or a shape such as `3x4`, counted 1, 2, 3, ...

    Raises:
        TensorError: if it is neither, empty or too large.
    """
    return operand(text, "x", INDEXED_ELEMENTS)


def places_of(x: Tensor) -> Tensor:
    """Number the cells of a tensor in index order: same shape, int64."""
    return torch.arange(x.numel()).reshape(x.shape)


def pick(x: Tensor, text: str) -> Picked:
    """Do an index.

    Raises:
        TensorError: if the text is no index, or the result too large to draw.
        RefusedError: with PyTorch's own words, where it raises.
    """
    tree = read_index(text)
    code, own = code_of(tree), x.clone()
    result = evaluate(code, {"x": own})
    check_elements(result.numel(), PICKED_ELEMENTS)
    check_ndim(result.ndim)
    places = on_places(tree, x, places_of(x))
    masks = {
        text: value
        for bracket in brackets(tree)
        for text, value in parts_of(bracket, x)
        if isinstance(value, Tensor) and value.dtype == torch.bool and value.ndim
    }
    shares = shares_memory(result, own)
    return Picked(code=code, tree=tree, x=x, result=result, places=places, shares=shares, masks=masks)
