"""From a text to the steps of a chain, over the syntax tree of an expression."""

import ast
from collections.abc import Sequence
from dataclasses import replace

import torch

from core.errors import TensorError
from core.expressions import parse, written
from core.expressions.words import no_function
from core.ranges import check_name
from core.tensors.limits import CHAIN, CHAIN_LENGTH, check_length
from core.tensors.operations import OPERATIONS
from core.tensors.steps import Step


def parse_chain(text: str) -> tuple[Step, ...]:
    """Read `permute(1, 0)|reshape(2, 6)`, or `x.permute(1, 0).reshape(2, 6)`; nothing at all is the empty chain.

    Raises:
        TensorError: in one sentence, for whatever is none.
        ConfigError: if an operation lies outside what is allowed.
    """
    check_length("the chain", text, CHAIN_LENGTH)
    steps = tuple(step for part in _parts(text) if part.strip() for step in _steps(parse(part).body))
    if len(steps) not in CHAIN:
        raise TensorError(f"the chain has {len(steps)} steps; this page takes up to {CHAIN.high}")
    return steps


def chain_text(steps: Sequence[Step]) -> str:
    """Write the chain as the link has it."""
    return "|".join(step.text for step in steps)


def _parts(text: str) -> list[str]:
    """Cut at every | outside brackets; inside, it is the `or` of a condition."""
    parts, deep = [""], 0
    for letter in text:
        deep += (letter in "([") - (letter in ")]")
        if letter == "|" and deep == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _steps(node: ast.expr) -> list[Step]:
    if isinstance(node, ast.Name) and node.id == "x":
        return []
    if isinstance(node, ast.Name | ast.Attribute):
        return _read_off(node)
    if isinstance(node, ast.Subscript):
        return _piece(node)
    if not isinstance(node, ast.Call):
        raise _no_step(node)
    return _call(node)


def _no_step(node: ast.AST) -> TensorError:
    shown = written(node) if isinstance(node, ast.expr) else ""
    return TensorError(
        f"{shown!r} is not a step; write an operation and its arguments, such as reshape(2, 6), "
        "and | between two steps"
    )


def _read_off(node: ast.Name | ast.Attribute) -> list[Step]:
    name = node.id if isinstance(node, ast.Name) else node.attr
    if name not in OPERATIONS or not OPERATIONS[name].read:
        raise _no_step(node)
    return [*(_steps(node.value) if isinstance(node, ast.Attribute) else []), Step(name=name)]


def _piece(node: ast.Subscript) -> list[Step]:
    steps = _steps(node.value)
    try:
        piece = ast.literal_eval(node.slice)
    except ValueError:
        piece = None
    if not steps or not OPERATIONS[steps[-1].name].cuts or type(piece) is not int:
        cutting = ", ".join(name for name, operation in OPERATIONS.items() if operation.cuts)
        raise TensorError(f"[...] with one whole number chooses a piece behind {cutting}; here it stands elsewhere")
    return [*steps[:-1], replace(steps[-1], piece=piece)]


def _call(node: ast.Call) -> list[Step]:
    name, before, arguments = _named(node)
    check_name("the operation", name, OPERATIONS)
    if OPERATIONS[name].read:
        raise TensorError(f"{name} is read off, without brackets: x.{name}")
    keywords = [f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in node.keywords]
    _check_reads_only(node)
    if OPERATIONS[name].joins:
        copies, rest = _joined(name, arguments)
        dims = [f"dim={ast.unparse(argument)}" for argument in rest]
        return [Step(name=name, arguments=(*dims, *keywords), copies=copies)]
    return [*before, Step(name=name, arguments=(*_unwrapped(name, arguments), *keywords))]


def _named(node: ast.Call) -> tuple[str, list[Step], list[ast.expr]]:
    """Return what is called, the steps before it, and its arguments without the tensor it is called on."""
    function, arguments = node.func, list(node.args)
    if isinstance(function, ast.Attribute) and not _is(function.value, "torch"):
        return function.attr, _steps(function.value), arguments
    if not isinstance(function, ast.Name | ast.Attribute):
        raise _no_step(node)
    name = function.id if isinstance(function, ast.Name) else function.attr
    if isinstance(function, ast.Attribute) and name in OPERATIONS and not hasattr(torch, name):
        raise no_function(f"torch.{name}")
    joins = name in OPERATIONS and OPERATIONS[name].joins
    on_x = bool(arguments) and _is(arguments[0], "x") and not joins  # torch.flatten(x, 0) is x.flatten(0)
    return name, [], arguments[1:] if on_x else arguments


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _joined(name: str, arguments: list[ast.expr]) -> tuple[int, list[ast.expr]]:
    """Count the tensors that are joined; return them and the arguments after them."""
    listed = arguments[0].elts if arguments and isinstance(arguments[0], ast.List | ast.Tuple) else None
    rest = arguments[1:] if listed is not None else [argument for argument in arguments if not _is(argument, "x")]
    tensors = listed if listed is not None else arguments[: len(arguments) - len(rest)]
    if not tensors or not all(_is(tensor, "x") for tensor in tensors) or len(rest) > 1:
        raise TensorError(f"{name} joins x with itself here, such as {name}(x, x, dim=0)")
    return len(tensors), rest


def _unwrapped(name: str, arguments: list[ast.expr]) -> list[str]:
    """Write arguments as the link has them: `reshape((2, 6))` is `reshape(2, 6)`, `torch.tensor([0])` is `[0]`."""
    if len(arguments) == 1 and isinstance(arguments[0], ast.List | ast.Tuple) and not _lists_matter(name):
        arguments = arguments[0].elts
    return [ast.unparse(_bare(argument) if OPERATIONS[name].numbered else argument) for argument in arguments]


def _bare(node: ast.expr) -> ast.expr:
    """Take the list out of torch.tensor([...])."""
    made = isinstance(node, ast.Call) and ast.unparse(node.func) == "torch.tensor" and not node.keywords
    return node.args[0] if isinstance(node, ast.Call) and made and len(node.args) == 1 else node


def _lists_matter(name: str) -> bool:
    return OPERATIONS[name].numbered or OPERATIONS[name].cuts


def _check_reads_only(node: ast.Call) -> None:
    writing = [one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute) and one.attr.endswith("_")]
    if writing:
        raise TensorError(f"{writing[0]} writes into a tensor; a step here only rearranges one")
