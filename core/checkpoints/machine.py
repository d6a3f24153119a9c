"""A pickle machine that only keeps notes: what Python would look up, call and make."""

from collections.abc import Mapping
from typing import Any, Final

from core.checkpoints.described import Claim, Made, Name, Storage, called, whole
from core.errors import CheckpointError

_CONSTANTS: Final[Mapping[str, Any]] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "EMPTY_TUPLE": ()}
_PLAIN: Final = ("BINUNICODE", "SHORT_BINSTRING", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT")


class Machine:
    """A pickle machine that keeps notes where Python would act.

    Attributes:
        names: what the pickle asked for, in its order.
        claims: the tensors that it described, whatever became of them; as parameters once more.
        result: what it describes, once it has stopped.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._stack: list[Any] = []
        self._marks: list[int] = []
        self._memo: dict[int, Any] = {}
        self.names: list[str] = []
        self.claims: list[Claim] = []
        self.result: Any = None

    def follow(self, opcode: str, argument: Any) -> None:
        """Do one instruction.

        Raises:
            CheckpointError: it cannot be of a file that torch.save wrote.
        """
        if opcode in _PLAIN:
            self._stack.append(argument)
        elif opcode in _CONSTANTS:
            self._stack.append(_CONSTANTS[opcode])
        elif opcode in {"BINPUT", "LONG_BINPUT"}:
            self._memo[argument] = self._stack[-1]
        elif opcode in {"BINGET", "LONG_BINGET"}:
            self._stack.append(self._memo[argument])
        elif opcode == "GLOBAL":
            self._look_up(argument)
        elif opcode == "PROTO":
            if argument != 2:
                raise CheckpointError(f"the file's pickle has protocol {argument}; torch.save writes protocol 2")
        else:
            getattr(self, f"_{opcode.lower()}")()

    def _look_up(self, path: str) -> None:
        self.names.append(path)
        self._stack.append(Name(path))

    def _group(self) -> list[Any]:
        start = self._marks.pop()
        found = self._stack[start:]
        del self._stack[start:]
        return found

    def _last(self, n: int) -> list[Any]:
        if len(self._stack) < n:
            raise CheckpointError("the file's pickle is damaged: it takes more than it has")
        found = self._stack[-n:]
        del self._stack[-n:]
        return found

    def _mark(self) -> None:
        self._marks.append(len(self._stack))

    def _tuple(self) -> None:
        self._stack.append((*self._group(),))

    def _tuple1(self) -> None:
        self._stack.append((*self._last(1),))

    def _tuple2(self) -> None:
        self._stack.append((*self._last(2),))

    def _tuple3(self) -> None:
        self._stack.append((*self._last(3),))

    def _empty_dict(self) -> None:
        self._stack.append({})

    def _empty_list(self) -> None:
        self._stack.append([])

    def _empty_set(self) -> None:
        self._stack.append(Made("builtins.set"))

    def _setitem(self) -> None:
        self._put(self._last(2))

    def _setitems(self) -> None:
        self._put(self._group())

    def _put(self, pairs: list[Any]) -> None:
        target = self._stack[-1]
        if isinstance(target, Made):
            return
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            if not isinstance(key, str | int | float | None):
                raise CheckpointError("the file holds a dict whose keys are neither texts nor numbers")
            target[key] = value

    def _append(self) -> None:
        self._extend(self._last(1))

    def _appends(self) -> None:
        self._extend(self._group())

    def _extend(self, values: list[Any]) -> None:
        if not isinstance(self._stack[-1], Made):
            self._stack[-1].extend(values)

    def _binpersid(self) -> None:
        word, kind, key, _, n_elements = self._last(1)[0]
        if word != "storage" or not isinstance(kind, Name) or not isinstance(key, str):
            raise CheckpointError("the file's pickle points to something that is no run of numbers")
        self._stack.append(Storage(kind.path, key, whole(n_elements)))

    def _reduce(self) -> None:
        function, arguments = self._last(2)
        made = called(function, arguments)
        if isinstance(made, Claim):
            self.claims.append(made)
        self._stack.append(made)

    def _newobj(self) -> None:
        function, _ = self._last(2)
        self._stack.append(Made(function.path))

    def _build(self) -> None:
        self._last(1)

    def _stop(self) -> None:
        (self.result,) = self._last(1)
