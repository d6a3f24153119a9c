"""The syntax tree computed, node by node, on PyTorch."""

import ast
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import EllipsisType
from typing import Any, Final

import torch
from torch import Tensor

from core.errors import PlaygroundError
from core.expressions.bounding import check_call, check_index, check_value
from core.expressions.limits import BITS, PIECES, SECONDS
from core.expressions.listed import ATTRIBUTES, CONSTANTS, DRAWS, FUNCTIONS, KEYWORDS, METHODS, named
from core.expressions.operators import BINARY, COMPARED, UNARY, check_numbers
from core.expressions.parsing import ExpressionError, parse, written
from core.expressions.spelled import Value
from core.expressions.words import example, in_a_row, kind, known_of, no_function, unknown
from core.tensors.refusals import explain

_ROOTS: Final = ("torch", "F")
_PLAIN: Final = (Tensor, int, float, bool, str, list, tuple, slice, torch.dtype, torch.finfo, torch.iinfo, type(None),
          EllipsisType)  # fmt: skip


def _range(*arguments: int) -> list[int]:
    found = range(*arguments)
    if len(found) > PIECES.high:
        raise ExpressionError(f"range(...) would have {len(found):,} numbers; up to {PIECES.high:,} are taken")
    return list(found)


def _row(kind: type[list[Any]] | type[tuple[Any, ...]]) -> Callable[..., Any]:
    """Return `list` or `tuple`, for what is not too long: of a tensor, each element becomes a tensor of its own."""

    def row(*arguments: Any) -> list[Any] | tuple[Any, ...]:
        if any(len(argument) > PIECES.high for argument in arguments):
            raise ExpressionError(f"{kind.__name__}(...) would have more than {PIECES.high:,} entries")
        return kind(*arguments)

    return row


BUILTINS: Final[Mapping[str, Callable[..., Any]]] = {
    "abs": abs, "bool": bool, "float": float, "int": int, "len": len, "list": _row(list), "range": _range,
    "round": round, "tuple": _row(tuple),
}  # fmt: skip


def evaluate(text: str, names: Mapping[str, Value] | None = None, *, seed: int = 0) -> Value:
    """Compute what a learner has typed.

    Args:
        text: the expression.
        names: what it may speak of; in-place methods change these tensors themselves.
        seed: of the generator that `torch.rand` and its like draw from.

    Returns:
        A tensor, a number, a truth value, None, a dtype, or a list or tuple of these.

    Raises:
        ExpressionError: it is not of the kind that is taken, or too large.
        RefusedError: PyTorch or Python raised; with their own words.
    """
    tree = parse(text)
    value = _Evaluator(dict(names or {}), torch.Generator().manual_seed(seed)).of(tree.body)
    if isinstance(value, str | slice | EllipsisType):
        raise ExpressionError("a text by itself is no value here; a tensor or a number is wanted")
    return value


def _by(*values: Any) -> str:
    """Tell who computes with these values: PyTorch where a tensor is among them, else Python."""
    return "PyTorch" if any(isinstance(value, Tensor) or _in_it(value) for value in values) else "Python"


def _in_it(value: Any) -> bool:
    return isinstance(value, list | tuple) and _by(*value) == "PyTorch"


@contextmanager
def _attempt(by: str = "PyTorch") -> Iterator[None]:
    """Let PyTorch, or Python, try, and turn whatever it raises into what the learner reads."""
    try:
        yield
    except PlaygroundError:
        raise
    except RecursionError:
        raise ExpressionError("the expression is nested too deep; split it") from None
    except Exception as error:
        raise explain(error, by) from error


class _Evaluator:
    """One expression under way."""

    def __init__(self, names: Mapping[str, Value], generator: torch.Generator) -> None:
        self._names, self._generator = names, generator
        self._until = time.thread_time() + SECONDS
        self._kinds: dict[type[ast.expr], Callable[[Any], Value]] = {
            ast.Constant: lambda node: node.value,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.BinOp: self._binary,
            ast.UnaryOp: self._unary,
            ast.Compare: self._compare,
            ast.Subscript: self._subscript,
            ast.Slice: self._slice,
            ast.Tuple: lambda node: tuple(map(self.of, node.elts)),
            ast.List: lambda node: list(map(self.of, node.elts)),
        }

    def of(self, node: ast.expr) -> Value:
        """Compute one node."""
        if time.thread_time() > self._until:
            raise ExpressionError(f"the expression takes longer than {SECONDS:g} seconds")
        value = self._kinds[type(node)](node)
        if isinstance(value, int) and value.bit_length() > BITS:
            raise ExpressionError(f"{written(node)} is a whole number beyond {BITS} bits")
        if not isinstance(value, _PLAIN):
            raise ExpressionError(f"{written(node)} is of a kind that is not taken here ({type(value).__name__})")
        return check_value(value)

    def _name(self, node: ast.Name) -> Value:
        if node.id in self._names:
            return self._names[node.id]
        if node.id in BUILTINS or node.id in _ROOTS:
            raise ExpressionError(f"{node.id} alone is no value; {example(node.id)}")
        raise ExpressionError(unknown(node.id, [*self._names, *_ROOTS, *BUILTINS], "is not known here"))

    def _path(self, node: ast.expr) -> str | None:
        """Return `torch.nn.functional.relu` where a node spells such a path."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in _ROOTS or node.id in self._names:
            return None
        return named(".".join([node.id, *reversed(parts)]))

    def _attribute(self, node: ast.Attribute) -> Value:
        if (path := self._path(node)) is not None:
            if path in CONSTANTS:
                return CONSTANTS[path]
            if path in FUNCTIONS:
                raise ExpressionError(f"{path} is a function; call it with brackets (...)")
            raise no_function(path)
        value = self.of(node.value)
        read = next((read for kind, read in ATTRIBUTES.items() if isinstance(value, kind) and node.attr in read), None)
        if read is not None:
            with _attempt():
                return read[node.attr](value)
        if isinstance(value, Tensor) and node.attr in METHODS:
            raise ExpressionError(f"{node.attr} is a method; call it with brackets, .{node.attr}(...)")
        raise ExpressionError(unknown(node.attr, known_of(value), f"cannot be read off {kind(value)} here"))

    def _call(self, node: ast.Call) -> Value:
        name, function, arguments = self._called(node.func)
        arguments += map(self.of, node.args)
        settings: dict[str, Any] = {}
        for keyword in node.keywords:
            if keyword.arg not in KEYWORDS:
                raise ExpressionError(unknown(keyword.arg or "", KEYWORDS, f"is no argument that {name} takes here"))
            settings[keyword.arg] = self.of(keyword.value)
        with _attempt(_by(*arguments) if name in BUILTINS else "PyTorch"):
            if name not in BUILTINS:
                check_call(name, arguments, settings)
            if name in DRAWS:
                settings["generator"] = self._generator
            return function(*arguments, **settings)

    def _called(self, node: ast.expr) -> tuple[str, Callable[..., Any], list[Any]]:
        """Return the name of what is called, itself, and for a method the tensor it is called on."""
        if isinstance(node, ast.Name):
            if node.id in BUILTINS:
                return node.id, BUILTINS[node.id], []
            raise ExpressionError(unknown(node.id, BUILTINS, "is no function that is known here"))
        if not isinstance(node, ast.Attribute):
            raise ExpressionError(f"{written(node)} cannot be called")
        if (path := self._path(node)) is not None:
            if path not in FUNCTIONS:
                raise no_function(path)
            return path, FUNCTIONS[path], []
        value = self.of(node.value)
        if isinstance(value, Tensor) and node.attr in METHODS:
            return node.attr, METHODS[node.attr], [value]
        if isinstance(value, torch.Size) and node.attr == "numel":
            return "numel of a shape", torch.Size.numel, [value]
        raise ExpressionError(unknown(node.attr, METHODS, f"is no method of {kind(value)} that is known here"))

    def _binary(self, node: ast.BinOp) -> Value:
        return self._operate(*BINARY[type(node.op)], self.of(node.left), self.of(node.right))

    def _operate(self, name: str, function: Callable[[Any, Any], Any], a: Value, b: Value) -> Value:
        with _attempt(_by(a, b)):
            if isinstance(a, Tensor) or isinstance(b, Tensor):
                check_call(name, [a, b], {})
            else:
                check_numbers(name, a, b)
            return function(a, b)

    def _unary(self, node: ast.UnaryOp) -> Value:
        value = self.of(node.operand)
        with _attempt(_by(value)):
            return UNARY[type(node.op)][1](value)

    def _compare(self, node: ast.Compare) -> Value:
        if len(node.ops) > 1:
            raise ExpressionError(in_a_row(node))
        if type(node.ops[0]) not in COMPARED:
            raise ExpressionError("`in` and `is` are not taken here; ==, !=, <, <=, > and >= are")
        return self._operate(*COMPARED[type(node.ops[0])], self.of(node.left), self.of(node.comparators[0]))

    def _subscript(self, node: ast.Subscript) -> Value:
        value, index = self.of(node.value), self.of(node.slice)
        with _attempt(_by(value if isinstance(value, Tensor) else None)):
            if isinstance(value, Tensor):
                check_index(value, index)
            elif not isinstance(value, list | tuple):
                raise ExpressionError(f"{kind(value)} has no elements to be indexed")
            return value[index]

    def _slice(self, node: ast.Slice) -> slice:
        return slice(*(part and self.of(part) for part in (node.lower, node.upper, node.step)))
