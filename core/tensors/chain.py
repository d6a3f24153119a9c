"""A chain of operations, and what PyTorch makes of it step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.errors import TensorError
from core.tensors.facts import shares_memory
from core.tensors.limits import CHAIN_ELEMENTS
from core.tensors.refusals import RefusedError
from core.tensors.sizes import parse_size
from core.tensors.steps import Step

COURSE_SIZE: Final = "3, 4"
COURSE_CHAIN: Final = "permute(1, 0)|reshape(2, 6)"

EXAMPLES: Final = {
    "Rows to columns, and what reshape is not": (COURSE_SIZE, COURSE_CHAIN),
    "The course: a view of (1, 7), four stacked": ("7", "view(1, 7)|squeeze()|stack(x, x, x, x, dim=0)|unsqueeze(0)"),
    "An image to channels first": ("4, 5, 3", "permute(2, 0, 1)"),
    "A real image: 224 × 224 × 3": ("224, 224, 3", "permute(2, 0, 1)|unsqueeze(0)"),
    "A batch of one": ("3, 2, 4", "unsqueeze(0)|expand(2, -1, -1, -1)"),
    "Heads of attention, and back": ("4, 6", "reshape(4, 2, 3)|permute(1, 0, 2)|permute(1, 0, 2)|reshape(4, 6)"),
    "Patches of an image": ("4, 6", "reshape(2, 2, 3, 2)|permute(0, 2, 1, 3)|reshape(6, 4)"),
    "Train and test": ("6, 2", "split([4, 2], dim=0)[1]|roll(1, dims=0)"),
    "The number of the right class": ("4, 3", "gather(1, [[2], [0], [1], [1]])|squeeze(1)"),
    "Only those that pass": ("3, 5", "masked_select(x % 2 == 0)|unflatten(0, (4, 2))|T"),
    "A thousand elements into patches": ("32, 32", "reshape(4, 8, 4, 8)|permute(0, 2, 1, 3)|reshape(16, 64)"),
}
"""Chains worth seeing: a name, the shape of x, the steps."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Link:
    """One step of the chain, done or refused.

    Attributes:
        step: the operation and its arguments.
        before: the tensor it was given.
        parts: what came out, several tensors where the operation cuts; nothing if PyTorch refused.
        after: the tensor that the chain goes on with; None if PyTorch refused.
        shares: whether before and after look at the same memory; None if PyTorch refused.
        itself: whether after is before, the very same tensor.
        refused: why there is no result.
    """

    step: Step
    before: Tensor
    parts: tuple[Tensor, ...] = ()
    after: Tensor | None = None
    shares: bool | None = None
    itself: bool = False
    refused: TensorError | None = None


def start_tensor(size: str) -> Tensor:
    """Make the tensor the chain starts from: every element is its own place in memory, counted from 0.

    Raises:
        TensorError: if the text is no shape, or the tensor too large.
    """
    shape = parse_size(size, CHAIN_ELEMENTS)
    return torch.arange(torch.Size(shape).numel()).reshape(shape)


def run_chain(x: Tensor, steps: Sequence[Step]) -> tuple[Link, ...]:
    """Do the steps one after the other; the first that is refused is the last."""
    links: list[Link] = []
    for step in steps:
        parts: tuple[Tensor, ...] = ()
        try:
            parts = step.parts(x)
            after = step.chosen(parts)
        except TensorError as error:
            links.append(Link(step=step, before=x, parts=parts, refused=error))
            break
        shares = shares_memory(x, after)
        links.append(Link(step=step, before=x, parts=parts, after=after, shares=shares, itself=after is x))
        x = after
    return tuple(links)


def places_of(tensor: Tensor) -> Tensor:
    """Return, for every element, its place in the tensor's memory, in the tensor's own shape."""
    n = tensor.untyped_storage().nbytes() // tensor.element_size()
    return torch.arange(n).as_strided(tensor.shape, tensor.stride(), tensor.storage_offset())


def chain_script(size: str, links: Sequence[Link]) -> str:
    """Write the code of the chain; a refused step stands in it with what PyTorch raises."""
    shape = parse_size(size, CHAIN_ELEMENTS)
    lines = [
        "import torch",
        "",
        f"x = torch.arange({torch.Size(shape).numel()}).reshape({', '.join(map(str, shape))})",
    ]
    if not shape:
        lines[-1] = "x = torch.tensor(0)"
    for link in links:
        if link.after is not None:
            kind = "itself" if link.itself else "view" if link.shares else "copy"
            lines.append(f"x = {link.step.code}  # {list(link.after.shape)}, {kind}")
        elif isinstance(link.refused, RefusedError):
            lines.append(f"# {link.step.code} raises {link.refused.words}")
        else:
            lines.append(f"# {link.step.code} is left out: {link.refused}")
    lines.append("print(x.shape, x.stride(), x.is_contiguous())")
    return "\n".join(lines)
