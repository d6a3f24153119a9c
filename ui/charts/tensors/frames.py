"""From tiles to the tables that Vega draws: a row for every square."""

import itertools
import re
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from ui.charts.tensors.labels import labels
from ui.charts.tensors.places import positions
from ui.charts.tensors.tile import Tile

_LINE: Final = 18  # above a tile, in pixels
_UNIT: Final = re.compile(r"0\.\d{2,}")  # what can do with its first two decimals


_Columns = dict[str, list[Any]]


def _cells(number: int, tile: Tile) -> _Columns:
    """Tabulate the squares of one tile."""
    if tile.values is None or tile.shade is None:
        return {}
    rows, columns = positions(tile.values.shape)
    columns = columns + tile.offset
    values = tile.values.reshape(-1).tolist()
    n = len(values)
    return {
        "tile": [number] * n,
        "row": rows.tolist(),
        "col": columns.tolist(),
        "w": [1.0] * n,
        "h": [1.0] * n,
        "shade": tile.shade.round(3).tolist(),
        "label": list(tile.said or labels(values)),
        "exact": [str(value) for value in values],
        "index": [str([*tile.index, *index]) for index in itertools.product(*map(range, tile.values.shape))],
        "element": list(range(n) if tile.element is None else tile.element),
        "solid": [1.0] * n if tile.solid is None else tile.solid.tolist(),
    }


_NAMES: Final = ("tile", "row", "col", "w", "h", "shade", "label", "exact", "index", "element", "solid")


def tiles_frames(
    tiles: Sequence[Tile], cap: float = 64, *, aligned: bool = False, least: int = 0, beyond: int = 0, bend: int = 0
) -> dict[str, pd.DataFrame]:
    """Tabulate tiles for `tiles_chart`: every row also carries what Vega needs to lay them out.

    Args:
        tiles: with up to `MOST_CELLS` elements in all.
        cap: the largest side of a square, in pixels.
        aligned: whether all squares are of one size, so that columns of tiles below each other meet.
        bend: where tiles of one row each go on in a second row, in cells, on a narrow screen; 0 for nowhere.
        least: the smallest height of a tile, in pixels: the last ones are left out where there is no room for it.
        beyond: tiles that are left out in any case.
    """
    parts = [_cells(number, tile) for number, tile in enumerate(tiles)]
    cells = {name: [cell for part in parts for cell in part.get(name, [])] for name in _NAMES}
    own = [_extent(part) for part in parts] or [(1.0, 1.0)]
    lines = {name: [getattr(tile, name) for tile in tiles] for name in ("title", "note", "more")}
    widest, highest = (max(sizes) for sizes in zip(*own, strict=True))
    head = _LINE * sum(map(any, lines.values()))
    layout = {
        "all": max(len(tiles), 1),
        "beyond": beyond,
        "least": least,
        "mc": widest,
        "mr": highest,
        "chars": max(map(len, cells["label"]), default=1),
        "unit": int(all(map(_UNIT.fullmatch, cells["label"]))),
        "head": head,
        "cap": cap,
        "aligned": int(aligned),
        "bend": bend,
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
