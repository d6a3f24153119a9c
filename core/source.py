"""The source of what runs, as it was when it was loaded, also where its file changes under a running server."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

_Named = ast.FunctionDef | ast.ClassDef


@cache
def module_source(name: str) -> str:
    """Return the source of an imported module, as it was when it was first asked for."""
    return inspect.getsource(sys.modules[name])


def keep(things: Iterable[Callable[..., Any]]) -> None:
    """Read the modules of these functions and classes now, while their files are what was imported."""
    for name in {thing.__module__ for thing in things}:
        module_source(name)


def source_of(thing: Callable[..., Any]) -> str:
    """Return the source of a function or class.

    (`inspect.getsource` looks into the file as it is now, at the line where the function was.)

    Raises:
        OSError: the module has no such function or class.
    """
    node: Any = _tree(thing.__module__)
    for name in thing.__qualname__.split("."):
        found = [part for part in node.body if isinstance(part, _Named) and part.name == name]
        if not found:
            raise OSError(f"{thing.__module__} has no source of {thing.__qualname__}")
        node = found[-1]
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    lines = module_source(thing.__module__).splitlines(keepends=True)
    return "".join(lines[first - 1 : node.end_lineno])


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse(module_source(name))
