"""A tensor made from settings: which ones there are, and the code that makes the same."""

from dataclasses import dataclass
from typing import Final

from torch import Tensor

from core.config import SEED
from core.errors import TensorError
from core.ranges import check_name
from core.tensors.creators import CREATORS
from core.tensors.facts import name_of
from core.tensors.limits import BOUND, DTYPES, EYE, STEPS
from core.tensors.refusals import attempt

COURSE_TENSOR: Final = "[[[1, 2, 3], [3, 6, 9], [2, 4, 5]]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every setting of a tensor that is made from nothing; each way reads only the ones it takes.

    Attributes:
        source: a name in `CREATORS`.
        literal: nested lists of numbers, for `tensor`.
        size: a shape as text, such as `3, 4`.
        dtype: a name in `DTYPES`; `inferred` leaves the choice to PyTorch.
        seed: of the generator that `rand` and `randn` draw from.
        fill_value, start, end, step, steps, n: as the function of that name calls them (dimensionless).
    """

    source: str = "tensor"
    literal: str = COURSE_TENSOR
    size: str = "3, 4"
    fill_value: float = 7.0
    start: float = 0.0
    end: float = 10.0
    step: float = 1.0
    steps: int = 5
    n: int = 4
    dtype: str = "inferred"
    seed: int = 42

    def __post_init__(self) -> None:
        """Refuse what lies outside the limits."""
        check_name("source", self.source, CREATORS)
        check_name("dtype", self.dtype, DTYPES)
        for name in ("fill_value", "start", "end", "step"):
            BOUND.check(name, getattr(self, name))
        for name, allowed in {"steps": STEPS, "n": EYE, "seed": SEED}.items():
            allowed.check_count(name, getattr(self, name))


def make(recipe: Recipe) -> Tensor:
    """Make the tensor.

    Raises:
        TensorError: if it would be too large, or the literal cannot be read.
        RefusedError: with PyTorch's own words, where it raises.
    """
    dtype = DTYPES[recipe.dtype]
    try:
        with attempt():
            return CREATORS[recipe.source].make(recipe, dtype=dtype)
    except MemoryError as error:
        raise TensorError("this tensor is too large for the server") from error


def script(recipe: Recipe, ndim: int) -> str:
    """Write the code that makes this tensor; its name follows the course's habit.

    Args:
        recipe: one that `make` accepts.
        ndim: of the tensor it makes.
    """
    creator, name = CREATORS[recipe.source], name_of(ndim)
    lines = ["import torch", ""]
    if creator.random:
        lines.append(f"generator = torch.Generator().manual_seed({recipe.seed})")
    dtype = "" if recipe.dtype == "inferred" else f", dtype=torch.{recipe.dtype}"
    lines.append(f"{name} = {creator.call(recipe)}{dtype})")
    lines.append(f"print({name}.shape, {name}.dtype, {name}.device)  # what shape, what dtype, where")
    return "\n".join(lines)
