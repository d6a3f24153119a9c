"""Two tensors in two places: what goes together, in PyTorch's own words, with GPUs simulated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor
from torch.nn import functional

from core.ranges import check_name
from core.tensors.refusals import RefusedError, explain
from core.tensors.simulated import simulated

PLACES: Final = ("cpu", "cuda:0", "cuda:1")
NUMBER: Final = "a number"
SCALAR: Final = "0-dim, cpu"
PARTNERS: Final = (*PLACES, NUMBER, SCALAR)
_MADE: Final = {NUMBER: "2.5", SCALAR: "torch.tensor(2.5)"}
_MATRIX, _CLASSES = "torch.rand(3, 3)", "torch.tensor([0, 2, 1])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Something done with A and B.

    Attributes:
        code: the expression, with {A} and {B} where the two stand.
        call: the same as a function.
        made: the code that makes A and B on the CPU.
        alone: whether B is a tensor with dims of its own, which no number can stand for.
    """

    code: str
    call: Callable[[Any, Any], Tensor]
    made: tuple[str, str] = (_MATRIX, _MATRIX)
    alone: bool = False


MEETINGS: Final[Mapping[str, Meeting]] = {
    "A + B": Meeting(code="{A} + {B}", call=lambda a, b: a + b),
    "A @ B": Meeting(code="{A} @ {B}", call=lambda a, b: a @ b, alone=True),
    "F.linear(A, B)": Meeting(code="F.linear({A}, {B})", call=functional.linear, alone=True),
    "torch.cat([A, B])": Meeting(code="torch.cat([{A}, {B}])", call=lambda a, b: torch.cat([a, b]), alone=True),
    "F.cross_entropy(A, B)": Meeting(
        code="F.cross_entropy({A}, {B})", call=functional.cross_entropy, alone=True,
        made=(_MATRIX, _CLASSES),
    ),
    "A.add_(B)": Meeting(code="{A}.add_({B})", call=lambda a, b: a.add_(b)),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What came of it.

    Attributes:
        code: that was run.
        device: of what came out; nothing where it was refused.
        refused: with PyTorch's own words.
    """

    code: str
    device: str = ""
    refused: RefusedError | None = None


def partners(meeting: str) -> tuple[str, ...]:
    """Name where B may be, or what may stand for it."""
    return PLACES if MEETINGS[meeting].alone else PARTNERS


def meet(meeting: str, a: str, b: str, to_a: str = "", to_b: str = "") -> Met:
    """Let A and B meet.

    Args:
        meeting: a name in `MEETINGS`.
        a: where A is, of `PLACES`.
        b: where B is, of `partners`.
        to_a: where A is brought first: "B.device" or "cpu"; nothing to leave it.
        to_b: where B is brought first: "A.device" or "cpu".

    Raises:
        ConfigError: for a name that is none of these.
    """
    check_name("the operation", meeting, MEETINGS)
    check_name("the place of A", a, PLACES)
    check_name("the place of B", b, partners(meeting))
    code = MEETINGS[meeting].code.format(A=f"A{_moved(to_a)}", B=f"B{_moved(to_b)}")
    try:
        with simulated():
            x, y = (_placed(made, place) for made, place in zip(_makers(meeting, b), (a, b), strict=True))
            there = x.to(_target(to_a, y)) if to_a else x
            y = y.to(_target(to_b, x)) if to_b else y
            return Met(code=code, device=str(MEETINGS[meeting].call(there, y).device))
    except RuntimeError as error:
        return Met(code=code, refused=explain(error))


def _moved(to: str) -> str:
    return f".to({to})" if to.endswith(".device") else f".{to}()" if to else ""


def _target(to: str, other: Tensor) -> torch.device:
    return other.device if to.endswith(".device") else torch.device(to)


def _makers(meeting: str, b: str) -> tuple[Any, Any]:
    of_a, of_b = MEETINGS[meeting].made
    tensors = {_MATRIX: torch.ones(3, 3), _CLASSES: torch.zeros(3, dtype=torch.int64)}
    others = {NUMBER: 2.5, SCALAR: torch.ones(())}
    return tensors[of_a], others.get(b, tensors[of_b])


def _placed(value: Any, place: str) -> Any:
    return value.to(place) if isinstance(value, Tensor) and place in PLACES else value


def ways_out(meeting: str, a: str, b: str) -> tuple[Met, ...]:
    """Return what works in place of a refused meeting: each was tried."""
    if meet(meeting, a, b).refused is None:
        return ()
    moves = (("", "A.device"), ("B.device", ""), ("cpu", "cpu"))
    # In place, another A would be changed than the one that is meant.
    tried = (meet(meeting, a, b, *to) for to in moves if not (to[0] and meeting == "A.add_(B)"))
    return tuple(met for met in tried if met.refused is None)


def meeting_script(meeting: str, a: str, b: str) -> str:
    """Write the code of a meeting, which needs no GPU, with what it raises and the ways out."""
    plain, ways = meet(meeting, a, b), ways_out(meeting, a, b)
    of_a, of_b = MEETINGS[meeting].made
    lines = ["import torch"] + (["from torch.nn import functional as F"] if "F." in meeting else [])
    lines += ["from torch._subclasses.fake_tensor import FakeTensorMode", ""]
    lines += ["# No GPU is needed: these tensors have a shape, a dtype and a device, and no numbers."]
    lines += ["with torch.no_grad(), FakeTensorMode():"]
    lines += [f"    A = {of_a}" + (f'.to("{a}")' if a != "cpu" else "")]
    made = _MADE.get(b, of_b)
    lines += [f"    B = {made}" + (f'.to("{b}")' if b in PLACES[1:] else "")]
    if plain.refused is not None:
        lines += [f"    # {plain.code} raises {plain.refused.words}"]
    lines += [f"    print(({met.code}).device)  # {met.device}" for met in (ways or (plain,))]
    return "\n".join(lines)
