"""Python's own functions on plain values, bounded."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from core.expressions.limits import PIECES
from core.expressions.parsing import ExpressionError


def _range(*arguments: int) -> list[int]:
    found = range(*arguments)
    if len(found) > PIECES.high:
        raise ExpressionError(f"range(...) would have {len(found):,} numbers; up to {PIECES.high:,} are taken")
    return list(found)


def _row(kind: type[list[Any]] | type[tuple[Any, ...]]) -> Callable[..., Any]:
    """Return `list` or `tuple`, for what is not too long: of a tensor, each element becomes a tensor of its own."""

    def row(*arguments: Any) -> list[Any] | tuple[Any, ...]:
        if any(len(argument) > PIECES.high for argument in arguments):
            raise ExpressionError(f"{kind.__name__}(...) would have more than {PIECES.high:,} entries")
        return kind(*arguments)

    return row


BUILTINS: Final[Mapping[str, Callable[..., Any]]] = {
    "abs": abs, "bool": bool, "float": float, "int": int, "len": len, "list": _row(list), "range": _range,
    "round": round, "tuple": _row(tuple),
}  # fmt: skip
