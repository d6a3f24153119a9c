"""The outer layer of a file: a zip archive, read without opening anything inside."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.checkpoints.limits import ENTRIES, FILE_BYTES, check_limit
from core.errors import CheckpointError
from core.quoting import quoted

_KINDS: Final[Mapping[bytes, str]] = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89HDF": "an HDF5 file, as Keras writes it",
    b"\x93NUMPY": "a NumPy array",
    b"\x80\x02\x8a\x0al\xfc\x9cF\xf9": "a file of PyTorch before 1.6: load it in your own PyTorch and save it again",
    b"\x80": "a bare Python pickle, not a file of torch.save",
}
_ROLES: Final[Mapping[str, str]] = {
    "data.pkl": "the pickle: names, shapes and plain values",
    "byteorder": "order of the bytes in a number",
    "version": "version of the archive",
    ".format_version": "version of the layout",
    ".storage_alignment": "where tensors may begin, in bytes",
    ".data/serialization_id": "fingerprint of this file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file in the archive; sizes and offset in bytes.

    Attributes:
        name: its path, without the folder that all share.
        size: how long it is when unpacked.
        compressed: how long it is in the archive; PyTorch does not compress, so the same.
        offset: where its header begins.
        role: what it is for.
    """

    name: str
    size: int
    compressed: int
    offset: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A zip archive as torch.save writes it, its checksums found right."""

    size: int
    entries: tuple[Entry, ...]
    files: Mapping[str, bytes]

    def rebuilt(self) -> bytes:
        """Write an archive of exactly what was read here, so that no other reader can see anything else in it."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.files.items():
                archive.writestr(f"archive/{name}", content)
        return out.getvalue()


def open_archive(data: bytes) -> Archive:
    """Read a file's outer layer.

    Raises:
        CheckpointError: it is empty, too large, damaged, or something else than a file of torch.save.
    """
    if not data:
        raise CheckpointError("the file is empty")
    check_limit("the file's size in bytes", len(data), FILE_BYTES)
    if not data.startswith(b"PK\x03\x04"):
        raise CheckpointError(f"torch.load cannot read this file: it is {_kind(data)}")
    try:
        return _read(data)
    except CheckpointError:
        raise
    except Exception as error:  # a damaged archive makes zipfile raise almost anything
        raise CheckpointError(
            "the file begins like one of torch.save but is damaged: it was probably cut off or changed on its way"
        ) from error


def _read(data: bytes) -> Archive:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        check_limit("files in the archive", len(infos), ENTRIES)
        folder = _folder([info.filename for info in infos])
        for info in infos:
            if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
                raise CheckpointError(
                    f"the archive's {quoted(info.filename)} is compressed ({info.compress_size:,} bytes would become"
                    f" {info.file_size:,}); torch.save never compresses"
                )
        check_limit("bytes in the archive", sum(info.file_size for info in infos), FILE_BYTES)
        files = {info.filename.removeprefix(folder): archive.read(info) for info in infos}
    if len(files) != len(infos):
        raise CheckpointError("the archive has two files of the same name")
    entries = [
        Entry(
            name=info.filename.removeprefix(folder),
            size=info.file_size,
            compressed=info.compress_size,
            offset=info.header_offset,
            role=_role(info.filename.removeprefix(folder)),
        )
        for info in infos
    ]
    return Archive(size=len(data), entries=tuple(entries), files=files)


def _folder(names: list[str]) -> str:
    """Find the folder that holds `data.pkl`."""
    found = [name.removesuffix("data.pkl") for name in names if name.endswith("/data.pkl") and name.count("/") == 1]
    if not found:
        raise CheckpointError("this is a zip archive, but torch.save did not write it: no data.pkl is inside")
    folder = found[0]
    if f"{folder}constants.pkl" in names:
        raise CheckpointError("this is a TorchScript archive, which holds a program: save its state_dict() instead")
    return folder


def _role(name: str) -> str:
    return _ROLES.get(name, "numbers of a tensor" if name.startswith("data/") else "")


def _kind(data: bytes) -> str:
    for start, kind in _KINDS.items():
        if data.startswith(start):
            return kind
    if data[8:9] == b"{":
        return "a safetensors file, which has a reader of its own"
    try:
        data[:4096].decode("utf-8", errors="strict" if len(data) <= 4096 else "ignore")
    except UnicodeDecodeError:
        return "of a kind that this page does not know"
    return "a text" if b"\x00" not in data[:4096] else "of a kind that this page does not know"
