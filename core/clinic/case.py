"""What a case of the clinic is: a broken snippet, what it is given, what could mend it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Snippet = Callable[..., Any]

# Where a case belongs; most courses meet the kinds in this order.
KINDS: Final = ("shape", "dtype", "device", "gradient", "loss", "index and in place", "attribute")

# What, what, where: the three questions that find most errors, and what is none of them.
ANSWERS: Final[Mapping[str, str]] = {
    "shape": "What shape?",
    "dtype": "What dtype?",
    "device": "Where?",
    "another kind": "Another kind",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The place that does not fit.

    Attributes:
        operand: its name.
        aspect: "shape", "dtype", "device", or "value" for its numbers.
        says: what is the matter there, in a few words.
        dim: of a shape, the dim that does not fit; None where it is all of it.
        at: of numbers, the places of those that do not fit, in index order; empty where it is all of them.
    """

    operand: str
    aspect: str
    says: str
    dim: int | None = None
    at: tuple[int, ...] = ()


Marks = tuple[Mark, ...]


def unmarked(**_: Any) -> Marks:
    """Mark nothing."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A broken snippet.

    Attributes:
        kind: one of `KINDS`.
        answer: one of `ANSWERS`, as far as it is not found out by trying.
        broken: the snippet; the first line of its docstring says where it is met.
        fixes: other forms of it, what is mostly meant first; each docstring says what it does.
        operands: parameter name to the expression that it is given.
        marks: takes the operands and tells which shape, which number does not fit.
        meant: gives what is right for any operands, and raises where that cannot be known; where there is none, the
            first fix gives what is right for the case's own operands, and of others nothing is known.
        places: which operands lie on another device, and on which.
        silent: whether nothing is raised and the result is wrong all the same.
    """

    kind: str
    answer: str
    broken: Snippet
    fixes: tuple[Snippet, ...]
    operands: Mapping[str, str]
    marks: Callable[..., Marks] = unmarked
    meant: Snippet | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False

    @property
    def simulated(self) -> bool:
        """Tell whether a GPU takes part, which is not there: tensors without numbers stand for those on it."""
        return any(place.startswith("cuda") for place in self.places.values())
