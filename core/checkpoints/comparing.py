"""How a state_dict differs from the one that a network waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

Shape = tuple[int, ...]
NEAR: Final = 0.5
SAME_SHAPE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """What stands between a network and a file.

    Attributes:
        missing: names that the network has and the file lacks, with their shape.
        unexpected: names that the file has and the network lacks, with their shape.
        wrong_shape: names that both have: shape in the file, shape in the network.
        matching: names that both have in one shape.
    """

    missing: Mapping[str, Shape]
    unexpected: Mapping[str, Shape]
    wrong_shape: Mapping[str, tuple[Shape, Shape]]
    matching: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether `load_state_dict` accepts the file."""
        return not (self.missing or self.unexpected or self.wrong_shape)


def compare(wanted: Mapping[str, Shape], found: Mapping[str, Shape]) -> Mismatch:
    """Compare a network's names and shapes (`wanted`) with a file's (`found`)."""
    both = [name for name in wanted if name in found]
    return Mismatch(
        missing={name: shape for name, shape in wanted.items() if name not in found},
        unexpected={name: shape for name, shape in found.items() if name not in wanted},
        wrong_shape={name: (found[name], wanted[name]) for name in both if found[name] != wanted[name]},
        matching=tuple(name for name in both if found[name] == wanted[name]),
    )


def nearest(mismatch: Mismatch) -> dict[str, str]:
    """Pair each missing name with the unexpected one that resembles it most; an equal shape counts as much as a name.

    Returns:
        The network's name to the file's name; each is used once.
    """
    scores = sorted(
        (
            (-_resemblance(wanted, found) - SAME_SHAPE * (shape == other), i, j, wanted, found)
            for i, (wanted, shape) in enumerate(list(mismatch.missing.items())[:100])
            for j, (found, other) in enumerate(list(mismatch.unexpected.items())[:100])
        ),
    )
    pairs: dict[str, str] = {}
    for score, _, _, wanted, found in scores:
        if -score >= NEAR and wanted not in pairs and found not in pairs.values():
            pairs[wanted] = found
    return {name: pairs[name] for name in mismatch.missing if name in pairs}


def _resemblance(first: str, second: str) -> float:
    return SequenceMatcher(None, first[:100], second[:100]).ratio()
