"""The lines that a program needs before it can compute an expression."""

import re
from collections.abc import Iterable
from typing import Final

_SHORT: Final = {"F": "import torch.nn.functional as F", "nn": "from torch import nn"}


def imports(code: str, bare: Iterable[str] = ()) -> list[str]:
    """Return the imports for code.

    Args:
        code: one expression or several, as Python.
        bare: names of torch that may stand in it without `torch.`; those that do are imported, too.
    """
    used = [name for name in sorted(bare) if re.search(rf"(?<![\w.]){name}\b(?!\s*=[^=])", code)]
    lines = [line for name, line in _SHORT.items() if re.search(rf"(?<![\w.]){name}\.", code)]
    return ["import torch", *lines, *([f"from torch import {', '.join(used)}"] if used else [])]
