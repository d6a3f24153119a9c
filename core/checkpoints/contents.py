"""What a file holds, found out without running anything in it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import torch

from core.checkpoints.archive import Archive, Entry, open_archive
from core.checkpoints.described import Claim, Storage
from core.checkpoints.instructions import Instruction
from core.checkpoints.limits import DEPTH, VALUES, check_limit
from core.checkpoints.pickled import Pickled, read_pickle

STORAGES: Final[Mapping[str, torch.dtype]] = {
    "torch.FloatStorage": torch.float32,
    "torch.DoubleStorage": torch.float64,
    "torch.HalfStorage": torch.float16,
    "torch.BFloat16Storage": torch.bfloat16,
    "torch.LongStorage": torch.int64,
    "torch.IntStorage": torch.int32,
    "torch.ShortStorage": torch.int16,
    "torch.CharStorage": torch.int8,
    "torch.ByteStorage": torch.uint8,
    "torch.BoolStorage": torch.bool,
}
HARMLESS: Final = frozenset(
    {"collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter", *STORAGES}
)
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorFact:
    """One tensor as the file describes it.

    Attributes:
        path: where it stands: the keys and indices that lead to it.
        shape: its shape.
        dtype: its dtype in PyTorch's spelling, without "torch."; of an unknown kind of storage, that kind.
        entry: the file in the archive that holds its numbers.
    """

    path: Path
    shape: tuple[int, ...]
    dtype: str
    entry: str

    @property
    def name(self) -> str:
        """Its path as one text."""
        return " › ".join(str(part) for part in self.path)

    @property
    def n_elements(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file holds.

    Attributes:
        size: in bytes.
        entries: the files in the archive.
        instructions: of its pickle.
        names: what the pickle asks Python for.
        forbidden: those of the names that plain weights never need; a file that has any is not loaded.
        tensors: its tensors, in the file's order.
        unnamed: the tensors inside objects, whose names only running the file would give; without a path.
        value: what the pickle describes: plain values, with a `Claim` for each tensor.
    """

    size: int
    entries: tuple[Entry, ...]
    instructions: tuple[Instruction, ...]
    names: tuple[str, ...]
    forbidden: tuple[str, ...]
    tensors: tuple[TensorFact, ...]
    unnamed: tuple[TensorFact, ...]
    value: Any


def inspect(data: bytes) -> Contents:
    """Find out what a file holds, without running anything in it and without making a tensor.

    Raises:
        CheckpointError: it is empty, too large, damaged, or something else than a file of torch.save.
    """
    archive = open_archive(data)
    return contents_of(archive, read_pickle(archive.files["data.pkl"]))


def contents_of(archive: Archive, pickled: Pickled) -> Contents:
    """Gather what an archive and its pickle tell."""
    named = claims(pickled.value)
    seen = {claim for _, claim in named}
    return Contents(
        size=archive.size,
        entries=archive.entries,
        instructions=pickled.instructions,
        names=pickled.names,
        forbidden=tuple(name for name in pickled.names if name not in HARMLESS),
        tensors=tuple(_fact(path, claim) for path, claim in named),
        unnamed=tuple(_fact((), claim) for claim in dict.fromkeys(pickled.claims) if claim not in seen),
        value=pickled.value,
    )


def _fact(path: Path, claim: Claim) -> TensorFact:
    return TensorFact(path=path, shape=claim.shape, dtype=_dtype(claim.storage), entry=f"data/{claim.storage.key}")


def _dtype(storage: Storage) -> str:
    known = STORAGES.get(storage.kind)
    return storage.kind.removeprefix("torch.") if known is None else str(known).removeprefix("torch.")


def claims(value: Any) -> list[tuple[Path, Claim]]:
    """List the tensors of a structure with their places.

    Raises:
        CheckpointError: the structure is too large or too deep.
    """
    found = []
    for count, (path, leaf) in enumerate(_walk(value, ())):
        check_limit("values in the file", count, VALUES)
        if isinstance(leaf, Claim):
            found.append((path, leaf))
    return found


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield everything in a structure, containers included, so that a count of it bounds the time."""
    check_limit("levels of nesting in the file", len(path), DEPTH)
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))
