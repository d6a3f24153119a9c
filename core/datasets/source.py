"""The code of a data set, as code that runs on its own."""

import ast

from core.datasets.registry import DATASETS
from core.source import module_source, source_of


def maker_source(name: str) -> str:
    """Return the function that draws a data set, below the imports it needs.

    Args:
        name: a key of `DATASETS`.
    """
    make = DATASETS[name].make
    code = source_of(make)
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    module = ast.parse(module_source(make.__module__))
    imports = [
        ast.unparse(node)
        for node in module.body
        if isinstance(node, ast.Import | ast.ImportFrom) and used & {alias.name for alias in node.names}
    ]
    return "\n".join(imports) + "\n\n\n" + code
