"""The operators, on tensors and on plain numbers, where a whole number may not grow without end."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

import torch
from torch import Tensor

from core.expressions.limits import BITS, NODES
from core.expressions.parsing import ExpressionError

BINARY: Final[Mapping[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow),
    ast.MatMult: ("@", operator.matmul),
    ast.BitAnd: ("&", operator.and_),
    ast.BitOr: ("|", operator.or_),
    ast.BitXor: ("^", operator.xor),
    ast.LShift: ("<<", operator.lshift),
    ast.RShift: (">>", operator.rshift),
}
UNARY: Final[Mapping[type[ast.unaryop], tuple[str, Callable[[Any], Any]]]] = {
    ast.USub: ("-", operator.neg),
    ast.UAdd: ("+", operator.pos),
    ast.Invert: ("~", operator.invert),
    ast.Not: ("not", operator.not_),
}
COMPARED: Final[Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
}
OPERATORS: Final[Mapping[str, Callable[..., Any]]] = dict([*BINARY.values(), *COMPARED.values()])


def check_numbers(name: str, a: object, b: object) -> None:
    """Refuse an operation of two plain values that would grow without end.

    Raises:
        ExpressionError: a whole number beyond 64 bits, a list made long, a text.
    """
    if isinstance(a, int) and isinstance(b, int):
        grown = {"**": a.bit_length() * max(b, 0), "<<": a.bit_length() + max(b, 0)}.get(name, 0)
        if grown > 4 * BITS:
            raise ExpressionError(f"{a} {name} {b} is a whole number beyond {BITS} bits")
    for value in (a, b):
        if isinstance(value, str):
            raise ExpressionError(f"{name} does not go with a text here")
        if isinstance(value, list | tuple) and name not in {"+", "==", "!="}:
            raise ExpressionError(f"{name} does not go with a list here; torch.tensor(...) makes a tensor of it")
    both = [value for value in (a, b) if isinstance(value, list | tuple)]
    if sum(map(len, both)) > NODES.high:
        raise ExpressionError(f"a list of more than {NODES.high} entries is not taken here")


def check_quotient(named: Mapping[str, Any]) -> None:
    """Refuse the one quotient of whole numbers that has no room in its dtype: PyTorch 2.13 ends the process at it.

    Args:
        named: the arguments of a division that cuts, by name.

    Raises:
        ExpressionError: it is that quotient.
    """
    a, b = named.get("input"), named.get("other")
    tensors = [value for value in (a, b) if isinstance(value, Tensor)]
    if not tensors or not isinstance(a, Tensor | int) or not isinstance(b, Tensor | int):
        return
    dtype = torch.result_type(a, b)
    if dtype in {torch.int32, torch.int64} and not any(x.is_meta for x in tensors):
        least = torch.iinfo(dtype).min
        if bool(torch.as_tensor(a).to(dtype).eq(least).any() and torch.as_tensor(b).to(dtype).eq(-1).any()):
            raise ExpressionError(f"{least} / -1 has no room in {dtype}, and dividing so would end Python itself")
