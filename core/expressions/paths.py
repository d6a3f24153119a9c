"""From a dotted name to what is listed under it."""

import ast
from collections.abc import Callable, Container
from typing import Any, Final

from core.expressions.listed import CONSTANTS, FUNCTIONS, named
from core.expressions.modules import MODULES, uncalled
from core.expressions.parsing import ExpressionError
from core.expressions.words import FOREIGN, foreign, no_function

ROOTS: Final = ("torch", "F", "nn")


def path_of(node: ast.expr, names: Container[str]) -> str | None:
    """Return `torch.nn.functional.relu` where a node spells such a path.

    Args:
        node: of the syntax tree.
        names: the learner's own, which go before.

    Raises:
        ExpressionError: the path of another library.
    """
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id in names or node.id not in {*ROOTS, *FOREIGN}:
        return None
    path = ".".join([node.id, *reversed(parts)])
    if node.id in FOREIGN and parts:
        raise foreign(path)
    return None if node.id in FOREIGN else named(path)


def constant_of(path: str, on: str) -> Any:
    """Return the value of a path that is not called.

    Args:
        path: as `path_of` returns it.
        on: the name of a tensor, for what is said of a module.

    Raises:
        PlaygroundError: it is none.
    """
    if path in CONSTANTS:
        return CONSTANTS[path]
    if path in FUNCTIONS:
        raise ExpressionError(f"{path} is a function; call it with brackets (...)")
    raise uncalled(path, on) if path in MODULES else no_function(path)


def function_of(path: str, on: str) -> Callable[..., Any]:
    """Return the function of a path that is called.

    Args:
        path: as `path_of` returns it.
        on: the name of a tensor, for what is said of a module.

    Raises:
        PlaygroundError: it is none.
    """
    if path in FUNCTIONS:
        return FUNCTIONS[path]
    if path in CONSTANTS:
        raise ExpressionError(f"{path} is a value, no function; write it without brackets")
    raise uncalled(path, on) if path in MODULES else no_function(path)
