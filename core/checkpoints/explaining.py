"""Why a state_dict does not fit a network, in sentences."""

from collections.abc import Mapping
from typing import Final

from torch import Tensor, nn

from core.checkpoints.comparing import Mismatch, Shape, nearest
from core.checkpoints.wording import counted
from core.quoting import quoted

LISTED: Final = 6


def explain(mismatch: Mismatch) -> tuple[str, ...]:
    """Say in sentences what is missing, what is unexpected and what has another size; nothing where all fits."""
    pairs = nearest(mismatch)
    sentences = _prefix(mismatch)
    sentences += [_missing(name, shape, pairs, mismatch) for name, shape in mismatch.missing.items()]
    others = [name for name in mismatch.unexpected if name not in pairs.values()]
    sentences += [
        f"The file brings {quoted(name)} {_text(mismatch.unexpected[name])}, which the network does not have."
        for name in others
    ]
    sentences += [_wrong(name, *both) for name, both in mismatch.wrong_shape.items()]
    if len(sentences) > LISTED:
        return (*sentences[:LISTED], f"And {len(sentences) - LISTED} more of this kind.")
    return tuple(sentences)


def lenient(mismatch: Mismatch) -> str:
    """Say what `load_state_dict(..., strict=False)` would do."""
    if mismatch.wrong_shape:
        return (
            "strict=False would not help: it overlooks names, never sizes, so PyTorch raises the same error,"
            " after copying the tensors that do fit."
        )
    total = len(mismatch.matching) + len(mismatch.missing)
    if mismatch.fits:
        return "strict=False would change nothing: every name and every size fits."
    return (
        f"strict=False would raise no error: it copies {len(mismatch.matching)} of the network's {total} tensors and"
        f" leaves {len(mismatch.missing)} as random as they were, so the predictions would be wrong in silence."
        if mismatch.missing
        else f"strict=False would load all {total} tensors and drop what the network does not have."
    )


def attempt(model: nn.Module, weights: Mapping[str, Tensor], *, strict: bool = True) -> str:
    """Call `load_state_dict` and return PyTorch's own words, error or not; it may change the model."""
    try:
        return str(model.load_state_dict(weights, strict=strict))
    except RuntimeError as error:
        return f"{type(error).__name__}: {error}"


def _prefix(mismatch: Mismatch) -> list[str]:
    """Find the one beginning that all the file's names have in front of the network's (as DataParallel writes it)."""
    if mismatch.matching or not mismatch.missing:
        return []
    name, found = next(iter(mismatch.missing)), list(mismatch.unexpected)
    for other in found:
        prefix = other.removesuffix(name)
        if prefix not in {other, ""} and all(prefix + wanted in mismatch.unexpected for wanted in mismatch.missing):
            return [
                f"Every name in the file begins with {quoted(prefix)}: take it away and they are the network's names."
            ]
    return []


def _missing(name: str, shape: Shape, pairs: Mapping[str, str], mismatch: Mismatch) -> str:
    if name not in pairs:
        return f"The network waits for {quoted(name)} {_text(shape)}, and the file has nothing like it."
    other = pairs[name]
    if mismatch.unexpected[other] == shape:
        return (
            f"What the network calls {quoted(name)} seems to be {quoted(other)} in the file: the same shape"
            f" {_text(shape)}."
        )
    return (
        f"The network waits for {quoted(name)} {_text(shape)}; nearest in the file is {quoted(other)}"
        f" {_text(mismatch.unexpected[other])}, of another shape."
    )


def _wrong(name: str, found: Shape, wanted: Shape) -> str:
    sentence = f"{quoted(name)} is {_text(found)} in the file and {_text(wanted)} in the network"
    if len(found) != len(wanted):
        return f"{sentence}: not even the number of dimensions agrees."
    differences = []
    if found and found[0] != wanted[0]:
        differences.append(f"{counted(found[0], 'neuron')} against {wanted[0]}")
    if len(found) == 2 and found[1] != wanted[1]:
        differences.append(f"{counted(found[1], 'input')} against {wanted[1]}")
    return f"{sentence}: {' and '.join(differences) or 'the sizes differ'}."


def _text(shape: Shape) -> str:
    return str(shape)
