"""The code of a data set, as code that runs on its own."""

import ast
import inspect
import sys

from core.datasets.registry import DATASETS


def maker_source(name: str) -> str:
    """Return the function that draws a data set, below the imports it needs.

    Args:
        name: a key of `DATASETS`.
    """
    make = DATASETS[name].make
    code = inspect.getsource(make)
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    module = ast.parse(inspect.getsource(sys.modules[make.__module__]))
    imports = [
        ast.unparse(node)
        for node in module.body
        if isinstance(node, ast.Import | ast.ImportFrom) and used & {alias.name for alias in node.names}
    ]
    return "\n".join(imports) + "\n\n\n" + code
