"""The syntax tree computed, node by node, on PyTorch."""

import ast
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from types import EllipsisType
from typing import Any, Final

import torch
from torch import Tensor

from core.errors import PlaygroundError
from core.expressions.bounding import check_call, check_index, check_value
from core.expressions.limits import BITS, SECONDS
from core.expressions.listed import ATTRIBUTES, DRAWS, FUNCTIONS, KEYWORDS, METHODS
from core.expressions.modules import MODULES, make
from core.expressions.operators import BINARY, COMPARED, UNARY, check_numbers
from core.expressions.parsing import ExpressionError, parse, written
from core.expressions.paths import ROOTS, constant_of, function_of, path_of
from core.expressions.plain import BUILTINS
from core.expressions.spelled import Value
from core.expressions.words import (
    example,
    in_a_row,
    kind,
    known_of,
    no_function,
    no_method,
    tensors_known,
    typo,
    unknown,
)
from core.tensors.refusals import explain

_PLAIN: Final = (Tensor, int, float, bool, str, list, tuple, slice, torch.dtype, torch.finfo, torch.iinfo, type(None),
          EllipsisType)  # fmt: skip


def evaluate(
    text: str, names: Mapping[str, Value] | None = None, *, seed: int = 0, bare: Collection[str] = ()
) -> Value:
    """Compute what a learner has typed.

    Args:
        text: the expression.
        names: what it may speak of; in-place methods change these tensors themselves.
        seed: of the generator that `torch.rand` and its like draw from.
        bare: listed functions of torch that may be written without `torch.`, too, as `tensor` is where PyTorch prints.

    Returns:
        A tensor, a number, a truth value, None, a dtype, or a list or tuple of these.

    Raises:
        ExpressionError: it is not of the kind that is taken, or too large.
        RefusedError: PyTorch or Python raised; with their own words.
    """
    tree = parse(text)
    value = _Evaluator(dict(names or {}), torch.Generator().manual_seed(seed), bare).of(tree.body)
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

    def __init__(self, names: Mapping[str, Value], generator: torch.Generator, bare: Collection[str]) -> None:
        self._names, self._generator, self._bare = names, generator, bare
        self._on = next((name for name, value in names.items() if isinstance(value, Tensor)), "x")
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
        if node.id in BUILTINS or node.id in ROOTS:
            raise ExpressionError(f"{node.id} alone is no value; {example(node.id)}")
        if near := typo(node.id, self._names):
            raise ExpressionError(f"{node.id} is not known here{near}")
        said = unknown(node.id, [*ROOTS, *BUILTINS], "is not known here")
        raise ExpressionError(said if ";" in said else said + tensors_known(self._names))

    def _attribute(self, node: ast.Attribute) -> Value:
        if (path := path_of(node, self._names)) is not None:
            return constant_of(path, self._on)
        value = self.of(node.value)
        read = next((read for kind, read in ATTRIBUTES.items() if isinstance(value, kind) and node.attr in read), None)
        if read is not None:
            with _attempt():
                return read[node.attr](value)
        if isinstance(value, Tensor) and node.attr in METHODS:
            raise ExpressionError(f"{node.attr} is a method; call it with brackets, .{node.attr}(...)")
        raise ExpressionError(unknown(node.attr, known_of(value), f"cannot be read off {kind(value)} here"))

    def _call(self, node: ast.Call) -> Value:
        name, function, on = self._called(node.func)
        arguments, settings = self._given(node, name)
        arguments = [*on, *arguments]
        with _attempt(_by(*arguments) if name in BUILTINS else "PyTorch"):
            if name not in BUILTINS:
                check_call(name, function, arguments, settings)
            if name in DRAWS:
                settings["generator"] = self._generator
            return function(*arguments, **settings)

    def _given(self, node: ast.Call, name: str) -> tuple[list[Any], dict[str, Any]]:
        """Compute the arguments of a call, those in a row and those by name."""
        arguments, settings = list(map(self.of, node.args)), {}
        for keyword in node.keywords:
            if keyword.arg not in KEYWORDS:
                what = f"is no argument that {name} takes here"
                raise ExpressionError(f"{keyword.arg} {what}{typo(keyword.arg or '', KEYWORDS)}")
            settings[keyword.arg] = self.of(keyword.value)
        return arguments, settings

    def _called(self, node: ast.expr) -> tuple[str, Callable[..., Any], list[Any]]:
        """Return the name of what is called, itself, and for a method the tensor it is called on."""
        if isinstance(node, ast.Name):
            return self._called_by_name(node.id)
        made = node.func if isinstance(node, ast.Call) else None
        path = path_of(made or node, self._names)
        if isinstance(node, ast.Call) and path is not None and path not in FUNCTIONS:
            return self._module(path, node)
        if not isinstance(node, ast.Attribute):
            raise ExpressionError(f"{written(node)} cannot be called")
        return self._method(node) if path is None else (path, function_of(path, self._on), [])

    def _method(self, node: ast.Attribute) -> tuple[str, Callable[..., Any], list[Any]]:
        value = self.of(node.value)
        if isinstance(value, Tensor) and node.attr in METHODS:
            return node.attr, METHODS[node.attr], [value]
        if isinstance(value, torch.Size) and node.attr == "numel":
            return "numel of a shape", torch.Size.numel, [value]
        raise no_method(node.attr, value)

    def _called_by_name(self, name: str) -> tuple[str, Callable[..., Any], list[Any]]:
        if name in BUILTINS:
            return name, BUILTINS[name], []
        if name in self._bare:
            return f"torch.{name}", function_of(f"torch.{name}", self._on), []
        raise ExpressionError(unknown(name, [*BUILTINS, *self._bare], "is no function that is known here"))

    def _module(self, path: str, node: ast.Call) -> tuple[str, Callable[..., Any], list[Any]]:
        """Make a module that is called at once."""
        if path not in MODULES:
            raise no_function(path)
        arguments, settings = self._given(node, path)
        with _attempt():
            return path, make(path, arguments, settings, self._on), []

    def _binary(self, node: ast.BinOp) -> Value:
        return self._operate(*BINARY[type(node.op)], self.of(node.left), self.of(node.right))

    def _operate(self, name: str, function: Callable[[Any, Any], Any], a: Value, b: Value) -> Value:
        with _attempt(_by(a, b)):
            if isinstance(a, Tensor) or isinstance(b, Tensor):
                check_call(name, function, [a, b], {})
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
