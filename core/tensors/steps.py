"""One step: an operation with its arguments, done by PyTorch or refused by it, and what would work instead."""

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from torch import Tensor

from core.errors import TensorError
from core.expressions import evaluate
from core.ranges import check_name
from core.tensors.candidates import Arguments
from core.tensors.limits import COPIES, check_ndim
from core.tensors.operations import OPERATIONS
from core.tensors.refusals import attempt

OFFERED: Final = 200
_TRIED: Final = 300
_INSTEAD: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operation with its arguments.

    Attributes:
        name: a name in `OPERATIONS`.
        arguments: as they are written, `1` or `dim=0` or `x > 3`; `core.tensors.reading` takes them from a text.
        copies: how many times x stands in the list, for the operations that join.
        piece: which of several tensors the chain goes on with.
    """

    name: str
    arguments: Arguments = ()
    copies: int = 1
    piece: int = 0

    def __post_init__(self) -> None:
        """Refuse what no operation takes."""
        check_name("the operation", self.name, OPERATIONS)
        COPIES.check_count(f"the number of tensors to {self.name}", self.copies)

    @property
    def text(self) -> str:
        """The step as the link has it: `stack(x, x, dim=0)`, `permute(1, 0)`, `split(2)[0]`."""
        operation = OPERATIONS[self.name]
        tensors = ["x"] * self.copies if operation.joins else []
        brackets = "" if operation.read else f"({', '.join([*tensors, *self.arguments])})"
        return f"{self.name}{brackets}{self._piece}"

    @property
    def call(self) -> str:
        """The step as PyTorch has it, applied to `x`; of several tensors, all."""
        operation = OPERATIONS[self.name]
        if operation.read:
            return f"x.{self.name}"
        if operation.joins:
            tensors = ", ".join(["x"] * self.copies)
            return f"torch.{self.name}({', '.join([f'[{tensors}]', *self.arguments])})"
        return f"x.{self.name}({', '.join(map(self._as_tensor, self.arguments))})"

    @property
    def code(self) -> str:
        """The step as PyTorch has it, applied to `x`."""
        return f"{self.call}{self._piece}"

    @property
    def _piece(self) -> str:
        return f"[{self.piece}]" if OPERATIONS[self.name].cuts else ""

    def _as_tensor(self, argument: str) -> str:
        name, is_named, value = argument.rpartition("=") if re.match(r"\w+=", argument) else ("", "", argument)
        listed = OPERATIONS[self.name].numbered and value.startswith("[")
        return f"{name}{is_named}torch.tensor({value})" if listed else argument

    def parts(self, x: Tensor) -> tuple[Tensor, ...]:
        """Do the step; return what comes out, one tensor or several.

        Raises:
            RefusedError: with PyTorch's own words, where it raises.
            TensorError: if the result has more elements or dims than the page takes.
        """
        made = evaluate(self.call, {"x": x})
        parts = (made,) if isinstance(made, Tensor) else tuple(made)
        for part in parts:
            check_ndim(part.ndim)
        return parts

    def chosen(self, parts: Sequence[Tensor]) -> Tensor:
        """Return the tensor that the chain goes on with.

        Raises:
            RefusedError: if there are not so many.
        """
        with attempt():
            return tuple(parts)[self.piece if OPERATIONS[self.name].cuts else 0]

    def apply(self, x: Tensor) -> Tensor:
        """Do the step; raises as `parts` and `chosen` do."""
        return self.chosen(self.parts(x))


def works(steps: Sequence[Step], x: Tensor) -> bool:
    """Tell whether PyTorch does the steps one after the other, by letting it."""
    try:
        for step in steps:
            x = step.apply(x)
    except TensorError:
        return False
    return True


def likely_steps(name: str, x: Tensor, copies: int = 2) -> Iterator[Step]:
    """Yield the steps of this operation that are worth trying on this tensor."""
    operation = OPERATIONS[name]
    copies = copies if operation.joins else 1
    prefix = "dim=" if operation.joins else ""
    candidates = (tuple(prefix + argument for argument in arguments) for arguments in operation.candidates(x))
    return (Step(name=name, arguments=one, copies=copies) for one in itertools.islice(candidates, _TRIED))


def legal_steps(name: str, x: Tensor, copies: int = 2) -> tuple[Step, ...]:
    """Return the steps of this operation that PyTorch was seen to accept on this tensor, up to `OFFERED`."""
    return tuple(itertools.islice((step for step in likely_steps(name, x, copies) if works([step], x)), OFFERED))


def repairs(step: Step, x: Tensor) -> tuple[tuple[Step, ...], ...]:
    """Return steps in place of a refused one, nearest first, each of them tried on the tensor."""
    others = [[other] for other in sorted(legal_steps(step.name, x, step.copies), key=lambda other: _far(step, other))]
    found = dict.fromkeys(tuple(near) for near in [*_nearest(step, x), *others] if works(near, x))
    return tuple(found)[:_INSTEAD]


def _nearest(step: Step, x: Tensor) -> Iterator[Sequence[Step]]:
    """Yield what may have been meant."""
    sizes = whole(step.arguments)
    if step.name == "view":
        yield [replace(step, name="reshape")]
        yield [Step(name="contiguous"), step]
    if step.name in {"reshape", "view"} and sizes:
        yield from ([replace(step, arguments=tuple(map(str, shape)))] for shape in _with_one_inferred(sizes, x))
    if step.name == "expand":
        yield [replace(step, name="repeat")]
    if step.name == "T":
        yield [Step(name="permute", arguments=tuple(map(str, reversed(range(x.ndim)))))]
    if OPERATIONS[step.name].cuts:
        yield from ([replace(step, piece=piece)] for piece in range(_INSTEAD))


def whole(arguments: Arguments) -> tuple[int, ...]:
    """Return arguments that are whole numbers; nothing where one is not."""
    found = [re.fullmatch(r"-?[0-9]{1,12}", argument) for argument in arguments]
    return tuple(int(argument) for argument in arguments) if all(found) else ()


def _far(step: Step, other: Step) -> tuple[int, int]:
    """Measure how far another step's sizes are from the ones asked for."""
    one, two = whole(step.arguments), whole(other.arguments)
    return abs(len(one) - len(two)), sum(
        abs(a - b) for a, b in zip(one, two, strict=False)
    ) if step.name != "view" else 0


def _with_one_inferred(sizes: Sequence[int], x: Tensor) -> Iterator[tuple[int, ...]]:
    """Yield the shapes asked for with one size left to fit."""
    for i in range(len(sizes)):
        rest = math.prod([*sizes[:i], *sizes[i + 1 :]])
        if rest > 0 and x.numel() % rest == 0:
            yield (*sizes[:i], x.numel() // rest, *sizes[i + 1 :])
