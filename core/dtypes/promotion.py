"""The promotion grid: every dtype with every other, tried while the page runs."""

from dataclasses import dataclass
from typing import Final

from core.dtypes.casts import fixes
from core.dtypes.names import FLOATS, NAMES, WHOLE
from core.dtypes.operations import SCALAR, partners, try_pair

KINDS: Final = ("float", "whole number", "True or False")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One pair.

    Attributes:
        a: the dtype of A.
        b: what stands for B.
        dtype: that came out; nothing where PyTorch refused.
        said: PyTorch's words where it refused.
        works: the first fix that was tried and works; nothing where none is needed, or none was found.
    """

    a: str
    b: str
    dtype: str
    said: str
    works: str

    @property
    def kind(self) -> str:
        """Tell what came out: one of `KINDS`, or nothing."""
        return KINDS[0] if self.dtype in FLOATS else KINDS[1] if self.dtype in WHOLE else KINDS[2] * (self.dtype != "")

    @property
    def is_neither(self) -> bool:
        """Tell whether what came out is the dtype of neither."""
        given = {self.a, "float64" if self.b == SCALAR else self.b}
        return self.dtype not in given | {""}


def measure(operation: str) -> tuple[Cell, ...]:
    """Try every pair, row by row.

    Args:
        operation: a name in `OPERATIONS`.
    """
    return tuple(_cell(operation, a, b) for a in NAMES for b in partners(operation))


def _cell(operation: str, a: str, b: str) -> Cell:
    outcome = try_pair(operation, a, b)
    working = fixes(operation, a, b)
    return Cell(
        a=a,
        b=b,
        dtype=outcome.dtype,
        said=outcome.refused.words if outcome.refused else "",
        works=working[0].outcome.code if working else "",
    )
