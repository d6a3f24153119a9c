"""All cases of the clinic by name."""

from collections.abc import Mapping
from typing import Final

from core import source
from core.clinic.case import Case
from core.clinic.snippets import (
    attributes,
    dtypes,
    gradients,
    images,
    indices,
    losses,
    places,
    shapes,
    targets,
    writing,
)

_PARTS: Final = (shapes, images, dtypes, places, gradients, targets, indices, writing, attributes, losses)

CASES: Final[Mapping[str, Case]] = {name: case for part in _PARTS for name, case in part.CASES.items()}

source.keep(snippet for case in CASES.values() for snippet in (case.broken, *case.fixes))


def of_kind(kind: str | None) -> tuple[str, ...]:
    """Name the cases of a kind; where none is chosen all of them, the kinds mixed, so that none tells the answer."""
    if kind is not None:
        return tuple(name for name, case in CASES.items() if case.kind == kind)
    lists = [list(part.CASES) for part in _PARTS]
    longest = max(map(len, lists))
    return tuple(names[place] for place in range(longest) for names in lists if place < len(names))
