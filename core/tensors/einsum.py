"""einsum: every dim has a letter; equal letters run together, and a letter that the result lacks is summed over."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.errors import TensorError
from core.expressions import evaluate
from core.quoting import quoted
from core.ranges import Range
from core.tensors.limits import RESULT_ELEMENTS, check_elements, check_length
from core.tensors.literals import literal_code
from core.tensors.products import COURSE_A
from core.tensors.refusals import attempt

EQUATION: Final = Range(0, 24)  # characters
TERMS: Final = Range(0, 1024)  # products that are followed one by one
_EQUATION: Final = re.compile(r"([a-z]*)(,[a-z]*)?(->[a-z]*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An equation worth seeing.

    Attributes:
        equation: as einsum takes it.
        a, b: the operands as they are typed; b is "" where there is one alone.
        plain: what does the same, as an expression of A and B.
    """

    equation: str
    a: str
    b: str = ""
    plain: str


EXAMPLES: Final[Mapping[str, Example]] = {
    "matmul": Example(equation="ij,jk->ik", a=COURSE_A, b="[[7, 8, 9], [10, 11, 12]]", plain="A @ B"),
    "transpose": Example(equation="ij->ji", a="2x3", plain="A.T"),
    "sum of all": Example(equation="ij->", a="2x3", plain="A.sum()"),
    "sum of each row": Example(equation="ij->i", a="2x3", plain="A.sum(dim=1)"),
    "diagonal": Example(equation="ii->i", a="3x3", plain="A.diagonal()"),
    "trace": Example(equation="ii->", a="3x3", plain="A.trace()"),
    "dot product": Example(equation="i,i->", a="[1, 2, 3]", b="[4, 5, 6]", plain="A @ B"),
    "outer product": Example(equation="i,j->ij", a="[1, 2, 3]", b="[10, 20]", plain="torch.outer(A, B)"),
    "element by element": Example(equation="ij,ij->ij", a="2x3", b="2x3", plain="A * B"),
    "batch of products": Example(equation="bij,bjk->bik", a="2x2x3", b="2x3x2", plain="torch.bmm(A, B)"),
    "attention scores": Example(equation="bqd,bkd->bqk", a="2x3x2", b="2x3x2", plain="A @ B.mT"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter of an equation.

    Attributes:
        name: the letter.
        size: of every dim that bears it.
        dims: where it stands: A or B, and the dim.
        stretched: those of them that have size 1 and are repeated, as in broadcasting.
        summed: whether the result lacks it.
    """

    name: str
    size: int
    dims: tuple[tuple[str, int], ...]
    stretched: tuple[tuple[str, int], ...]
    summed: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contraction:
    """An einsum, done.

    Attributes:
        equation: without spaces, its result written out.
        inputs: the letters of each operand.
        output: the letters of the result.
        operands: A, and B where there are two.
        letters: in the order in which they come up.
        result: what PyTorch made of it.
        terms: (T, 1 + operands) for every product of the sum: the element of the result that it goes into, and of each
            operand the one it takes; all counted in index order.
    """

    equation: str
    inputs: tuple[str, ...]
    output: str
    operands: tuple[Tensor, ...]
    letters: tuple[Letter, ...]
    result: Tensor
    terms: Tensor


def read_equation(text: str) -> tuple[tuple[str, ...], str]:
    """Return the letters of each operand and of the result, which without an arrow has every letter that stands alone.

    Raises:
        TensorError: what is no equation of one or two operands.
    """
    check_length("the equation", text, EQUATION)
    bare = text.replace(" ", "")
    found = _EQUATION.fullmatch(bare)
    if found is None or not bare:
        raise TensorError(
            f"{quoted(text)} is not taken here: write a small letter for each dim of A, a comma and those of B, an"
            " arrow and those of the result, such as ij,jk->ik"
        )
    inputs = (found[1],) if found[2] is None else (found[1], found[2][1:])
    together = "".join(inputs)
    output = found[3]
    if output is None:
        return inputs, "".join(sorted(letter for letter in set(together) if together.count(letter) == 1))
    return inputs, output[2:]


def contract(text: str, *operands: Tensor) -> Contraction:
    """Let PyTorch do it.

    Args:
        text: the equation.
        operands: A, and B where the equation has two.

    Raises:
        TensorError: no equation, or too many terms to be followed.
        RefusedError: with PyTorch's own words.
    """
    inputs, output = read_equation(text)
    operands = operands[: len(inputs)]
    _check_work(inputs, operands)
    with attempt():
        result = torch.einsum(text, *operands)
    check_elements(result.numel(), RESULT_ELEMENTS)
    letters = _letters(inputs, output, operands)
    return Contraction(
        equation=f"{','.join(inputs)}->{output}", inputs=inputs, output=output, operands=operands, letters=letters,
        result=result, terms=_terms(inputs, output, letters, operands, result),
    )  # fmt: skip


def _check_work(inputs: tuple[str, ...], operands: tuple[Tensor, ...]) -> None:
    sizes = {
        letter: size
        for letters, x in zip(inputs, operands, strict=False)  # too few of them are refused by PyTorch
        for letter, size in zip(letters, x.shape, strict=False)
    }
    if (n := math.prod(sizes.values())) not in TERMS:
        raise TensorError(f"this sum has {n:,} products; up to {TERMS.high:,} are followed here")


def _letters(inputs: tuple[str, ...], output: str, operands: tuple[Tensor, ...]) -> tuple[Letter, ...]:
    dims: dict[str, list[tuple[str, int, int]]] = {}
    for name, letters, x in zip("AB", inputs, operands, strict=False):
        for dim, letter in enumerate(letters):
            dims.setdefault(letter, []).append((name, dim, x.shape[dim]))
    found = []
    for letter, places in dims.items():
        size = max((size for *_, size in places if size != 1), default=1)
        found.append(
            Letter(
                name=letter, size=size, summed=letter not in output,
                dims=tuple((name, dim) for name, dim, _ in places),
                stretched=tuple((name, dim) for name, dim, own in places if own != size),
            )
        )  # fmt: skip
    return tuple(found)


def _terms(
    inputs: tuple[str, ...], output: str, letters: tuple[Letter, ...], operands: tuple[Tensor, ...], result: Tensor
) -> Tensor:
    """Run through all letters, those of the result outside, as the loops do."""
    sizes = {letter.name: letter.size for letter in letters}
    order = [*output, *(letter.name for letter in letters if letter.summed)]
    n = math.prod(sizes[name] for name in order)
    grid = torch.cartesian_prod(*(torch.arange(sizes[name]) for name in order)) if order else torch.zeros(1, 0)
    places = dict(zip(order, grid.reshape(n, -1).T, strict=True))
    columns = []
    for names, x in zip((output, *inputs), (result, *operands), strict=True):
        at = torch.zeros(n, dtype=torch.int64)
        for name, size in zip(names, x.shape, strict=True):
            at = at * size + (places[name] if size > 1 else 0)  # a dim of size 1 is repeated
        columns.append(at)
    return torch.stack(columns, dim=1)


def same_as(done: Contraction) -> tuple[str, Tensor | None] | None:
    """Return plain PyTorch that does the same as a known equation, and what it gave just now; None for others.

    What it gave is None where it refuses: most functions do not repeat a dim of size 1.
    """
    known = next((one for one in EXAMPLES.values() if one.equation == done.equation), None)
    if known is None:
        return None
    try:
        return known.plain, evaluate(known.plain, {n: x.clone() for n, x in zip("AB", done.operands, strict=False)})
    except TensorError:
        return known.plain, None


def loops_script(done: Contraction) -> str:
    """Write an einsum as loops in plain Python, and beside it."""
    lines = ["import torch", ""]
    named = [*zip("AB", done.operands, strict=False)]
    lines += [f"{name} = torch.tensor({literal_code(x.tolist())})" for name, x in named]
    sizes = {letter.name: letter.size for letter in done.letters}
    shape = tuple(sizes[name] for name in done.output)
    lines.append(f"C = torch.zeros({shape}, dtype={done.result.dtype})")
    depth = 0
    for name in [*done.output, *(letter.name for letter in done.letters if letter.summed)]:
        lines.append(f"{'    ' * depth}for {name} in range({sizes[name]}):")
        depth += 1
    factors = " * ".join(_at(name, done, letters, x) for (name, x), letters in zip(named, done.inputs, strict=True))
    lines.append(f"{'    ' * depth}{_at('C', done, done.output, done.result)} += {factors}")
    names = ", ".join("AB"[: len(done.operands)])
    lines += ["print(C)", f'print(torch.allclose(C, torch.einsum("{done.equation}", {names})))']
    return "\n".join(lines)


def _at(name: str, done: Contraction, letters: str, x: Tensor) -> str:
    sizes = {letter.name: letter.size for letter in done.letters}
    index = [letter if size == sizes[letter] else "0" for letter, size in zip(letters, x.shape, strict=True)]
    return f"{name}[{', '.join(index)}]" if index else name
