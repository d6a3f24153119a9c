"""A tensor made from a recipe, and the code that makes the same."""

from torch import Tensor

from core.errors import TensorError
from core.tensors.creators import CREATORS, Recipe
from core.tensors.facts import name_of
from core.tensors.limits import DTYPES
from core.tensors.refusals import attempt

__all__ = ["Recipe", "make", "script"]


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


def script(recipe: Recipe, ndim: int, name: str = "") -> str:
    """Write the code that makes this tensor.

    Args:
        recipe: one that `make` accepts.
        ndim: of the tensor it makes.
        name: of the variable; left out, it follows the course's habit.
    """
    creator, name = CREATORS[recipe.source], name or name_of(ndim)
    lines = ["import torch", ""]
    if creator.random:
        lines.append(f"generator = torch.Generator().manual_seed({recipe.seed})")
    dtype = "" if recipe.dtype == "inferred" else f", dtype=torch.{recipe.dtype}"
    lines.append(f"{name} = {creator.call(recipe)}{dtype})")
    lines.append(f"print({name}.shape, {name}.dtype, {name}.device)  # what shape, what dtype, where")
    return "\n".join(lines)
