"""How large a result would be, found out without computing it, by PyTorch itself on its `meta` device."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import torch
from torch import Tensor

from core.expressions.counting import COUNTED
from core.expressions.limits import ELEMENTS, NDIM, PIECES
from core.expressions.listed import DRAWS, MAKERS
from core.expressions.operators import check_quotient
from core.expressions.parsing import ExpressionError

_CUT: Final = {f"{owner}{name}" for owner in ("", "torch.") for name in ("chunk", "split", "tensor_split", "unbind")}
# What lays its tensors over each other on the way to a result that is small, or whose size hangs on the numbers.
_LAID: Final = {
    *(f"{owner}{name}" for owner in ("", "torch.") for name in ("allclose", "masked_select")),
    *(f"torch.nn.{name}" for name in ("MSELoss", "L1Loss")),
    *(f"torch.nn.functional.{name}" for name in ("mse_loss", "l1_loss", "binary_cross_entropy_with_logits")),
}


class TooLargeError(ExpressionError):
    """A tensor would have more elements than are taken.

    Attributes:
        what: would have them.
        numel: how many.
    """

    def __init__(self, what: str, numel: float) -> None:
        """Say so in one sentence."""
        super().__init__(f"{what} would have {numel:,.0f} elements; up to {ELEMENTS.high:,} are taken")
        self.what = what
        self.numel = numel


def check_call(name: str, function: Callable[..., Any], arguments: Sequence[Any], settings: Mapping[str, Any]) -> None:
    """Refuse a call whose result or work would be too large.

    Args:
        name: in `FUNCTIONS`, `METHODS` or `MODULES`, or an operator.
        function: which that is.
        arguments: what it is called with, for a method the tensor first.
        settings: what it is called with by name.

    Raises:
        ExpressionError: with what it would be and the limit.
    """
    tensors = list(_tensors([*arguments, *settings.values()]))
    if name in _CUT and any(max(x.shape, default=0) > PIECES.high for x in tensors):
        raise ExpressionError(f"{name} would cut a dim of more than {PIECES.high:,} into pieces")
    if settings.get("rounding_mode") == "trunc":
        check_quotient({**dict(zip(("input", "other"), arguments, strict=False)), **settings})
    if name in _LAID:
        _check_laid(name, tensors)
    if name in COUNTED:
        _check_numel(name, COUNTED[name](tensors, [*arguments, *settings.values()]))
    elif name not in {"torch.tensor", "item", "tolist"}:
        _check_shapes(name, _dry(name, function, arguments, settings))


def _check_laid(name: str, tensors: Sequence[Tensor]) -> None:
    try:
        laid = torch.broadcast_shapes(*(x.shape for x in tensors))  # type: ignore[no-untyped-call]
    except RuntimeError:
        return  # they do not fit, which PyTorch says itself
    _check_numel(f"{name}, on the way,", math.prod(laid))


def check_index(x: Tensor, index: Any) -> None:
    """Refuse an index whose result would be too large.

    Raises:
        ExpressionError: with how many elements, and the limit.
    """
    parts = index if isinstance(index, tuple) else (index,)
    places: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            raise ExpressionError(f"a text such as {part!r} is no index of a tensor")
        masks = isinstance(part, Tensor) and part.dtype in {torch.bool, torch.uint8}
        places.extend(part.nonzero(as_tuple=True) if masks else [part])
    try:
        found = _on_meta(x)[tuple(map(_on_meta, places))]
    except Exception:
        return
    _check_shapes("this index", found)


def check_value(value: Any) -> Any:
    """Refuse a tensor that is larger than what is taken; return everything else as it is."""
    _check_shapes("the result", value)
    return value


def _dry(name: str, function: Callable[..., Any], arguments: Sequence[Any], settings: Mapping[str, Any]) -> Any:
    """Do a call without numbers; None where it cannot be done without, or not at all."""
    made = name in MAKERS or name in DRAWS
    where = {"device": "meta"} if made else {}
    try:
        return function(
            *map(_on_meta, arguments), **{key: _on_meta(value) for key, value in settings.items()}, **where
        )
    except MemoryError:
        raise ExpressionError(f"{name} would need more memory than there is") from None
    except Exception:
        if made:
            raise  # nothing is made in earnest that could not be made without memory
        return None


def _on_meta(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.to("meta")
    if isinstance(value, list | tuple) and not isinstance(value, torch.Size):
        return type(value)(map(_on_meta, value)) if type(value) in {list, tuple} else value
    return value


def _tensors(values: Iterable[Any]) -> Iterable[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from _tensors(value)


def _check_shapes(name: str, found: Any) -> None:
    for x in _tensors([found]):
        _check_numel(name, x.numel())
        if x.ndim not in NDIM:
            raise ExpressionError(f"{name} would have {x.ndim} dims; up to {NDIM.high} are taken")


def _check_numel(name: str, numel: float) -> None:
    if not numel <= ELEMENTS.high:
        raise TooLargeError(name, numel)
