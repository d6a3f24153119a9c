"""One step: an operation with its arguments, done by PyTorch or refused by it, and what would work instead."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from torch import Tensor

from core.errors import TensorError
from core.ranges import check_name
from core.tensors.limits import ARGUMENT, CHAIN_ELEMENTS, COPIES, NDIM, check_elements, check_ndim
from core.tensors.operations import OPERATIONS, Arguments
from core.tensors.refusals import attempt

_OFFERED: Final = 12
_INSTEAD: Final = 8
_MOST_ARGUMENTS: Final = int(NDIM.high) + 1  # one too many, so that PyTorch can say so


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operation with its arguments.

    Attributes:
        name: a name in `OPERATIONS`.
        arguments: its sizes or dims.
        copies: how many times x stands in the list, for the operations that join.
    """

    name: str
    arguments: Arguments = ()
    copies: int = 1

    def __post_init__(self) -> None:
        """Refuse what no operation takes or what lies outside the limits."""
        check_name("the operation", self.name, OPERATIONS)
        if len(self.arguments) > _MOST_ARGUMENTS:
            raise TensorError(
                f"{self.name} got {len(self.arguments)} numbers; this page takes up to {_MOST_ARGUMENTS}"
            )
        for argument in self.arguments:
            ARGUMENT.check_count(f"an argument of {self.name}", argument)
        COPIES.check_count(f"the number of tensors to {self.name}", self.copies)

    @property
    def text(self) -> str:
        """The step as the link has it: `stack(x, x, dim=0)`, `permute(1, 0)`."""
        return f"{self.name}({', '.join([*self._tensors(), *self._numbers()])})"

    @property
    def code(self) -> str:
        """The step as PyTorch has it, applied to `x`."""
        if not OPERATIONS[self.name].joins:
            return f"x.{self.name}({', '.join(self._numbers())})"
        tensors = f"[{', '.join(self._tensors())}]"
        return f"torch.{self.name}({', '.join([tensors, *self._numbers()])})"

    def _tensors(self) -> list[str]:
        return ["x"] * self.copies if OPERATIONS[self.name].joins else []

    def _numbers(self) -> list[str]:
        named = OPERATIONS[self.name].joins and len(self.arguments) == 1
        return [f"dim={argument}" if named else str(argument) for argument in self.arguments]

    def apply(self, x: Tensor) -> Tensor:
        """Do the step.

        Raises:
            RefusedError: with PyTorch's own words, where it raises.
            TensorError: if the result has more elements or dims than the page draws.
        """
        operation = OPERATIONS[self.name]
        with attempt():
            result = operation.call([x] * self.copies if operation.joins else x, *self.arguments)
        check_elements(result.numel(), CHAIN_ELEMENTS)
        check_ndim(result.ndim)
        return result


def works(step: Step, x: Tensor) -> bool:
    """Tell whether PyTorch does the step, by letting it."""
    try:
        step.apply(x)
    except TensorError:
        return False
    return True


def legal_steps(name: str, x: Tensor) -> tuple[Step, ...]:
    """Return the steps of this operation that PyTorch was seen to accept on this tensor, a dozen at most."""
    operation = OPERATIONS[name]
    copies = 2 if operation.joins else 1
    candidates = (Step(name=name, arguments=arguments, copies=copies) for arguments in operation.candidates(x))
    return tuple(itertools.islice((step for step in candidates if works(step, x)), _OFFERED))


def repairs(step: Step, x: Tensor) -> tuple[Step, ...]:
    """Return steps in place of a refused one, nearest first, each of them tried on the tensor."""
    near = [Step(name="reshape", arguments=step.arguments)] if step.name == "view" else []
    near += [Step(name=step.name, arguments=order) for order in _with_one_inferred(step, x)]
    tried = [other for other in near if works(other, x)]
    return tuple(dict.fromkeys([*tried, *legal_steps(step.name, x)]))[:_INSTEAD]


def _with_one_inferred(step: Step, x: Tensor) -> Iterator[Arguments]:
    """Yield the shapes asked for with one size left to fit."""
    if step.name not in {"reshape", "view"} or not step.arguments:
        return
    for i in range(len(step.arguments)):
        rest = math.prod(step.arguments[:i] + step.arguments[i + 1 :])
        if rest > 0 and x.numel() % rest == 0:
            yield (*step.arguments[:i], x.numel() // rest, *step.arguments[i + 1 :])
