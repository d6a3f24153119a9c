"""Two operands meet: A @ B and A + B, what fits, what does not, and what was tried and worked."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.errors import TensorError
from core.ranges import check_name
from core.tensors.limits import NDIM, OPERAND_ELEMENTS, RESULT_ELEMENTS, check_elements, check_ndim
from core.tensors.literals import literal_code, parse_literal, tensor_from
from core.tensors.refusals import RefusedError, attempt
from core.tensors.sizes import parse_size, shape_text

COURSE_A: Final = "[[1, 2], [3, 4], [5, 6]]"
COURSE_B: Final = "[[7, 10], [8, 11], [9, 12]]"
_OFFERED: Final = 8
_COUNTED: Final = re.compile(r"\s*[0-9]+(?:\s*[x×]\s*[0-9]+)+\s*", re.ASCII)

OPERATORS: Final[Mapping[str, Callable[[Tensor, Tensor], Tensor]]] = {"@": torch.matmul, "+": torch.add}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Combined:
    """An operator between two tensors, done or refused.

    Attributes:
        code: such as `A @ B.T`.
        a, b: the operands as they went in, float32.
        result: what came out; None if refused.
        refused: why there is no result.
        too_large: the shape of a result that PyTorch gave, and that has more elements than the page takes.
    """

    code: str
    a: Tensor
    b: Tensor
    result: Tensor | None = None
    refused: TensorError | None = None
    too_large: tuple[int, ...] | None = None


def operand(text: str) -> Tensor:
    """Read an operand: a nested list, or only a shape (`3x2`), whose elements then count 1, 2, 3, ...

    Returns:
        float32.

    Raises:
        TensorError: if it is neither, or too large.
    """
    if _COUNTED.fullmatch(text):
        size = parse_size(text)
        check_elements(torch.Size(size).numel(), OPERAND_ELEMENTS)
        return torch.arange(1.0, torch.Size(size).numel() + 1).reshape(size)
    tensor = tensor_from(parse_literal(text), torch.float32)
    check_elements(tensor.numel(), OPERAND_ELEMENTS)
    return tensor


def combine(operator: str, a: Tensor, b: Tensor, code: str = "") -> Combined:
    """Let PyTorch do it; a refusal is part of what comes back."""
    check_name("the operator", operator, OPERATORS)
    code = code or f"A {operator} B"
    try:
        with attempt():
            result = OPERATORS[operator](a, b)
    except RefusedError as error:
        return Combined(code=code, a=a, b=b, refused=error)
    try:
        check_ndim(result.ndim)
        check_elements(result.numel(), RESULT_ELEMENTS)
    except TensorError as error:
        return Combined(code=code, a=a, b=b, refused=error, too_large=tuple(result.shape))
    return Combined(code=code, a=a, b=b, result=result)


def fixes(operator: str, a: Tensor, b: Tensor) -> tuple[Combined, ...]:
    """Return what works in place of a refused `A @ B` or `A + B`: every one of them was tried."""
    of_a, of_b = _changes(operator, a, b), _changes(operator, b, a)
    pairs = [(("", a), changed) for changed in of_b] + [(changed, ("", b)) for changed in of_a]
    if a.ndim == b.ndim == 1:
        pairs.append(((".unsqueeze(-1)", a.unsqueeze(-1)), (".unsqueeze(0)", b.unsqueeze(0))))
    simple_first = sorted(pairs, key=lambda pair: len(pair[0][0]) + len(pair[1][0]))
    tried = (combine(operator, x, y, f"A{how_a} {operator} B{how_b}") for (how_a, x), (how_b, y) in simple_first)
    return tuple(itertools.islice((one for one in tried if one.result is not None), _OFFERED))


def choose(operator: str, a: Tensor, b: Tensor, fix: str | None) -> Combined:
    """Return the plain `A @ B` or `A + B`; where it is refused, the fix chosen by its code, if that is one."""
    plain = combine(operator, a, b)
    if plain.refused is None:
        return plain
    return next((one for one in fixes(operator, a, b) if one.code == fix), plain)


def _changes(operator: str, tensor: Tensor, other: Tensor) -> list[tuple[str, Tensor]]:
    """List an operand's other forms, each after the code that makes it."""
    changes: list[tuple[str, Tensor]] = []
    if tensor.ndim >= 2:
        changes.append((".T", tensor.T) if tensor.ndim == 2 else (".mT", tensor.mT))
    if tensor.ndim == 1 or (operator == "+" and 0 < tensor.ndim < NDIM.high):
        changes += [(f".unsqueeze({dim})", tensor.unsqueeze(dim)) for dim in (0, -1)]
    n, sizes = tensor.numel(), {size for size in other.shape if size}
    shapes = {tuple(other.shape)} | {(n // size, size) for size in sizes} | {(size, n // size) for size in sizes}
    for shape in sorted(shapes):
        if shape and shape != tuple(tensor.shape) and torch.Size(shape).numel() == n:
            changes.append((f".reshape({', '.join(map(str, shape))})", tensor.reshape(shape)))
    return changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One product in one dot product: A[row, k] * B[k, column], and the float32 sum up to here."""

    row: int
    column: int
    k: int
    left: float
    right: float
    running: float


def as_matrices(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Lay a vector on the left as a row, a vector on the right as a column, as matmul reads them.

    Raises:
        TensorError: for anything but vectors and matrices.
    """
    if not (1 <= a.ndim <= 2 and 1 <= b.ndim <= 2):
        raise TensorError(f"row by column is drawn for vectors and matrices, not for {a.ndim}-D and {b.ndim}-D")
    return a.reshape(1, -1) if a.ndim == 1 else a, b.reshape(-1, 1) if b.ndim == 1 else b


def dot_terms(a: Tensor, b: Tensor) -> tuple[Term, ...]:
    """Write out every row times every column, product by product, as far as there are pairs.

    Args:
        a: (rows, inner).
        b: (inner, columns); where its inner size is another, the pairs end with the shorter one.
    """
    pairs = min(a.shape[1], b.shape[0])
    running = torch.zeros(pairs, a.shape[0], b.shape[1])  # (pairs, rows, columns), float32 as A and B
    for k in range(pairs):
        running[k] = (running[k - 1] if k else 0) + a[:, k, None] * b[k]
    places = itertools.product(range(a.shape[0]), range(b.shape[1]), range(pairs))
    return tuple(
        Term(row=i, column=j, k=k, left=a[i, k].item(), right=b[k, j].item(), running=running[k, i, j].item())
        for i, j, k in places
    )


def product_script(operator: str, a: Tensor, b: Tensor, chosen: Combined) -> str:
    """Write the code of what was done, with the refusal of the plain call where there is one."""
    lines = ["import torch", ""]
    lines += [
        f"{name} = torch.tensor({literal_code(tensor.tolist())}, dtype=torch.float32)"
        for name, tensor in {"A": a, "B": b}.items()
    ]
    plain = combine(operator, a, b)
    if isinstance(plain.refused, RefusedError):
        lines.append(f"# {plain.code} raises {plain.refused.words}")
    shape = chosen.too_large if chosen.result is None else chosen.result.shape
    if shape is not None:
        lines.append(f"C = {chosen.code}  # {shape_text(a.shape)} and {shape_text(b.shape)}")
        lines.append(f"print(C.shape)  # {shape_text(shape)}")
        lines.append("print(C)")
    return "\n".join(lines)
