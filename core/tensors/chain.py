"""A chain of operations as one compact text, and what PyTorch makes of it step by step."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.errors import TensorError
from core.ranges import check_name
from core.tensors.facts import shares_memory
from core.tensors.limits import CHAIN, CHAIN_ELEMENTS, CHAIN_LENGTH, check_length
from core.tensors.operations import OPERATIONS
from core.tensors.refusals import RefusedError
from core.tensors.sizes import parse_size
from core.tensors.steps import Step

COURSE_SIZE: Final = "3, 4"
COURSE_CHAIN: Final = "permute(1, 0)|reshape(2, 6)"
_STEP: Final = re.compile(r"\s*(?:x\.|torch\.)?([a-z]{1,20})\(([^()]*|[^()]*\([^()]*\)[^()]*)\)\s*", re.ASCII)
_NUMBER: Final = re.compile(r"(?:([a-z0-9_]{1,20})\s*=\s*)?([+-]?[0-9]{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Link:
    """One step of the chain, done or refused.

    Attributes:
        step: the operation and its arguments.
        before: the tensor it was given.
        after: the tensor that came out; None if PyTorch refused.
        shares: whether the two look at the same memory; None if PyTorch refused.
        refused: why there is no result.
    """

    step: Step
    before: Tensor
    after: Tensor | None = None
    shares: bool | None = None
    refused: TensorError | None = None


def parse_chain(text: str) -> tuple[Step, ...]:
    """Read `permute(1, 0)|reshape(2, 6)`; nothing at all is the empty chain.

    Raises:
        TensorError: in one sentence, for whatever is none.
        ConfigError: if an operation or an argument lies outside what is allowed.
    """
    check_length("the chain", text, CHAIN_LENGTH)
    parts = [part for part in text.split("|") if part.strip()]
    if len(parts) not in CHAIN:
        raise TensorError(f"the chain has {len(parts)} steps; this page takes up to {CHAIN.high}")
    return tuple(_parse_step(part) for part in parts)


def chain_text(steps: Sequence[Step]) -> str:
    """Write the chain as the link has it."""
    return "|".join(step.text for step in steps)


def _parse_step(text: str) -> Step:
    found = _STEP.fullmatch(text)
    if found is None:
        raise TensorError(
            f"{_short(text)} is not a step; write an operation and its arguments, such as reshape(2, 6), "
            "and | between two steps"
        )
    name, inside = found[1], found[2]
    check_name("the operation", name, OPERATIONS)
    arguments = [part.strip() for part in re.split(r"[,()\[\]]", inside) if part.strip()]
    tensors = [argument for argument in arguments if argument == "x"]
    if OPERATIONS[name].joins:
        numbers = tuple(_numbers(name, arguments[len(tensors) :]))
        return Step(name=name, arguments=numbers, copies=len(tensors) or 1)
    if tensors and "x." not in text and arguments[0] == "x":  # torch.flatten(x, 0) is x.flatten(0)
        arguments = arguments[1:]
    return Step(name=name, arguments=tuple(_numbers(name, arguments)))


def _numbers(name: str, arguments: Sequence[str]) -> Iterator[int]:
    names = OPERATIONS[name].names
    for i, argument in enumerate(arguments):
        found = _NUMBER.fullmatch(argument)
        expected = names[i] if names and i < len(names) else None
        if found is None or found[1] not in (None, expected):
            wanted = f"{', '.join(names)}, in this order" if names else "whole numbers"
            raise TensorError(f"{_short(argument)} does not fit here: {name} takes {wanted}")
        yield int(found[2])


def _short(text: str) -> str:
    return repr(text if len(text) <= 24 else text[:24] + "...")


def start_tensor(size: str) -> Tensor:
    """Make the tensor the chain starts from: every element is its own place in memory, counted from 0.

    Raises:
        TensorError: if the text is no shape, or the tensor too large to draw.
    """
    shape = parse_size(size, CHAIN_ELEMENTS)
    return torch.arange(torch.Size(shape).numel()).reshape(shape)


def run_chain(x: Tensor, steps: Sequence[Step]) -> tuple[Link, ...]:
    """Do the steps one after the other; the first that is refused is the last."""
    links: list[Link] = []
    for step in steps:
        try:
            after = step.apply(x)
        except TensorError as error:
            links.append(Link(step=step, before=x, refused=error))
            break
        links.append(Link(step=step, before=x, after=after, shares=shares_memory(x, after)))
        x = after
    return tuple(links)


def chain_script(size: str, links: Sequence[Link]) -> str:
    """Write the code of the chain; a refused step stands in it with what PyTorch raises."""
    shape = parse_size(size)
    lines = [
        "import torch",
        "",
        f"x = torch.arange({torch.Size(shape).numel()}).reshape({', '.join(map(str, shape))})",
    ]
    if not shape:
        lines[-1] = "x = torch.tensor(0)"
    for link in links:
        if link.after is not None:
            lines.append(f"x = {link.step.code}  # {list(link.after.shape)}, {'view' if link.shares else 'copy'}")
        elif isinstance(link.refused, RefusedError):
            lines.append(f"# {link.step.code} raises {link.refused.words}")
        else:
            lines.append(f"# {link.step.code} is left out: {link.refused}")
    lines.append("print(x.shape, x.stride(), x.is_contiguous())")
    return "\n".join(lines)
