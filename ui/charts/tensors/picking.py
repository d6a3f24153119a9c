"""An index as tiles: the tensor with the picked cells lit, its masks, what was picked, what is wanted."""

from collections.abc import Collection
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from core.indexing import Picked, places_of, write
from core.tensors.limits import NDIM
from core.tensors.sizes import shape_text
from ui.charts.tensors.frames import tiles_frames
from ui.charts.tensors.pictures import Frames
from ui.charts.tensors.shades import Floats
from ui.charts.tensors.tile import Tile

_CAP: Final = 58
_PALEST: Final = 0.42  # of a lit cell on the ramp; the others are paler than that
_UNLIT: Final = 0.14
_FAINT: Final = 0.55


def picked_frames(x: Tensor, picked: Picked | None, wanted: Picked | None = None, way: str = "read") -> Frames:
    """Tabulate a tensor and what an index picks of it; a cell keeps its colour in every tile.

    Args:
        x: the tensor.
        picked: what an index picks of it; None where it is refused, or not written yet.
        wanted: what is asked for, to be outlined.
        way: in `WAYS`: how what is picked is written to before it is drawn.
    """
    lit = set(picked.places.reshape(-1).tolist()) if picked else set[int]()
    after = write(picked, way) if picked else x
    tiles = [_whole(after, lit, "x" if way == "read" else "x afterwards")]
    if wanted is not None:
        tiles.append(_part("wanted", wanted, x.numel()))
    if picked is not None:
        tiles += [_mask(text, mask, x) for text, mask in picked.masks.items()]
        tiles.append(_part(picked.code, picked, x.numel(), emptied=way == "y.fill_(0)"))
    frames = tiles_frames(tiles, cap=_CAP)
    outlined = set(wanted.places.reshape(-1).tolist()) if wanted else set[int]()
    cells = frames["cells"]
    cells["wanted"] = (cells["tile"] == 0) & cells["element"].isin(outlined)
    frames["cells"] = cells.assign(ndim=x.ndim, **_dims(x, len(cells)))
    return frames


def _dims(x: Tensor, n_rows: int) -> dict[str, Any]:
    """Tell for every dim the index of each cell of x, which come first, and the size."""
    columns: dict[str, Any] = {}
    indices = np.indices(tuple(x.shape)).reshape(x.ndim, x.numel())
    for dim in range(int(NDIM.high)):
        own = indices[dim] if dim < x.ndim else np.zeros(x.numel(), dtype=int)
        columns[f"i{dim}"] = np.pad(own, (0, n_rows - x.numel()))
        columns[f"s{dim}"] = x.shape[dim] if dim < x.ndim else 1
    return columns


def _shades(places: Tensor, numel: int) -> Floats:
    """Shade cells by their place in x, from pale to dark."""
    shades: Floats = _PALEST + (1 - _PALEST) * places.reshape(-1).numpy() / max(numel - 1, 1)
    return shades


def _whole(x: Tensor, lit: Collection[int], title: str) -> Tile:
    light = np.isin(np.arange(x.numel()), list(lit))
    return Tile(
        title=title,
        note=shape_text(x.shape),
        values=x,
        shade=np.where(light, _shades(places_of(x), x.numel()), _UNLIT),
        solid=np.where(light, 1.0, _FAINT),
    )


def _part(title: str, picked: Picked, numel: int, *, emptied: bool = False) -> Tile:
    shape = shape_text(picked.result.shape)
    if not picked.result.numel():
        return Tile(title=title, note=f"{shape}: empty")
    places = picked.places.reshape(-1)
    values = torch.zeros_like(picked.result) if emptied else picked.result
    return Tile(title=title, note=shape, values=values, shade=_shades(places, numel), element=places.tolist())


def _mask(text: str, mask: Tensor, x: Tensor) -> Tile:
    """Draw truth values; over all of x its cells are those of x, else they stand for themselves."""
    whole = mask.shape == x.shape
    shades = _shades(places_of(x), x.numel()) if whole else np.full(mask.numel(), 1.0)
    true = mask.reshape(-1).numpy()
    return Tile(
        title=text,
        note=f"{shape_text(mask.shape)} of True and False",
        values=mask,
        said=["True" if value else "False" for value in true],
        shade=np.where(true, shades, _UNLIT),
        element=range(mask.numel()) if whole else range(-1, -1 - mask.numel(), -1),
        solid=np.where(true, 1.0, _FAINT),
    )
