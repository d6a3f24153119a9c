"""What a tensor is called: the habit of the course, the learner's own name, and a shape said in words."""

import builtins
import keyword
import re
from collections.abc import Sequence
from typing import Final

from core.errors import TensorError
from core.quoting import quoted
from core.ranges import Range
from core.tensors.limits import check_length
from core.tensors.sizes import shape_text

NAME_LENGTH: Final = Range(0, 24)

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_TAKEN: Final = frozenset({"torch", "generator"})  # what the code shown uses itself


def check_variable(name: str) -> str:
    """Return a name that Python takes for a variable, without the blanks around it.

    Raises:
        TensorError: if it is none, or would hide a word that the code needs.
    """
    bare = name.strip()
    check_length("the name", name, NAME_LENGTH)
    if not _NAME.fullmatch(bare):
        raise TensorError(
            f"{quoted(bare)} is no name; begin with a letter and go on with letters, digits and underscores"
        )
    if keyword.iskeyword(bare):
        raise TensorError(f"{quoted(bare)} is a word of Python's own, so nothing can be called that")
    if _is_taken(bare):
        raise TensorError(f"{quoted(bare)} is taken: a tensor of that name would hide what the code needs")
    return bare


def by_habit(name: str, ndim: int) -> str:
    """Write a name as the course does: lower case up to one dim, upper case from two on.

    One that would be taken, as that of Lambda, gets an underscore behind it, which is Python's own habit.
    """
    usual = name.lower() if ndim < 2 else name.upper()
    return f"{usual}_" if _is_taken(usual) else usual


def _is_taken(name: str) -> bool:
    return keyword.iskeyword(name) or name in _TAKEN or hasattr(builtins, name)


def shape_words(shape: Sequence[int]) -> str:
    """Say a shape in words, as the course says [1, 3, 3]: that means there is 1 dimension of 3 by 3."""
    if not shape:
        return "No bracket, no dim: a single number."
    *outer, last = shape
    if not outer:
        return f"{shape_text(shape)}: that means there is 1 dimension of {last}."
    if len(outer) == 1:
        return f"{shape_text(shape)}: that means {_counted(outer[0], 'row')} of {_counted(last, 'number')}."
    dims = "there is 1 dimension" if outer[0] == 1 else f"there are {outer[0]} along the first dimension, each"
    return f"{shape_text(shape)}: that means {dims} of {' by '.join(map(str, shape[1:]))}."


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
