"""Two operands of chosen dtypes and what is done with them; PyTorch decides whether they go together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.dtypes.names import DTYPES, NAMES, name_of
from core.expressions import evaluate
from core.ranges import check_name
from core.tensors.refusals import RefusedError

Operand = Tensor | float | bool

_PLAIN: Final = ((1, 2), (2, 1))
_FLAGS: Final = ((1, 0), (0, 1))
_ROWS: Final = (1, 0)
_A: Final = ((0, 1), (2, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something done with A and B.

    Attributes:
        code: the expression, with {A} and {B} where the two stand.
        idea: one sentence on what it asks of the dtypes.
        b: the numbers of B.
        fraction: whether the numbers of a B that can have one get a fraction.
        numbers: whether a plain Python number may stand for B.
        casts_a: worth trying behind A where it is refused, the most usual first.
        casts_b: behind B.
        instead: another expression worth trying then.
    """

    code: str
    idea: str
    b: tuple[int, ...] | tuple[tuple[int, ...], ...] = _PLAIN
    fraction: bool = True
    numbers: bool = False
    casts_a: tuple[str, ...] = (".float()", ".to(B.dtype)")
    casts_b: tuple[str, ...] = (".float()", ".to(A.dtype)")
    instead: str = ""


OPERATIONS: Final[Mapping[str, Operation]] = {
    "A + B": Operation(code="{A} + {B}", numbers=True, idea="Both are promoted to one dtype first, without a word."),
    "A - B": Operation(
        code="{A} - {B}", numbers=True, idea="Promoted as a sum is; bool has no minus.", instead="A ^ B"
    ),
    "A * B": Operation(code="{A} * {B}", numbers=True, idea="Promoted as a sum is."),
    "A / B": Operation(code="{A} / {B}", numbers=True, idea="Whole numbers become floats: 1 / 2 is 0.5."),
    "A // B": Operation(code="{A} // {B}", numbers=True, idea="Rounded down, and whole where both are whole."),
    "A > B": Operation(code="{A} > {B}", numbers=True, idea="Compares anything; True or False comes out."),
    "A @ B": Operation(code="{A} @ {B}", idea="A matrix product never promotes: one dtype on both sides."),
    "F.linear(A, B)": Operation(
        code="F.linear({A}, {B})", idea="What nn.Linear does with inputs A and weights B: no promotion either."
    ),
    "A.add_(B)": Operation(
        code="{A}.add_({B})",
        numbers=True,
        casts_a=(),
        casts_b=(".to(A.dtype)",),
        instead="A + B",
        idea="Also written A += B: the result has to go into A, so A's dtype stays.",
    ),
    "torch.cat([A, B])": Operation(code="torch.cat([{A}, {B}])", idea="Joined in the dtype that a sum would have."),
    "torch.where(A > 1, A, B)": Operation(
        code="torch.where({A} > 1, {A}, {B})", numbers=True, idea="Chosen element by element, promoted as a sum is."
    ),
    "A[B]": Operation(
        code="{A}[{B}]",
        b=_ROWS,
        fraction=False,
        casts_a=(),
        casts_b=(".long()", ".bool()"),
        idea="An index is whole, or True and False for a mask.",
    ),
    "F.cross_entropy(A, B)": Operation(
        code="F.cross_entropy({A}, {B})",
        b=_ROWS,
        fraction=False,
        casts_a=(".float()",),
        casts_b=(".long()",),
        idea="Logits are floats; classes are int64.",
    ),
    "F.binary_cross_entropy_with_logits(A, B)": Operation(
        code="F.binary_cross_entropy_with_logits({A}, {B})",
        b=_FLAGS,
        fraction=False,
        casts_a=(".float()",),
        idea="Logits are floats, and so are the 0 and 1 of the targets.",
    ),
    "F.mse_loss(A, B)": Operation(
        code="F.mse_loss({A}, {B})", idea="A mean of squares: one of the two has to be a float."
    ),
}

NUMBERS: Final[Mapping[str, bool | int | float]] = {"True": True, "2": 2, "2.5": 2.5}
SCALAR: Final = "0-dim float64"
PARTNERS: Final = (*NAMES, *NUMBERS, SCALAR)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What came of it: a value, or a refusal.

    Attributes:
        code: that was run.
        value: of what came out; None if refused.
        refused: with PyTorch's own words.
    """

    code: str
    value: Tensor | None = None
    refused: RefusedError | None = None

    @property
    def dtype(self) -> str:
        """Name the dtype that came out; nothing where it was refused."""
        return "" if self.value is None else name_of(self.value.dtype)


def partners(operation: str) -> tuple[str, ...]:
    """Name what may stand for B: the dtypes, and numbers where it takes them."""
    return PARTNERS if OPERATIONS[operation].numbers else NAMES


def operands(operation: str, a: str, b: str) -> tuple[Tensor, Operand]:
    """Make A and B.

    Args:
        operation: a name in `OPERATIONS`.
        a: a dtype.
        b: a name of `partners`.

    Returns:
        A, (2, 2); B, (2, 2) or (2,), or a number, or a tensor without dims.

    Raises:
        ConfigError: for a name that is none of these.
    """
    check_name("the operation", operation, OPERATIONS)
    check_name("the dtype of A", a, NAMES)
    check_name("B", b, partners(operation))
    what = OPERATIONS[operation]
    if b in NUMBERS:
        return _filled(_A, a, fraction=0.5), NUMBERS[b]
    if b == SCALAR:
        return _filled(_A, a, fraction=0.5), torch.tensor(2.5, dtype=torch.float64)
    return _filled(_A, a, fraction=0.5), _filled(what.b, b, fraction=0.25 * what.fraction)


def _filled(numbers: object, dtype: str, *, fraction: float) -> Tensor:
    tensor = torch.tensor(numbers, dtype=DTYPES[dtype])
    return tensor + fraction if tensor.is_floating_point() else tensor


def run(code: str, a: Tensor, b: Operand) -> Outcome:
    """Let PyTorch compute an expression of A and B, which stay as they are."""
    names = {"A": a.clone(), "B": b.clone() if isinstance(b, Tensor) else b}
    try:
        return Outcome(code=code, value=evaluate(code, names))
    except RefusedError as error:
        return Outcome(code=code, refused=error)


def try_pair(operation: str, a: str, b: str) -> Outcome:
    """Do it with A of one dtype and B of another."""
    return run(plain(operation), *operands(operation, a, b))


def plain(operation: str, cast_a: str = "", cast_b: str = "") -> str:
    """Write an operation with something behind A and B."""
    return OPERATIONS[operation].code.format(A=f"A{cast_a}", B=f"B{cast_b}")
