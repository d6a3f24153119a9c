"""Which cells each result is made of, found out by changing one cell and looking where it shows."""

import math
from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

# A place along a dim is found among the cells that the largest, or the smallest, is found among.
_FOLLOWED: Final = {"argmax": "max", "argmin": "min"}
_DECIDED_BY_GRADIENT: Final = ("max", "min", "median")


def sources(name: str, shape: Sequence[int], dim: int | None) -> Tensor:
    """Find the cells that each result depends on, by asking the function itself.

    Every cell in turn becomes nan (for `all`: False among True); the results that change are made of it.

    Args:
        name: in `REDUCTIONS`.
        shape: of the tensor.
        dim: along which it is reduced; None for all elements.

    Returns:
        Truth values, (results, cells), both in index order.
    """
    still, poke = (1.0, 0.0) if name == "all" else (0.0, math.nan)
    x = torch.full(tuple(shape), still)
    before = _follow(name, x, dim)
    changed = []
    for cell in range(x.numel()):
        poked = x.clone()
        poked.view(-1)[cell] = poke
        changed.append((_follow(name, poked, dim) != before).reshape(-1))
    return torch.stack(changed, dim=1)


def _follow(name: str, x: Tensor, dim: int | None) -> Tensor:
    function = getattr(torch, _FOLLOWED.get(name, name))
    settings = {"correction": 0} if name in {"std", "var"} else {}  # of one number alone, they are 0 and not nan
    found: Tensor | tuple[Tensor, Tensor] = function(x, **settings) if dim is None else function(x, dim, **settings)
    return found if isinstance(found, Tensor) else found[0]


def deciders(name: str, x: Tensor, dim: int | None) -> Tensor:
    """Find the cells whose number, or place, is the result: of max by its gradient, of argmax by what it returns.

    Returns:
        Truth values of x's shape; none of them True for a function that takes all cells into account.
    """
    if name in _FOLLOWED:
        found: Tensor = getattr(torch, name)(x.long() if x.dtype == torch.bool else x, dim)
        if dim is None or x.ndim == 0:
            return (torch.arange(x.numel()) == found).reshape(x.shape)
        return torch.zeros(x.shape, dtype=torch.bool).scatter(dim, found.unsqueeze(dim), value=True)
    if name not in _DECIDED_BY_GRADIENT:
        return torch.zeros(x.shape, dtype=torch.bool)
    own = x.double().requires_grad_()
    (slope,) = torch.autograd.grad(_follow(name, own, dim).sum(), own)
    return slope.ne(0)
