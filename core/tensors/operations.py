"""The operations that rearrange a tensor, one entry each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from torch import Tensor

from core.tensors import candidates
from core.tensors.candidates import Arguments


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation, as the registry holds it.

    Attributes:
        candidates: arguments worth trying on a tensor; PyTorch then decides.
        idea: one sentence on what it does.
        joins: whether it takes a list of tensors (here: copies of one) instead of one tensor.
        cuts: whether it gives several tensors.
        numbered: whether a list among its arguments is a tensor of numbers.
        read: whether it is read off, without brackets.
    """

    candidates: Callable[[Tensor], Iterator[Arguments]]
    idea: str
    joins: bool = False
    cuts: bool = False
    numbered: bool = False
    read: bool = False


OPERATIONS: Final[Mapping[str, Operation]] = {
    "reshape": Operation(
        candidates=candidates.sizes,
        idea="Another shape for the same elements in the same order: a view where memory allows it, else a copy.",
    ),
    "view": Operation(
        candidates=candidates.sizes, idea="Another shape for the same memory, or an error; it never copies."
    ),
    "flatten": Operation(candidates=candidates.spans, idea="Runs several dims together into one."),
    "unflatten": Operation(candidates=candidates.factors, idea="Takes one dim apart into several; flatten undoes it."),
    "permute": Operation(
        candidates=candidates.orders,
        idea="Puts the dims into another order; the memory stays, only the strides change places.",
    ),
    "transpose": Operation(candidates=candidates.pairs, idea="Swaps two dims."),
    "T": Operation(candidates=candidates.nothing, idea="Swaps the two dims of a matrix; a view.", read=True),
    "movedim": Operation(
        candidates=candidates.moves, idea="Moves one dim to another place; the others keep their order."
    ),
    "squeeze": Operation(
        candidates=candidates.ones, idea="Takes out dims of size 1: all of them, or the one you name."
    ),
    "unsqueeze": Operation(
        candidates=candidates.new_dims, idea="Puts in a dim of size 1, such as the batch dim that a model expects."
    ),
    "stack": Operation(
        candidates=candidates.new_dims, joins=True, idea="Lays equal tensors along a new dim; always a copy."
    ),
    "cat": Operation(
        candidates=candidates.own_dims, joins=True, idea="Joins tensors along a dim they already have; always a copy."
    ),
    "split": Operation(
        candidates=candidates.cuts,
        cuts=True,
        idea="Cuts a dim into pieces of a size, or of sizes in a list: views.",
    ),
    "chunk": Operation(
        candidates=candidates.chunks, cuts=True, idea="Cuts a dim into so many pieces, or fewer: views."
    ),
    "unbind": Operation(
        candidates=candidates.own_dims, cuts=True, idea="Takes a dim away: one view for each place along it."
    ),
    "expand": Operation(
        candidates=candidates.wider,
        idea="Shows a dim of size 1 many times with stride 0: one number in memory, seen in many places.",
    ),
    "repeat": Operation(candidates=candidates.times, idea="Writes the tensor out several times; always a copy."),
    "flip": Operation(candidates=candidates.flips, idea="Reverses dims; there are no negative strides, so it copies."),
    "roll": Operation(
        candidates=candidates.shifts, idea="Shifts along a dim; what falls off one end comes in at the other."
    ),
    "index_select": Operation(
        candidates=candidates.picks, numbered=True, idea="Takes these places of a dim, in this order; always a copy."
    ),
    "gather": Operation(
        candidates=candidates.gathers,
        numbered=True,
        idea="Takes along a dim the place that an index names, row by row: how a loss finds its targets.",
    ),
    "masked_select": Operation(
        candidates=candidates.conditions,
        numbered=True,
        idea="Takes the elements for which the condition holds, as a vector.",
    ),
    "contiguous": Operation(
        candidates=candidates.nothing,
        idea="Copies elements into the order of their indices, if they lie in another.",
    ),
}
