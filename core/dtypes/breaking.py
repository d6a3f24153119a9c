"""A calculation carried out in every dtype, against what it comes to exactly."""

import ast
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import torch
from torch import Tensor

from core.dtypes.exact import exact_value
from core.dtypes.names import DTYPES, FLOATS, WHOLE, name_of
from core.dtypes.neighbours import neighbours
from core.errors import TensorError
from core.expressions import NotTakenError, evaluate, parse
from core.ranges import Range
from core.tensors.refusals import RefusedError, attempt

LENGTH: Final = Range(1, 60)  # characters
SHOWN: Final = (*FLOATS, *WHOLE)
EXAMPLES: Final = (
    "0.1 + 0.2", "16777216 + 1", "2048 + 1", "65504 * 2", "1e-45 / 2", "1e38 * 10", "127 + 1", "0 - 1",
    "2147483647 + 1", "7 / 2", "7 // 2", "-7 // 2", "-7 % 3", "1 / 0",
)  # fmt: skip
_OPERATORS: Final = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod)
_SIGNS: Final = (ast.UAdd, ast.USub)
_TAKEN: Final = "only numbers, + - * / // % and brackets are taken here, such as 0.1 + 0.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What a calculation came to in one dtype.

    Attributes:
        dtype: that every number of it was given.
        result: as Python reads it; None where PyTorch refused.
        into: the dtype that came out.
        said: PyTorch's words where it refused.
        off: what came out minus what it comes to exactly; None where either is no number.
        verdict: "exact", "nearest" (that dtype has none nearer), "too large" (inf), "too small" (0 is the nearest),
            "wrong", or nothing where it is not known.
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
    code, numbers = named(text)
    exact = exact_value(text)
    return tuple(_in_dtype(code, numbers, dtype, exact) for dtype in SHOWN), exact


def named(text: str) -> tuple[str, list[int | float]]:
    """Give every number of a calculation a name, n0, n1, ...

    Returns:
        The calculation with these names, and the numbers.

    Raises:
        TensorError: if it is no calculation.
    """
    if len(text) > LENGTH.high:
        raise TensorError(f"the calculation has {len(text):,} characters; up to {LENGTH.high:g} are taken")
    if not text.strip():
        raise TensorError("there is no calculation yet; type one such as 0.1 + 0.2")
    try:
        tree = parse(text)
    except NotTakenError:
        raise TensorError(_TAKEN) from None
    if not all(map(_is_taken, ast.walk(tree))):
        raise TensorError(_TAKEN)
    namer = _Namer()
    code = ast.unparse(namer.visit(ast.parse(ast.unparse(tree), mode="eval")))
    return code, namer.numbers


def _is_taken(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return type(node.value) in {int, float}
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        return isinstance(node.op, _OPERATORS + _SIGNS)
    return isinstance(node, ast.Expression | ast.operator | ast.unaryop)


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
    result = value.item()
    if not math.isfinite(result):
        return "too large" if _goes_beyond(value, exact) else "wrong"
    if Fraction(result) == exact:
        return "exact"
    if not value.is_floating_point() or _has_nearer(value, exact):
        return "wrong"
    return "nearest" if result else "too small"


def _goes_beyond(value: Tensor, exact: Fraction) -> bool:
    """Tell whether a calculation comes to more than its dtype has, on the side where the result is inf."""
    largest = Fraction(torch.finfo(value.dtype).max)
    return exact > largest if value > 0 else exact < -largest and not value.isnan()


def _has_nearer(value: Tensor, exact: Fraction) -> bool:
    """Tell whether the dtype has a number nearer to what a calculation comes to."""
    others = [other for other in neighbours(value) if other is not None and math.isfinite(other)]
    return any(abs(Fraction(other) - exact) < abs(Fraction(value.item()) - exact) for other in others)
