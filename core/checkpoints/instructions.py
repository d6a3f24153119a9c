"""The instructions of a pickle that torch.save uses, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.errors import CheckpointError

_WORDS: Final[Mapping[str, str]] = {
    "PROTO": "pickle, protocol {}",
    "GLOBAL": "look up {}",
    "REDUCE": "call what was looked up with these arguments",
    "NEWOBJ": "make an object of that class",
    "BUILD": "give the object its state",
    "BINPERSID": "point to the numbers in the archive",
    "MARK": "begin a group",
    "TUPLE": "close the group: a tuple",
    "TUPLE1": "a tuple of the last one",
    "TUPLE2": "a tuple of the last two",
    "TUPLE3": "a tuple of the last three",
    "EMPTY_TUPLE": "an empty tuple",
    "EMPTY_DICT": "an empty dict",
    "EMPTY_LIST": "an empty list",
    "EMPTY_SET": "an empty set",
    "SETITEM": "put the pair into the dict",
    "SETITEMS": "close the group: put its pairs into the dict",
    "APPEND": "put it at the list's end",
    "APPENDS": "close the group: put it at the list's end",
    "BINPUT": "remember this as no. {}",
    "LONG_BINPUT": "remember this as no. {}",
    "BINGET": "recall no. {}",
    "LONG_BINGET": "recall no. {}",
    "BINUNICODE": "the text {!r}",
    "SHORT_BINSTRING": "the text {!r}",
    "BININT": "the number {}",
    "BININT1": "the number {}",
    "BININT2": "the number {}",
    "LONG1": "the number {}",
    "BINFLOAT": "the number {!r}",
    "NONE": "None",
    "NEWTRUE": "True",
    "NEWFALSE": "False",
    "STOP": "done: hand over the result",
}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction of a pickle: its place in bytes, PyTorch's name for it, and what it would do, in words."""

    position: int
    opcode: str
    words: str


def in_words(opcode: str, argument: Any) -> str:
    """Say what an instruction would do.

    Raises:
        CheckpointError: it is one that weights_only does not know.
    """
    if opcode not in _WORDS:
        raise CheckpointError(f"the file's pickle uses the instruction {opcode}, which weights_only does not know")
    text = _WORDS[opcode].format(argument)
    return text if len(text) <= 120 else f"{text[:117]}..."
