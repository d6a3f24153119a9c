"""Two operands meet: A @ B and A + B, what fits, what does not, and what was tried and worked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.errors import TensorError
from core.ranges import Range, check_name
from core.tensors.limits import OPERAND_ELEMENTS, RESULT_ELEMENTS, check_elements, check_ndim
from core.tensors.literals import literal_code, parse_literal, tensor_from
from core.tensors.refusals import RefusedError, attempt
from core.tensors.sizes import parse_size, shape_text

COURSE_A: Final = "[[1, 2], [3, 4], [5, 6]]"
COURSE_B: Final = "[[7, 10], [8, 11], [9, 12]]"
_COUNTED: Final = re.compile(r"\s*[0-9]+(?:\s*[x×]\s*[0-9]+)+\s*", re.ASCII)

OPERATORS: Final[Mapping[str, Callable[[Tensor, Tensor], Tensor]]] = {"@": torch.matmul, "+": torch.add}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Combined:
    """An operator between two tensors, done or refused.

    Attributes:
        code: such as `A @ B.T`.
        a, b: the operands as they went in.
        result: what came out; None if refused.
        refused: why there is no result.
        too_large: the shape of a result that PyTorch gave, and that has more elements than the page takes.
        fits: whether the shapes fit; refused all the same, it is for the dtypes.
    """

    code: str
    a: Tensor
    b: Tensor
    result: Tensor | None = None
    refused: TensorError | None = None
    too_large: tuple[int, ...] | None = None
    fits: bool = True


def operand(text: str, name: str = "A", allowed: Range = OPERAND_ELEMENTS) -> Tensor:
    """Read an operand: a nested list, or only a shape (`3x2`), whose elements then count 1, 2, 3, ...

    Args:
        text: as typed.
        name: such as A, to be named where it cannot be read.
        allowed: how many elements it may have.

    Returns:
        Of the dtype that PyTorch infers: int64 for whole numbers.

    Raises:
        TensorError: if it is neither, or too large.
    """
    try:
        return _operand(text, allowed)
    except RefusedError as error:
        raise RefusedError(error.words, f"in {name}, {error.meaning}", error.by) from error
    except TensorError as error:
        raise TensorError(f"in {name}, {error}") from error


def _operand(text: str, allowed: Range) -> Tensor:
    if _COUNTED.fullmatch(text):
        size = parse_size(text, allowed)
        return torch.arange(1, torch.Size(size).numel() + 1).reshape(size)
    tensor = tensor_from(parse_literal(text))
    check_elements(tensor.numel(), allowed)
    return tensor


def combine(operator: str, a: Tensor, b: Tensor, code: str = "") -> Combined:
    """Let PyTorch do it; a refusal is part of what comes back."""
    check_name("the operator", operator, OPERATORS)
    code = code or f"A {operator} B"
    try:
        with attempt():
            result = OPERATORS[operator](a, b)
    except RefusedError as error:
        return Combined(code=code, a=a, b=b, refused=error, fits=_shapes_fit(operator, a, b))
    try:
        check_ndim(result.ndim)
        check_elements(result.numel(), RESULT_ELEMENTS)
    except TensorError as error:
        return Combined(code=code, a=a, b=b, refused=error, too_large=tuple(result.shape))
    return Combined(code=code, a=a, b=b, result=result)


def _shapes_fit(operator: str, a: Tensor, b: Tensor) -> bool:
    """Tell whether PyTorch does it where both are of one dtype."""
    try:
        with attempt():
            OPERATORS[operator](a.double(), b.double())
    except RefusedError:
        return False
    return True


def product_script(operator: str, a: Tensor, b: Tensor, chosen: Combined) -> str:
    """Write the code of what was done, with the refusal of the plain call where there is one."""
    lines = ["import torch", ""]
    lines += [f"{name} = torch.tensor({literal_code(tensor.tolist())})" for name, tensor in {"A": a, "B": b}.items()]
    plain = combine(operator, a, b)
    if isinstance(plain.refused, RefusedError):
        lines.append(f"# {plain.code} raises {plain.refused.words}")
    shape = chosen.too_large if chosen.result is None else chosen.result.shape
    if shape is not None:
        lines.append(f"C = {chosen.code}  # {shape_text(a.shape)} and {shape_text(b.shape)}")
        lines.append(f"print(C.shape)  # {shape_text(shape)}")
        lines.append("print(C)")
    return "\n".join(lines)
