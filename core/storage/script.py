"""The code of an experiment, which prints what the lab shows."""

import re
from typing import Final

from core.expressions.imports import imports
from core.storage.deciding import Outcome
from core.storage.operation import Operation
from core.storage.writing import Cell, number_for, target_code
from core.tensors.refusals import RefusedError

_DRAWS: Final = re.compile(r"\btorch\.rand")
_SEEDED: Final = "torch.manual_seed(0)"


def storage_script(operation: Operation, outcome: Outcome, cell: Cell | None = None) -> str:
    """Write the code: the start, the operation, whether memory is shared, what is written, and what then stands where.

    Args:
        operation: what was tried.
        outcome: what came of it.
        cell: what was written afterwards.
    """
    start = f"{operation.source} = {' '.join(operation.start.split())}"
    lines = [*_imports(operation), "", *_seeded(start)]
    if outcome.refused is not None:
        lines += [f"# {line}" for line in operation.lines]
        words = outcome.refused.words if isinstance(outcome.refused, RefusedError) else None
        return "\n".join([*lines, f"# raises {words}" if words else f"# {outcome.refused}"])
    for line in operation.lines:
        lines += _seeded(line)
    lines += _proof(outcome)
    if cell is not None:
        target = outcome.tensors[cell.into]
        lines.append(f"{target_code(cell, target.shape)} = {number_for(target, cell.value)}")
    return "\n".join([*lines, *(f"print({name})" for name in outcome.tensors)])


def _imports(operation: Operation) -> list[str]:
    code = f"{operation.start} {operation.code}"
    array = "np." in code and operation.make is not None
    return [*(["import numpy as np"] if array else []), *imports(code)]


def _seeded(line: str) -> list[str]:
    return [_SEEDED, line] if _DRAWS.search(line) else [line]


def _proof(outcome: Outcome) -> list[str]:
    """Compare addresses, and objects where they are the same."""
    first, *rest = outcome.tensors
    lines = [f"print({_address(name)} == {_address(first)})" for name in rest]
    return lines + [f"print({name} is {first})" for name in rest if outcome.kinds[name] == "itself"]


def _address(name: str) -> str:
    return "array.ctypes.data" if name == "array" else f"{name}.untyped_storage().data_ptr()"
