"""The source of what ran, without its docstrings."""

import ast
from collections.abc import Callable
from textwrap import dedent
from types import ModuleType
from typing import Any

from core.source import module_source, source_of


def bare(thing: Callable[..., Any]) -> str:
    """Return the source of a function or class without its docstrings."""
    return _without_docstrings(dedent(source_of(thing)))


def bare_module(module: ModuleType) -> str:
    """Return the source of a module without docstrings and imports of the playground's own."""
    lines = _without_docstrings(module_source(module.__name__)).splitlines()
    return "\n".join(line for line in lines if not line.startswith("from core."))


def _without_docstrings(source: str) -> str:
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            text = node.body[0]
            lines[text.lineno - 1 : text.end_lineno] = [""] * ((text.end_lineno or 0) - text.lineno + 1)
    kept = [line.split("  # noqa")[0] for line in lines if line.strip()]
    return "\n".join(kept)
