"""What a file holds, found out without running anything in it."""

import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import torch

from core.checkpoints.archive import Archive, Entry, open_archive
from core.checkpoints.limits import DEPTH, ELEMENTS, TENSORS, VALUES, check_limit
from core.checkpoints.pickled import Claim, Instruction, Pickled, Storage, read_pickle
from core.checkpoints.wording import quoted
from core.errors import CheckpointError

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
        value: what the pickle describes: plain values, with a `Claim` for each tensor.
    """

    size: int
    entries: tuple[Entry, ...]
    instructions: tuple[Instruction, ...]
    names: tuple[str, ...]
    forbidden: tuple[str, ...]
    tensors: tuple[TensorFact, ...]
    value: Any


def inspect(data: bytes) -> Contents:
    """Find out what a file holds, without running anything in it and without making a tensor.

    Raises:
        CheckpointError: it is empty, too large, damaged, or something else than a file of torch.save.
    """
    archive = open_archive(data)
    return _contents(archive, read_pickle(archive.files["data.pkl"]))


def checked_archive(data: bytes) -> Archive:
    """Return a file's archive once everything in it is known to be plain values and tensors of bounded size.

    Raises:
        CheckpointError: anything else.
    """
    archive = open_archive(data)
    pickled = read_pickle(archive.files["data.pkl"])
    contents = _contents(archive, pickled)
    if contents.forbidden:
        raise CheckpointError(_refusal(contents.forbidden, archive))
    check_limit("tensors in the file", len(contents.tensors), TENSORS)
    check_limit("numbers that the file's tensors claim to hold", sum(t.n_elements for t in contents.tensors), ELEMENTS)
    for path, claim in _claims(contents.value):
        _check_claim(quoted(" › ".join(map(str, path))), claim, archive)
    return archive


def _refusal(names: tuple[str, ...], archive: Archive) -> str:
    """Say why a pickle that asks for more than plain weights need is not opened."""
    refused = _refused_by_torch(archive)
    worst_first = sorted(names, key=lambda name: name not in refused)
    asked = ", ".join(quoted(name)[1:-1] for name in worst_first[:3])
    if any(name.startswith("torch.nn.modules.") for name in names):
        found = "the file holds a whole pickled model, and opening it would run the code it names"
    elif refused:
        found = f"opening the file would look up {asked} and could call it: that is code, not weights"
    else:
        return (
            "this page reads plain values and dense tensors of the ordinary real dtypes only (none that is sparse,"
            f" complex, quantized, float8 or meta, and no other object); the file asks for {asked}"
        )
    return (
        f"{found}; weights_only=True refuses it. Save the weights alone: torch.save(model.state_dict(), 'weights.pth')"
    )


def _refused_by_torch(archive: Archive) -> list[str]:
    """List the names that `torch.load(weights_only=True)` refuses to look up; torch too only reads the pickle here."""
    try:
        return list(torch.serialization.get_unsafe_globals_in_checkpoint(io.BytesIO(archive.rebuilt())))
    except Exception:  # a damaged pickle breaks off anywhere
        return []


def _contents(archive: Archive, pickled: Pickled) -> Contents:
    tensors = [
        TensorFact(path=path, shape=claim.shape, dtype=_dtype(claim.storage), entry=f"data/{claim.storage.key}")
        for path, claim in _claims(pickled.value)
    ]
    return Contents(
        size=archive.size,
        entries=archive.entries,
        instructions=pickled.instructions,
        names=pickled.names,
        forbidden=tuple(name for name in pickled.names if name not in HARMLESS),
        tensors=tuple(tensors),
        value=pickled.value,
    )


def _dtype(storage: Storage) -> str:
    known = STORAGES.get(storage.kind)
    return storage.kind.removeprefix("torch.") if known is None else str(known).removeprefix("torch.")


def _claims(value: Any) -> list[tuple[Path, Claim]]:
    """List the tensors of a structure with their places."""
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


def _check_claim(name: str, claim: Claim, archive: Archive) -> None:
    """Refuse a tensor whose numbers are not all in the archive."""
    entry = archive.files.get(f"data/{claim.storage.key}", b"")
    dtype = STORAGES.get(claim.storage.kind)
    if dtype is None or claim.storage.n_elements * dtype.itemsize != len(entry):
        raise CheckpointError(
            f"the file is damaged: {name} should have {claim.storage.n_elements:,} numbers of"
            f" {quoted(claim.storage.kind)[1:-1]}, but {len(entry):,} bytes are stored"
        )
    reach = sum((size - 1) * step for size, step in zip(claim.shape, claim.stride, strict=False))
    fits = claim.offset + reach < claim.storage.n_elements or 0 in claim.shape
    if len(claim.shape) != len(claim.stride) or not fits:
        raise CheckpointError(f"the file is damaged: {name} of shape {claim.shape} reaches beyond its stored numbers")
