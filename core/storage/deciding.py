"""View, copy, itself, or refused: decided by PyTorch, here and now."""

from dataclasses import dataclass
from typing import Final, Literal

from torch import Tensor

from core.errors import TensorError
from core.storage.operation import Operation, Tensors, start_of, tensors_of
from core.storage.windows import Sight, address_of, look

Kind = Literal["view", "copy", "itself", "mixed", "refused"]

SHARING: Final[frozenset[Kind]] = frozenset({"view", "itself"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What an operation came to.

    Attributes:
        tensors: every tensor that there is afterwards; only the start where PyTorch refused.
        sight: where they look.
        kinds: of each but the first, what it is to the first.
        refused: why there is no result: PyTorch raised, or what came out is not looked at here.
    """

    tensors: Tensors
    sight: Sight
    kinds: dict[str, Kind]
    refused: TensorError | None = None

    @property
    def kind(self) -> Kind:
        """What the results are to the start, all together."""
        if self.refused is not None:
            return "refused"
        found = set(self.kinds.values())
        return found.pop() if len(found) == 1 else "mixed"


def decide(operation: Operation) -> Outcome:
    """Do an operation and ask PyTorch what came of it.

    Raises:
        PlaygroundError: a learner's own start that is no expression, no tensor, or cannot be drawn.
    """
    x = start_of(operation)
    try:
        tensors = tensors_of(operation, x)
        sight = look(tensors)
    except TensorError as error:
        tensors = {operation.source: x}
        return Outcome(tensors=tensors, sight=look(tensors), kinds={}, refused=error)
    first, *rest = tensors
    kinds = {name: kind_of(tensors[name], tensors[first]) for name in rest}
    return Outcome(tensors=tensors, sight=sight, kinds=kinds)


def kind_of(result: Tensor, x: Tensor) -> Kind:
    """Tell what a result is to the tensor it was made of: the same object, the same memory, or a memory of its own."""
    if result is x:
        return "itself"
    return "view" if address_of(result) == address_of(x) else "copy"


def start_only(operation: Operation) -> Sight:
    """Look at what there is before the operation.

    Raises:
        PlaygroundError: as `decide`.
    """
    return look({operation.source: start_of(operation)})
