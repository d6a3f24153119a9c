"""From tensors to squares: where each element stands, what it says, how dark it is."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from torch import Tensor

STRIP: Final = 25
MOST_CELLS: Final = 3072
_GAP: Final = 0.5  # between slices, in cells
_REPEATED: Final = 0.45
_APART: Final = 0.35  # a memory strip from its tensor, in cells
_TALL: Final = 0.4  # height of a memory strip, in cells

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """One tensor in the picture.

    Attributes:
        title, note, more: three lines above it; the first as code.
        values: its elements; None where there is nothing to draw.
        shade: of each element in index order: -1 to 1 for values, 0 to 1 for places.
        element: of each, what it is, so that it is found again in other tiles; its own index if left out.
        solid: of each, 1, or less for one that is only repeated.
        strip: what lies in memory, in its order, and the shade of that.
        index: the index in front of that of the element, for a slice of a larger tensor.
        offset: how many cells further right it begins.
    """

    title: str = ""
    note: str = ""
    more: str = ""
    values: Tensor | None = None
    shade: Floats | None = None
    element: Sequence[int] | None = None
    solid: Floats | None = None
    strip: tuple[Sequence[int], Floats] | None = None
    index: tuple[int, ...] = ()
    offset: int = 0


def by_value(tensor: Tensor, limit: float | None = None) -> tuple[Floats, float]:
    """Shade elements by value: 0 for zero, 1 or -1 at the limit.

    Args:
        tensor: of any shape.
        limit: where the colour saturates; the largest finite size if left out.

    Returns:
        The shades in index order, and the limit.
    """
    values = tensor.detach().to(torch.float64).reshape(-1).numpy()
    finite = np.abs(values[np.isfinite(values)])
    limit = limit or float(finite.max(initial=0.0)) or 1.0
    return np.clip(np.nan_to_num(values / limit, nan=0.0, posinf=1.0, neginf=-1.0), -1, 1), limit


def by_place(tensor: Tensor, numel: int) -> Floats:
    """Shade elements that are their own place, 0 to numel - 1, from pale to dark."""
    places: Floats = tensor.reshape(-1).numpy() / max(numel - 1, 1)
    return places


def solidity(tensor: Tensor, shape: Sequence[int]) -> Floats:
    """Tell, for every element of a tensor broadcast to a shape, the stored (1) from the repeated ones (less)."""
    aligned = (1,) * (len(shape) - tensor.ndim) + tuple(tensor.shape)
    repeated = np.zeros(tuple(shape), dtype=bool)
    for dim, (have, want) in enumerate(zip(aligned, shape, strict=True)):
        if have < want:
            repeated |= np.arange(want).reshape([-1, *[1] * (len(shape) - dim - 1)]) > 0
    return np.where(repeated, _REPEATED, 1.0).reshape(-1)


def memory_strip(memory: Tensor, numel: int) -> tuple[list[int], Floats]:
    """Prepare what lies in memory for `Tile.strip`."""
    return memory.tolist(), by_place(memory, numel)


def labels(values: Sequence[float | bool]) -> list[str]:
    """Write values to fit into squares: floats with a point, as PyTorch prints them, and equally many decimals.

    As few decimals as say it all, else about four digits; what these would turn into 0 stands as a power of ten.
    """
    reals = [value for value in values if isinstance(value, float) and math.isfinite(value)]
    largest = max(map(abs, reals), default=0.0)
    whole = all(real.is_integer() for real in reals)
    style = _powers(reals) if largest >= (1e7 if whole else 1e5) or 0 < largest < 1e-3 else _points(reals, largest)
    return [_label(value, style) if isinstance(value, float) else str(value) for value in values]


def _powers(reals: Sequence[float]) -> str:
    """Return the format in powers of ten with the fewest digits that say it all, or with four."""
    exact = (n for n in range(3) if all(math.isclose(float(f"{real:.{n}e}"), real, rel_tol=1e-6) for real in reals))
    return f".{next(exact, 3)}e"


def _points(reals: Sequence[float], largest: float) -> str:
    """Return the format with the fewest decimals that say it all, or with four digits of the largest."""
    most = max(1, 4 - len(str(int(largest))) + (largest < 1))
    exact = (n for n in range(most) if all(math.isclose(round(real, n), real, rel_tol=1e-6) for real in reals))
    return f".{next(exact, most)}f"


def _label(value: float, style: str) -> str:
    text = f"{value:{style}}"
    if value == 0 and style.endswith("e"):
        return "0."
    if value != 0 and math.isfinite(value) and float(text) == 0:
        return f"{value:.1g}"
    return f"{text}." if style == ".0f" and math.isfinite(value) else text


def positions(shape: Sequence[int]) -> tuple[Floats, Floats]:
    """Place every element: the last dim goes right, the one before down, the one before that right in blocks, ...

    A long vector goes on in the next row.

    Returns:
        (row, column) of each element in index order, in cells.
    """
    if len(shape) == 1 and shape[0] > STRIP:
        width = STRIP if shape[0] <= STRIP * STRIP else 4 * STRIP
        place = np.arange(shape[0])
        return (place // width).astype(float), (place % width).astype(float)
    axes = {"row": np.zeros(shape or 1), "column": np.zeros(shape or 1)}
    extent = {"row": 1.0, "column": 1.0}
    for back in range(1, len(shape) + 1):
        axis = "column" if back % 2 else "row"
        gap = _GAP * ((back - 1) // 2)
        index = np.arange(shape[-back]).reshape([-1, *[1] * (back - 1)])
        axes[axis] = axes[axis] + index * (extent[axis] + gap)
        extent[axis] = shape[-back] * extent[axis] + max(shape[-back] - 1, 0) * gap
    return axes["row"].reshape(-1), axes["column"].reshape(-1)


_Columns = dict[str, list[Any]]


def _cells(number: int, tile: Tile) -> _Columns:
    """Tabulate one tile: its squares, then its memory strip."""
    if tile.values is None or tile.shade is None:
        return {}
    rows, columns = positions(tile.values.shape)
    columns = columns + tile.offset
    values = tile.values.reshape(-1).tolist()
    n = len(values)
    squares: _Columns = {
        "tile": [number] * n,
        "row": rows.tolist(),
        "col": columns.tolist(),
        "w": [1.0] * n,
        "h": [1.0] * n,
        "shade": tile.shade.round(3).tolist(),
        "label": labels(values),
        "exact": [str(value) for value in values],
        "index": [str([*tile.index, *index]) for index in itertools.product(*map(range, tile.values.shape))],
        "element": list(range(n) if tile.element is None else tile.element),
        "solid": [1.0] * n if tile.solid is None else tile.solid.tolist(),
    }
    strip = _strip(number, tile, float(rows.max() + 1), float(columns.max() + 1))
    return {name: cells + strip.get(name, []) for name, cells in squares.items()}


def _strip(number: int, tile: Tile, row: float, width: float) -> _Columns:
    if tile.strip is None:
        return {}
    elements, shades = tile.strip
    n = len(elements)
    return {
        "tile": [number] * n,
        "row": [row + _APART] * n,
        "col": [place * width / n for place in range(n)],
        "w": [width / n] * n,
        "h": [_TALL] * n,
        "shade": shades.round(3).tolist(),
        "label": [""] * n,
        "exact": [str(element) for element in elements],
        "index": [f"place {place} in memory" for place in range(n)],
        "element": list(elements),
        "solid": [1.0] * n,
    }


_NAMES: Final = ("tile", "row", "col", "w", "h", "shade", "label", "exact", "index", "element", "solid")


def tiles_frames(
    tiles: Sequence[Tile], cap: float = 64, *, aligned: bool = False, least: int = 0
) -> dict[str, pd.DataFrame]:
    """Tabulate tiles for `tiles_chart`: every row also carries what Vega needs to lay them out.

    Args:
        tiles: with up to `MOST_CELLS` elements in all.
        cap: the largest side of a square, in pixels.
        aligned: whether all squares are of one size, so that columns of tiles below each other meet.
        least: the smallest height of a tile, in pixels: the last ones are left out where there is no room for it.
    """
    parts = [_cells(number, tile) for number, tile in enumerate(tiles)]
    cells = {name: [cell for part in parts for cell in part.get(name, [])] for name in _NAMES}
    own = [_extent(part) for part in parts] or [(1.0, 1.0)]
    lines = {name: [getattr(tile, name) for tile in tiles] for name in ("title", "note", "more")}
    layout = {
        "all": max(len(tiles), 1),
        "least": least,
        "mc": max(columns for columns, _ in own),
        "mr": max(rows for _, rows in own),
        "chars": max(map(len, cells["label"]), default=1),
        "head": 18 * sum(map(any, lines.values())),
        "cap": cap,
        "aligned": int(aligned),
    }
    titles = {"tile": list(range(len(tiles))), **lines}
    return {name: _frame(columns, own, layout) for name, columns in (("cells", cells), ("titles", titles))}


def _extent(part: _Columns) -> tuple[float, float]:
    """Return how many cells wide and high a tile is."""
    if not part:
        return 1.0, 1.0
    return (
        max(col + w for col, w in zip(part["col"], part["w"], strict=True)),
        max(row + h for row, h in zip(part["row"], part["h"], strict=True)),
    )


def _frame(columns: _Columns, own: Sequence[tuple[float, float]], layout: dict[str, Any]) -> pd.DataFrame:
    extents = {name: [own[tile][i] for tile in columns["tile"]] for i, name in enumerate(("cols", "rows"))}
    return pd.DataFrame({**columns, **extents, **layout}, index=range(len(columns["tile"])))


def slices(tensor: Tensor, name: str, most: int = MOST_CELLS) -> list[Tile]:
    """Cut a tensor into its matrices (the last two dims), one tile each, as many as there is room for."""
    shade, _ = by_value(tensor)
    if tensor.ndim < 3:
        return [Tile(title=name, values=tensor, shade=shade)] if tensor.numel() else []
    size = tensor.shape[-2] * tensor.shape[-1]
    fronts = itertools.product(*map(range, tensor.shape[:-2])) if tensor.numel() else iter(())
    kept = itertools.islice(enumerate(fronts), min(max(most // max(size, 1), 1), 24))
    return [
        Tile(
            title=f"{name}[{', '.join(map(str, front))}]",
            values=tensor[front],
            shade=shade[i * size : (i + 1) * size],
            element=range(i * size, (i + 1) * size),
            index=front,
        )
        for i, front in kept
    ]
