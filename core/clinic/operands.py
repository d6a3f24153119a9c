"""What a snippet is given: expressions, the case's own or the learner's, read and bounded."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import torch
from torch import Tensor

from core.clinic.case import Case
from core.errors import TensorError
from core.expressions import TooLargeError, evaluate
from core.ranges import Range
from core.tensors.limits import check_ndim
from core.tensors.refusals import RefusedError

SEED: Final = 42  # of random operands, each by itself, and of the first weights of layers
ELEMENTS: Final = Range(0, 2048)
NUMBER: Final = Range(-4096, 4096)
VALUE: Final = Range(-1e6, 1e6)  # of an element: a snippet may make room for as many rows
_WANTED: Final = {
    Tensor: "a tensor is wanted, such as torch.rand(3, 2)",
    int: f"a whole number from {NUMBER.low:,} to {NUMBER.high:,} is wanted",
    list: "a list of numbers is wanted, such as [[1, 2], [3, 4]]",
}


def read_operands(case: Case, typed: Mapping[str, str]) -> dict[str, Any]:
    """Compute the operands of a case.

    Args:
        case: whose operands.
        typed: the learner's own expressions; the case's where there is none.

    Raises:
        TensorError: one is no expression, of another kind than the snippet takes, or too large.
    """
    return {name: _operand(name, typed.get(name, text), text) for name, text in case.operands.items()}


def _operand(name: str, text: str, usual: str) -> Any:
    try:
        value = evaluate(text, seed=SEED)
        _check(value, type(_usual(usual)))
    except TooLargeError as error:
        raise TensorError(f"in {name}, {error.what} would have {_too_many(error.numel)}") from error
    except RefusedError as error:
        raise RefusedError(error.words, f"in {name}, {error.meaning}") from error
    except TensorError as error:
        raise TensorError(f"in {name}, {error}") from error
    return value


@lru_cache(maxsize=256)
def _usual(text: str) -> Any:
    return evaluate(text)


def _check(value: Any, kind: type) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TensorError(_WANTED[kind])
    if isinstance(value, Tensor):
        check_ndim(value.ndim)
        if value.numel() not in ELEMENTS:
            raise TensorError(f"the tensor has {_too_many(value.numel())}")
        finite = value[value.isfinite()].double()
        if finite.numel() and finite.abs().max().item() not in VALUE:
            raise TensorError(f"the numbers may go from {VALUE.low:,.0f} to {VALUE.high:,.0f}")
    elif isinstance(value, int) and value not in NUMBER:
        raise TensorError(_WANTED[int])
    elif isinstance(value, list) and len(str(value)) > ELEMENTS.high:
        raise TensorError("this list is too long")


def _too_many(numel: float) -> str:
    return f"{numel:,.0f} elements; an operand may have up to {ELEMENTS.high:,}"


def is_own(case: Case, typed: Mapping[str, str]) -> bool:
    """Tell whether the operands are the case's own."""
    return all(typed.get(name, text).strip() == text for name, text in case.operands.items())


def fresh(values: Mapping[str, Any]) -> dict[str, Any]:
    """Copy the operands, so that a snippet may write into them."""
    return {name: value.clone() if isinstance(value, Tensor) else value for name, value in values.items()}


def cast(values: Mapping[str, Any], dtypes: Mapping[str, torch.dtype]) -> dict[str, Any]:
    """Give operands other dtypes."""
    return {name: value.to(dtypes[name]) if name in dtypes else value for name, value in values.items()}
