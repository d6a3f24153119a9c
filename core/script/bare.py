"""The source of what ran, without its docstrings."""

import ast
from collections.abc import Callable
from textwrap import dedent
from typing import Any

from core.source import source_of


def bare(thing: Callable[..., Any]) -> str:
    """Return the source of a function or class without its docstrings."""
    source = dedent(source_of(thing))
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            text = node.body[0]
            lines[text.lineno - 1 : text.end_lineno] = [""] * ((text.end_lineno or 0) - text.lineno + 1)
    kept = [line.split("  # noqa")[0] for line in lines if line.strip()]
    return "\n".join(kept)
