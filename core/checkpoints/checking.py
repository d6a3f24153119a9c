"""Whether a file may be loaded: only plain values and tensors, of bounded size, whose numbers are all there."""

import io

import torch

from core.checkpoints.archive import Archive, open_archive
from core.checkpoints.contents import STORAGES, claims, contents_of
from core.checkpoints.described import Claim
from core.checkpoints.limits import ELEMENTS, TENSORS, check_limit
from core.checkpoints.pickled import read_pickle
from core.errors import CheckpointError
from core.quoting import quoted


def checked_archive(data: bytes) -> Archive:
    """Return a file's archive once everything in it is known to be plain values and tensors of bounded size.

    Raises:
        CheckpointError: anything else.
    """
    archive = open_archive(data)
    contents = contents_of(archive, read_pickle(archive.files["data.pkl"]))
    if contents.forbidden:
        raise CheckpointError(_refusal(contents.forbidden, archive))
    check_limit("tensors in the file", len(contents.tensors), TENSORS)
    check_limit("numbers that the file's tensors claim to hold", sum(t.n_elements for t in contents.tensors), ELEMENTS)
    for path, claim in claims(contents.value):
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
