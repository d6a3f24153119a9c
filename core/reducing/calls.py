"""A reduction called on a tensor, done by PyTorch or refused by it, and the code of it."""

from dataclasses import dataclass
from typing import Any, Final

from torch import Tensor

from core.errors import TensorError
from core.expressions import evaluate
from core.ranges import check_name
from core.reducing.registry import REDUCTIONS
from core.tensors.limits import REDUCED_ELEMENTS
from core.tensors.literals import literal_code
from core.tensors.products import operand
from core.tensors.refusals import RefusedError
from core.tensors.sizes import shape_text
from core.tensors.warned import heard

DEFAULT_NUMBERS: Final = "[[3, 1, 4], [1, 5, 9]]"
_CASTS: Final = ("", "float", "double", "long")
_DTYPES: Final = ("", "torch.float32")
_CORRECTIONS: Final = (0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How a reduction is called.

    Attributes:
        name: in `REDUCTIONS`.
        dim: along which it goes; None for all elements.
        keepdim: whether the dim stays, with size 1; only with a dim that would go.
        correction: of std and var.
        cast: a method before it, such as float.
        dtype: its argument, such as torch.float32.

    Raises:
        ConfigError: if the name is none of these.
    """

    name: str = "sum"
    dim: int | None = 0
    keepdim: bool = False
    correction: int = 1
    cast: str = ""
    dtype: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no such call."""
        check_name("the reduction", self.name, REDUCTIONS)
        check_name("the cast", self.cast, _CASTS)
        check_name("the dtype", self.dtype, _DTYPES)
        check_name("the correction", str(self.correction), [str(each) for each in _CORRECTIONS])

    @property
    def code(self) -> str:
        """The call as PyTorch has it."""
        told = REDUCTIONS[self.name]
        arguments = [] if self.dim is None else [f"dim={self.dim}"]
        if self.keepdim and told.shrinks and self.dim is not None:
            arguments.append("keepdim=True")
        if told.corrected and self.correction != 1:
            arguments.append(f"correction={self.correction}")
        if self.dtype:
            arguments.append(f"dtype={self.dtype}")
        cast = f".{self.cast}()" if self.cast else ""
        return f"x{cast}.{self.name}({', '.join(arguments)})"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reduced:
    """A reduction, done or refused.

    Attributes:
        call: how it was called.
        result: what came out; None if refused.
        indices: where along the dim the results stand, where PyTorch returns that as well.
        refused: why there is no result.
        warned: what PyTorch warned of; "" for nothing.
    """

    call: Call
    result: Tensor | None = None
    indices: Tensor | None = None
    refused: TensorError | None = None
    warned: str = ""


def numbers(text: str) -> Tensor:
    """Read the tensor that is reduced: a nested list, or a shape such as `3x4`, counted 1, 2, 3, ...

    Raises:
        TensorError: if it is neither, empty or too large.
    """
    return operand(text, "x", REDUCED_ELEMENTS)


def reduce(call: Call, x: Tensor) -> Reduced:
    """Let PyTorch do it; a refusal is part of what comes back."""
    try:
        value, warned = _evaluated(call, x)
    except RefusedError as error:
        return Reduced(call=call, refused=error)
    if isinstance(value, tuple):
        values, indices = value
        return Reduced(call=call, result=values, indices=indices)
    return Reduced(call=call, result=value, warned=warned)


def _evaluated(call: Call, x: Tensor) -> tuple[Any, str]:
    """Return what comes out, and the warning where N - correction is nothing to divide by."""
    names = {"x": x.clone()}
    if not REDUCTIONS[call.name].corrected:
        return evaluate(call.code, names), ""
    return heard(lambda: evaluate(call.code, names), "degrees of freedom")


def choose(plain: Reduced, tried: tuple[Reduced, ...], fix: str | None) -> Reduced:
    """Return what was asked for; where it is refused, the fix chosen by its code, if that is one."""
    if plain.refused is None:
        return plain
    return next((one for one in tried if one.call.code == fix), plain)


def reduce_script(x: Tensor, plain: Reduced, chosen: Reduced) -> str:
    """Write the code of what was done, with the refusal of the plain call where there is one."""
    lines = ["import torch", "", f"x = torch.tensor({literal_code(x.tolist())})"]
    if isinstance(plain.refused, RefusedError):
        lines.append(f"# {plain.call.code} raises {plain.refused.words}")
    if chosen.result is None:
        return "\n".join(lines)
    named = "y" if chosen.indices is None else "y, indices"
    lines.append(f"{named} = {chosen.call.code}  # {shape_text(x.shape)} -> {shape_text(chosen.result.shape)}")
    return "\n".join([*lines, f"print({named})"])
