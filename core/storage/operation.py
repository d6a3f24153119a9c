"""What is tried: a start, the lines that follow, and a lesson; what comes of it is for PyTorch to say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from core.errors import TensorError
from core.expressions import evaluate
from core.expressions.limits import TEXT
from core.storage.limits import PLACES, RESULTS

Tensors = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One experiment.

    Attributes:
        start: the expression that makes `source`, as code.
        code: the expression on `x` that makes `y`, or, with `run`, the lines as they stand.
        lesson: one sentence on what to learn from it, which does not say how it ends.
        source: the variable there is at first.
        make: makes the start where it is no expression of tensors; an array, as a tensor on its memory.
        run: does the lines of code that are no expression; takes the start, returns the tensors by name, the one that
            the others are compared with first. An array stands among them as a tensor on the same memory.
    """

    start: str
    code: str
    lesson: str = ""
    source: str = "x"
    make: Callable[[], Tensor] | None = None
    run: Callable[[Any], Tensors] | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The code, line by line, without the start."""
        return (f"y = {' '.join(self.code.split())}",) if self.run is None else tuple(self.code.splitlines())


def start_of(operation: Operation) -> Tensor:
    """Make the tensor that an operation starts from.

    Raises:
        PlaygroundError: where a learner's own start is no expression, or no tensor that can be drawn.
    """
    x = evaluate(operation.start) if operation.make is None else operation.make()
    if not isinstance(x, Tensor):
        raise TensorError(f"x must be a tensor, such as torch.arange(6.), not {_named(x)}")
    if not x.numel():
        raise TensorError("x has no elements, so there is no memory to look at")
    n = x.untyped_storage().nbytes() // x.element_size()
    if n not in PLACES:
        raise TensorError(f"the memory of x has {n:,} places; here up to {PLACES.high} are drawn")
    return x


def tensors_of(operation: Operation, x: Tensor) -> Tensors:
    """Do an operation; return every tensor that there is afterwards, the one that is compared with first.

    Raises:
        RefusedError: with PyTorch's own words, where it raises.
        PlaygroundError: what comes out is no tensor, or cannot be drawn.
    """
    if operation.run is not None:
        return operation.run(x)
    y = evaluate(operation.code, {"x": x})
    if isinstance(y, Tensor):
        return {"x": x, "y": y}
    if not isinstance(y, list | tuple) or not y or not all(isinstance(part, Tensor) for part in y):
        raise TensorError(f"y is {_named(y)}, no tensor, so it has no memory to look at")
    if len(y) not in RESULTS:
        raise TensorError(f"y has {len(y)} tensors; here up to {RESULTS.high} are drawn")
    return {"x": x} | {f"y[{i}]": part for i, part in enumerate(y)}


def _named(value: object) -> str:
    text = repr(value) if isinstance(value, bool | int | float | str | torch.dtype | torch.Size | None) else ""
    return f"{type(value).__name__} {text}" if 0 < len(text) <= TEXT.high else f"a {type(value).__name__}"
