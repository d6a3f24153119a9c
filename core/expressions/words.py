"""What is said about a name that is not known, or is not used as it should be."""

import ast
import difflib
from collections.abc import Iterable, Mapping
from typing import Final

import torch
from torch import Tensor

from core.errors import PlaygroundError
from core.expressions.listed import ATTRIBUTES, FUNCTIONS, METHODS
from core.expressions.operators import COMPARED
from core.expressions.parsing import ExpressionError, written
from core.expressions.spelled import Value
from core.tensors.refusals import explain

_JOINTS: Final[Mapping[type[ast.operator], str]] = {ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^"}
_SIGNS: Final = {kind: sign for kind, (sign, _) in COMPARED.items()}


def kind(value: Value) -> str:
    """Name the kind of a value."""
    names = {Tensor: "a tensor", torch.dtype: "a dtype", torch.Size: "a shape", bool: "a truth value",
             int: "a number", float: "a number", str: "a text", type(None): "None"}  # fmt: skip
    return names.get(type(value), "a list" if isinstance(value, list | tuple) else "this value")


def known_of(value: Value) -> list[str]:
    """Return what can be read off a value."""
    return [name for kind, read in ATTRIBUTES.items() if isinstance(value, kind) for name in read]


def example(name: str) -> str:
    """Show a name as it is used."""
    return {"torch": "torch.zeros(2, 3) is one", "F": "F.relu(x) is one"}.get(name, f"{name}(...) is one")


def in_a_row(node: ast.Compare) -> str:
    """Tell what to write instead of a < x < b, or of x > 3 | x < 2, which Python reads as x > (3 | x) < 2."""
    said, left = "", written(node.left)
    for i, (sign, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
        if type(sign) not in _SIGNS:
            break
        compared = f"({left} {_SIGNS[type(sign)]} "
        if i == len(node.comparators) - 1:
            return f"brackets are missing: | and & go before comparisons; write {said}{compared}{written(right)})"
        if not isinstance(right, ast.BinOp) or type(right.op) not in _JOINTS:
            break
        said += f"{compared}{written(right.left)}) {_JOINTS[type(right.op)]} "
        left = written(right.right)
    return "comparisons in a row are not taken here; write (a < x) & (x < b)"


def no_function(path: str) -> PlaygroundError:
    """Tell why a function cannot be called; of one that is a method only, in PyTorch's own words."""
    name = path.removeprefix("torch.")
    if name in METHODS:
        try:
            getattr(torch, name)
        except AttributeError as error:
            return explain(error)
    return ExpressionError(unknown(path, FUNCTIONS, "is not among the functions taken here"))


def unknown(name: str, known: Iterable[str], what: str) -> str:
    """Say that a name is not known, and which known one is near it."""
    spelled_so = {word.lower(): word for word in known}
    near = difflib.get_close_matches(name[:60].lower(), spelled_so, n=1)
    shown = name if len(name) <= 40 else f"{name[:37]}..."
    return f"{shown} {what}" + (f"; {spelled_so[near[0]]} is" if near else "")
