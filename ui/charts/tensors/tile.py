"""One tensor in the picture, or one matrix for each slice of it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from torch import Tensor

from ui.charts.tensors.labels import labels
from ui.charts.tensors.shades import Floats, by_value

MOST_CELLS: Final = 3072


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """One tensor in the picture.

    Attributes:
        title, note, more: three lines above it; the first as code.
        values: its elements; None where there is nothing to draw.
        said: what each square says, where it is a slice of a larger tensor, whose squares are all written alike.
        shade: of each element in index order: -1 to 1 for values, 0 to 1 for places.
        element: of each, what it is, so that it is found again in other tiles; its own index if left out.
        solid: of each, 1, or less for one that is only repeated.
        index: the index in front of that of the element, for a slice of a larger tensor.
        offset: how many cells further right it begins.
    """

    title: str = ""
    note: str = ""
    more: str = ""
    values: Tensor | None = None
    said: Sequence[str] | None = None
    shade: Floats | None = None
    element: Sequence[int] | None = None
    solid: Floats | None = None
    index: tuple[int, ...] = ()
    offset: int = 0


def slices(tensor: Tensor, name: str, most: int = MOST_CELLS) -> list[Tile]:
    """Cut a tensor into its matrices (the last two dims), one tile each, as many as there is room for."""
    shade, _ = by_value(tensor)
    if tensor.ndim < 3:
        return [Tile(title=name, values=tensor, shade=shade)] if tensor.numel() else []
    size, said = tensor.shape[-2] * tensor.shape[-1], labels(tensor.reshape(-1).tolist())
    fronts = itertools.product(*map(range, tensor.shape[:-2])) if tensor.numel() else iter(())
    kept = itertools.islice(enumerate(fronts), min(max(most // max(size, 1), 1), 24))
    return [
        Tile(
            title=f"{name}[{', '.join(map(str, front))}]",
            values=tensor[front],
            said=said[i * size : (i + 1) * size],
            shade=shade[i * size : (i + 1) * size],
            element=range(i * size, (i + 1) * size),
            index=front,
        )
        for i, front in kept
    ]
