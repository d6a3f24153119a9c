"""The inner layer of a file: the pickle's instructions, read and followed on paper. Nothing is ever called."""

import pickletools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.checkpoints.limits import PICKLE_BYTES, check_limit
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
_CONSTANTS: Final[Mapping[str, Any]] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "EMPTY_TUPLE": ()}
_PLAIN: Final = ("BINUNICODE", "SHORT_BINSTRING", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT")
_OLD_NAMES: Final[Mapping[str, str]] = {"__builtin__": "builtins", "copy_reg": "copyreg"}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction of a pickle: its place in bytes, PyTorch's name for it, and what it would do, in words."""

    position: int
    opcode: str
    words: str


@dataclass(frozen=True, slots=True)
class Name:
    """Something of Python that the pickle asks for by name."""

    path: str


@dataclass(frozen=True, slots=True)
class Made:
    """What calling `maker` would give. It was not called."""

    maker: str


@dataclass(frozen=True, slots=True)
class Storage:
    """A run of numbers in the archive: its kind, the name of its file and how many it claims to hold."""

    kind: str
    key: str
    n_elements: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A tensor as the pickle describes it."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickled:
    """A pickle that was read: its instructions, the names it asks for, and what it describes."""

    instructions: tuple[Instruction, ...]
    names: tuple[str, ...]
    value: Any


def read_pickle(data: bytes) -> Pickled:
    """Follow a pickle's instructions on paper.

    Raises:
        CheckpointError: it is too long, damaged, or uses an instruction that weights_only does not know.
    """
    check_limit("bytes of the pickle", len(data), PICKLE_BYTES)
    machine, instructions = _Machine(), []
    try:
        for opcode, raw, position in pickletools.genops(data):
            argument = _path(str(raw)) if opcode.name == "GLOBAL" else raw
            instructions.append(Instruction(position or 0, opcode.name, _say(opcode.name, argument)))
            machine.follow(opcode.name, argument)
    except CheckpointError:
        raise
    except Exception as error:  # a damaged pickle breaks off anywhere
        raise CheckpointError("the file's pickle is damaged: its instructions make no sense") from error
    names = tuple(dict.fromkeys(machine.names))
    return Pickled(instructions=tuple(instructions), names=names, value=machine.result)


def _path(argument: str) -> str:
    """Write `module name` as `module.name`, with the module's name of today."""
    module, _, name = argument.partition(" ")
    return f"{_OLD_NAMES.get(module, module)}.{name}"


def _say(opcode: str, argument: Any) -> str:
    if opcode not in _WORDS:
        raise CheckpointError(f"the file's pickle uses the instruction {opcode}, which weights_only does not know")
    text = _WORDS[opcode].format(argument)
    return text if len(text) <= 120 else f"{text[:117]}..."


class _Machine:
    """A pickle machine that keeps notes where Python would act."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.marks: list[int] = []
        self.memo: dict[int, Any] = {}
        self.names: list[str] = []
        self.result: Any = None

    def follow(self, opcode: str, argument: Any) -> None:
        """Do one instruction."""
        if opcode in _PLAIN:
            self.stack.append(argument)
        elif opcode in _CONSTANTS:
            self.stack.append(_CONSTANTS[opcode])
        elif opcode in {"BINPUT", "LONG_BINPUT"}:
            self.memo[argument] = self.stack[-1]
        elif opcode in {"BINGET", "LONG_BINGET"}:
            self.stack.append(self.memo[argument])
        elif opcode == "GLOBAL":
            self.look_up(argument)
        elif opcode == "PROTO":
            if argument != 2:
                raise CheckpointError(f"the file's pickle has protocol {argument}; torch.save writes protocol 2")
        else:
            getattr(self, opcode.lower())()

    def look_up(self, path: str) -> None:
        self.names.append(path)
        self.stack.append(Name(path))

    def group(self) -> list[Any]:
        start = self.marks.pop()
        found = self.stack[start:]
        del self.stack[start:]
        return found

    def last(self, n: int) -> list[Any]:
        if len(self.stack) < n:
            raise CheckpointError("the file's pickle is damaged: it takes more than it has")
        found = self.stack[-n:]
        del self.stack[-n:]
        return found

    def mark(self) -> None:
        self.marks.append(len(self.stack))

    def tuple(self) -> None:
        self.stack.append((*self.group(),))

    def tuple1(self) -> None:
        self.stack.append((*self.last(1),))

    def tuple2(self) -> None:
        self.stack.append((*self.last(2),))

    def tuple3(self) -> None:
        self.stack.append((*self.last(3),))

    def empty_dict(self) -> None:
        self.stack.append({})

    def empty_list(self) -> None:
        self.stack.append([])

    def empty_set(self) -> None:
        self.stack.append(Made("builtins.set"))

    def setitem(self) -> None:
        self.put(self.last(2))

    def setitems(self) -> None:
        self.put(self.group())

    def put(self, pairs: list[Any]) -> None:
        target = self.stack[-1]
        if isinstance(target, Made):
            return
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            if not isinstance(key, str | int | float | None):
                raise CheckpointError("the file holds a dict whose keys are neither texts nor numbers")
            target[key] = value

    def append(self) -> None:
        self.extend(self.last(1))

    def appends(self) -> None:
        self.extend(self.group())

    def extend(self, values: list[Any]) -> None:
        if not isinstance(self.stack[-1], Made):
            self.stack[-1].extend(values)

    def binpersid(self) -> None:
        word, kind, key, _, n_elements = self.last(1)[0]
        if word != "storage" or not isinstance(kind, Name) or not isinstance(key, str):
            raise CheckpointError("the file's pickle points to something that is no run of numbers")
        self.stack.append(Storage(kind.path, key, _whole(n_elements)))

    def reduce(self) -> None:
        function, arguments = self.last(2)
        self.stack.append(_call(function, arguments))

    def newobj(self) -> None:
        function, _ = self.last(2)
        self.stack.append(Made(function.path))

    def build(self) -> None:
        self.last(1)

    def stop(self) -> None:
        (self.result,) = self.last(1)


def _call(function: Any, arguments: Any) -> Any:
    """Note what a call would give."""
    if function.path == "collections.OrderedDict" and arguments == ():
        return {}
    if function.path == "torch._utils._rebuild_tensor_v2":
        storage, offset, shape, stride = arguments[:4]
        if not isinstance(storage, Storage):
            raise CheckpointError("the file's pickle describes a tensor without numbers")
        return Claim(storage, _whole(offset), _wholes(shape), _wholes(stride))
    if function.path == "torch._utils._rebuild_parameter" and isinstance(arguments[0], Claim):
        return arguments[0]
    return Made(function.path)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise CheckpointError("the file's pickle describes a tensor with a size that is no whole number")
    return value


def _wholes(values: Any) -> tuple[int, ...]:
    return tuple(_whole(value) for value in values)
