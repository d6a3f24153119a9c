"""What a calculation comes to exactly as it is written: in fractions, where Python's own floats round on the way."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from core.decimals import is_decimal
from core.errors import TensorError
from core.expressions import parse

_POWER: Final = 400  # of ten, beyond which no dtype has anything
_BITS: Final = 4096  # of a power's numerator and denominator
_SIGNS: Final[Mapping[type[ast.unaryop], Callable[[Fraction], Fraction]]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_OPERATORS: Final[Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda a, b: Fraction(a // b),
    ast.Mod: operator.mod,
    ast.Pow: lambda a, b: a ** int(b),
}


def exact_decimal(text: str) -> Fraction:
    """Read a decimal number exactly as it is written.

    Raises:
        TensorError: if it lies further from 1 than any dtype comes.
    """
    decimal = Decimal(text)
    if decimal and abs(decimal.adjusted()) > _POWER:
        raise TensorError(f"the number lies beyond 10 to the power of {_POWER}; no dtype comes near it")
    return Fraction(decimal)


def exact_value(text: str) -> Fraction | None:
    """Compute with fractions.

    Args:
        text: numbers with + - * / // % ** and brackets; of anything else nothing exact is known.

    Returns:
        None where that is not known, or no fraction, as 1 / 0 and 2 ** 0.5.

    Raises:
        TensorError: if it is no expression, or has a number that no dtype comes near.
    """
    return _of(parse(text).body, text.strip())


def exact_code(text: str) -> str:
    """Write the code that computes with fractions what `exact_value` does; text in which it finds a value."""
    if is_decimal(text):
        return f'Fraction("{text.strip()}")'
    return ast.unparse(_in_fractions(parse(text).body, text.strip())).replace("'", '"')


def _of(node: ast.expr, text: str) -> Fraction | None:
    if isinstance(node, ast.Constant):
        return _number(node, text)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _SIGNS:
        inner = _of(node.operand, text)
        return None if inner is None else _SIGNS[type(node.op)](inner)
    if not isinstance(node, ast.BinOp) or type(node.op) not in _OPERATORS:
        return None
    a, b = _of(node.left, text), _of(node.right, text)
    if a is None or b is None or not _defined(node.op, a, b):
        return None
    return _OPERATORS[type(node.op)](a, b)


def _defined(sign: ast.operator, a: Fraction, b: Fraction) -> bool:
    """Tell whether the result is a fraction, and one that can be written out."""
    if isinstance(sign, ast.Pow):
        size = max(a.numerator.bit_length(), a.denominator.bit_length())
        return b.denominator == 1 and abs(b) * size <= _BITS and (a != 0 or b >= 0)
    return b != 0 or isinstance(sign, ast.Add | ast.Sub | ast.Mult)


def _number(node: ast.Constant, text: str) -> Fraction | None:
    """Read a number as it was typed: Python reads 1e-400 as 0."""
    if type(node.value) not in {int, float} or not math.isfinite(node.value):  # type: ignore[arg-type]
        return None
    typed = _typed(node, text)
    return exact_decimal(typed) if is_decimal(typed) else Fraction(node.value)  # type: ignore[arg-type]


def _typed(node: ast.Constant, text: str) -> str:
    return (ast.get_source_segment(text, node) or "").replace("_", "")


def _in_fractions(node: ast.expr, text: str) -> ast.expr:
    if isinstance(node, ast.Constant):
        typed = _typed(node, text)
        return _call("Fraction", ast.Constant(typed if is_decimal(typed) else node.value))
    if isinstance(node, ast.UnaryOp):
        return ast.UnaryOp(node.op, _in_fractions(node.operand, text))
    if not isinstance(node, ast.BinOp):
        return node
    both = ast.BinOp(_in_fractions(node.left, text), node.op, _in_fractions(node.right, text))
    return _call("Fraction", both) if isinstance(node.op, ast.FloorDiv) else both  # of fractions it is an int


def _call(name: str, argument: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), [argument], [])
