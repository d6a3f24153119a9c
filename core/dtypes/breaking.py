"""A calculation carried out in every dtype, against what it comes to exactly."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import torch
from torch import Tensor

from core.decimals import is_decimal
from core.dtypes.names import DTYPES, FLOATS, WHOLE, name_of
from core.dtypes.numbers import exact_decimal
from core.errors import TensorError
from core.expressions import evaluate, parse
from core.ranges import Range
from core.tensors.refusals import RefusedError, attempt

LENGTH: Final = Range(1, 60)  # characters
SHOWN: Final = (*FLOATS, *WHOLE)
EXAMPLES: Final = (
    "0.1 + 0.2", "16777216 + 1", "2048 + 1", "65504 * 2", "1e-45 / 2", "1e38 * 10", "127 + 1", "0 - 1",
    "2147483647 + 1", "7 / 2", "7 // 2", "-7 // 2", "-7 % 3", "1 / 0",
)  # fmt: skip
_EXACT: Final[Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda a, b: Fraction(a // b),
    ast.Mod: operator.mod,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What a calculation came to in one dtype.

    Attributes:
        dtype: that every number of it was given.
        result: as Python reads it; None where PyTorch refused.
        into: the dtype that came out.
        said: PyTorch's words where it refused.
        off: what came out minus what it comes to exactly; None where either is no number.
        verdict: "exact", "nearest" (that dtype has none nearer), "too large" (inf), "too small" (0), "wrong", or
            nothing where it is not known.
    """

    dtype: str
    result: float | bool | None
    into: str
    said: str
    off: Fraction | None
    verdict: str


def calculate(text: str) -> tuple[tuple[Came, ...], Fraction | None]:
    """Carry a calculation out in every dtype.

    Args:
        text: numbers with + - * / // % and brackets.

    Returns:
        What came of it in each dtype of `SHOWN`, and exactly; None where that is no number.

    Raises:
        TensorError: if it is no such calculation, or has a number that no dtype comes near.
    """
    if len(text) > LENGTH.high:
        raise TensorError(f"the calculation has {len(text):,} characters; up to {LENGTH.high:g} are taken")
    tree, numbers = _named(parse(text))
    exact = _exactly(parse(text).body, text.strip())
    return tuple(_in_dtype(tree, numbers, dtype, exact) for dtype in SHOWN), exact


class _Namer(ast.NodeTransformer):
    """Puts a name in the place of every number, its sign included."""

    def __init__(self) -> None:
        self.numbers: list[int | float] = []

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            return self._name(-node.operand.value)  # type: ignore[operator]
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return self._name(node.value)

    def _name(self, value: Any) -> ast.AST:
        self.numbers.append(value)
        return ast.Name(f"n{len(self.numbers) - 1}", ast.Load())


def _named(tree: ast.Expression) -> tuple[str, list[int | float]]:
    for node in ast.walk(tree):
        number = isinstance(node, ast.Constant) and type(node.value) in {int, float}
        signed = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
        counted = isinstance(node, ast.BinOp) and type(node.op) in _EXACT
        helps = isinstance(node, ast.Expression | ast.operator | ast.unaryop)
        if not (number or signed or counted or helps):
            raise TensorError("only numbers, + - * / // % and brackets are taken here, such as 0.1 + 0.2")
    namer = _Namer()
    named = namer.visit(ast.parse(ast.unparse(tree), mode="eval"))
    return ast.unparse(named), namer.numbers


def _in_dtype(code: str, numbers: list[int | float], dtype: str, exact: Fraction | None) -> Came:
    try:
        with attempt():
            names = {f"n{i}": torch.tensor(number, dtype=DTYPES[dtype]) for i, number in enumerate(numbers)}
        value: Tensor = evaluate(code, names)
    except RefusedError as error:
        return Came(dtype=dtype, result=None, into="", said=error.words, off=None, verdict="")
    result = value.item()
    off = Fraction(result) - exact if exact is not None and math.isfinite(result) else None
    return Came(dtype=dtype, result=result, into=name_of(value.dtype), said="", off=off, verdict=_judge(value, exact))


def _judge(value: Tensor, exact: Fraction | None) -> str:
    if exact is None:
        return ""
    if not value.isfinite():
        return "too large"
    if Fraction(value.item()) == exact:
        return "exact"
    if value.is_floating_point() and value == 0:
        return "too small"
    try:
        nearest = torch.tensor(float(exact), dtype=value.dtype)
    except (OverflowError, RuntimeError):
        return "wrong"
    return "nearest" if value.is_floating_point() and torch.equal(value, nearest) else "wrong"


def _exactly(node: ast.expr, text: str) -> Fraction | None:
    """Compute with fractions; None where it cannot be done, as for 1 / 0.

    Args:
        node: a part of the calculation.
        text: all of it, as typed: Python reads 1e-400 as 0.
    """
    if isinstance(node, ast.Constant):
        typed = ast.get_source_segment(text, node) or ""
        if not isinstance(node.value, int | float) or not math.isfinite(node.value):
            return None
        return exact_decimal(typed) if is_decimal(typed) else Fraction(repr(node.value))
    if isinstance(node, ast.UnaryOp):
        inner = _exactly(node.operand, text)
        return None if inner is None else -inner
    if not isinstance(node, ast.BinOp):
        return None
    a, b = _exactly(node.left, text), _exactly(node.right, text)
    if a is None or b is None or (b == 0 and not isinstance(node.op, ast.Add | ast.Sub | ast.Mult)):
        return None
    return _EXACT[type(node.op)](a, b)


def calculation_script(text: str) -> str:
    """Write the code that carries a calculation out in every dtype; a dtype that refuses says why."""
    code, numbers = _named(parse(text))
    made = "; ".join(f"n{i} = torch.tensor({number!r}, dtype=dtype)" for i, number in enumerate(numbers))
    return "\n".join(
        [
            "import torch",
            "",
            f"for dtype in [{', '.join(f'torch.{name}' for name in SHOWN)}]:",
            "    try:",
            f"        {made}",
            f"        print(dtype, ({code}).item())",
            "    except RuntimeError as error:",
            "        print(dtype, error)",
        ]
    )
