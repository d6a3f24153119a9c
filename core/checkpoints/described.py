"""What a pickle describes without plain values: things it asks for by name, and tensors not yet made."""

from dataclasses import dataclass
from typing import Any

from core.errors import CheckpointError


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


def called(function: Any, arguments: Any) -> Any:
    """Note what a call would give.

    Raises:
        CheckpointError: it would give a tensor that cannot be.
    """
    if function.path == "collections.OrderedDict" and arguments == ():
        return {}
    if function.path == "torch._utils._rebuild_tensor_v2":
        storage, offset, shape, stride = arguments[:4]
        if not isinstance(storage, Storage):
            raise CheckpointError("the file's pickle describes a tensor without numbers")
        return Claim(storage, whole(offset), _wholes(shape), _wholes(stride))
    if function.path == "torch._utils._rebuild_parameter" and isinstance(arguments[0], Claim):
        return arguments[0]
    return Made(function.path)


def whole(value: Any) -> int:
    """Return a size as it is, if it is one.

    Raises:
        CheckpointError: it is no whole number, or negative.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise CheckpointError("the file's pickle describes a tensor with a size that is no whole number")
    return value


def _wholes(values: Any) -> tuple[int, ...]:
    return tuple(whole(value) for value in values)
